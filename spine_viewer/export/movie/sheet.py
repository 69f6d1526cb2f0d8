"""One picture of a movie: 3D view, X-ray beside it, caption and progress bar below. No graphics library but Pillow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.errors import InputError
from spine_viewer.render.font import load_font

Picture = NDArray[np.uint8]
BAND_SHARE, BAR_SHARE = 0.19, 0.012  # of the height: caption with its title, progress bar
XRAY_SHARE = 0.4  # of the width, at most
TITLE_PX, CAPTION_PX, NAME_PX, REFERENCE_PX = 21.0, 24.0, 16.0, 720.0
LEAST_NAME_PX = 10.0
SMALLEST_SCALE = 0.62  # of the caption, where it is long
PAPER, INK, QUIET, ACCENT, TRACK = "#f7f9fa", "#18222b", "#52606b", "#0b7285", "#ccd5db"
LEAST, MOST = (320, 240), (3840, 2160)


@dataclass(frozen=True)
class Sheet:
    """Where things stand on a picture of ``size`` (width, height) in pixels, both even as H.264 wants them."""

    size: tuple[int, int]

    def __post_init__(self) -> None:
        (width, height), (a, b), (c, d) = self.size, LEAST, MOST
        if not (a <= width <= c and b <= height <= d) or width % 2 or height % 2:
            raise InputError(f"size {width}x{height}; allowed: even numbers from {a}x{b} to {c}x{d}")

    @property
    def _upright(self) -> bool:
        return self.size[1] > self.size[0]

    @property
    def _above(self) -> int:
        """Rows above the caption."""
        return self.size[1] - round(BAND_SHARE * self.size[1])

    @property
    def xray_px(self) -> int:
        """Rows and columns of the X-ray."""
        if self._upright:
            return min(self.size[0], round(0.45 * self._above))
        return min(self._above, round(XRAY_SHARE * self.size[0]))

    @property
    def view_size(self) -> tuple[int, int]:
        """(width, height) of the 3D view."""
        if self._upright:
            return self.size[0], self._above - self.xray_px
        return self.size[0] - self.xray_px, self._above

    def drawn(self, view: Picture, xray: Picture | None, words: Words, done: float, ticks: Sequence[float]) -> Picture:
        """The whole picture (rows, columns, 3): ``done`` 0 to 1 of the film, ``ticks`` where its steps begin."""
        from PIL import Image, ImageDraw

        sheet = Image.new("RGB", self.size, PAPER)
        sheet.paste(Image.fromarray(view), (0, 0))
        pen = ImageDraw.Draw(sheet)
        self._beside(sheet, pen, xray, words)
        self._caption(pen, words)
        self._bar(pen, done, ticks)
        return np.asarray(sheet)

    def _beside(self, sheet: Any, pen: Any, xray: Picture | None, words: Words) -> None:
        """The X-ray; where there is none, what the film is about."""
        from PIL import Image

        side = self.xray_px
        left, top = (0, self.view_size[1]) if self._upright else (self.view_size[0], (self._above - side) // 2)
        plate = (left, top, self.size[0], top + side) if self._upright else (left, 0, self.size[0], self._above)
        pen.rectangle(plate, fill="#0d1216" if xray is not None else "#eef2f4")
        if xray is not None:
            colour = xray if xray.ndim == 3 else np.repeat(xray[..., None], 3, axis=2)
            across = left + ((self.size[0] - side) // 2 if self._upright else 0)
            sheet.paste(Image.fromarray(np.ascontiguousarray(colour)), (across, top))
            return
        middle = (0.5 * (plate[0] + plate[2]), 0.5 * (plate[1] + plate[3]))
        room = 0.86 * (plate[2] - plate[0])
        lines = _fitted(words.about, room, 0.5 * side, 1.15 * self._scale * CAPTION_PX)
        pen.multiline_text(
            middle, lines.text, font=lines.font, fill=INK, anchor="mm", align="center", spacing=lines.gap
        )
        small = load_font(0.62 * self._scale * CAPTION_PX)
        foot = _wrapped(words.warning, small, room)
        pen.multiline_text(
            (middle[0], plate[3] - 0.3 * self._scale * CAPTION_PX),
            foot,
            font=small,
            fill=QUIET,
            anchor="md",
            align="center",
        )

    @property
    def name_px(self) -> float:
        """Height of the em of names in the 3D view."""
        return max(LEAST_NAME_PX, self._scale * NAME_PX)

    @property
    def _scale(self) -> float:
        return min(self.size[1] / REFERENCE_PX, self.size[0] / REFERENCE_PX)

    def _caption(self, pen: Any, words: Words) -> None:
        margin = round(0.022 * max(self.size))
        title = load_font(self._scale * TITLE_PX)
        y = self._above + 0.35 * margin
        pen.text((margin, y), words.step, font=title, fill=ACCENT)
        y += 1.35 * self._scale * TITLE_PX
        bottom = self.size[1] - round(BAR_SHARE * self.size[1]) - 0.25 * margin
        text = _fitted(words.caption, self.size[0] - 2 * margin, bottom - y, self._scale * CAPTION_PX)
        pen.multiline_text((margin, y), text.text, font=text.font, fill=INK, spacing=text.gap)

    def _bar(self, pen: Any, done: float, ticks: Sequence[float]) -> None:
        width, height = self.size
        top = height - max(4, round(BAR_SHARE * height))
        pen.rectangle((0, top, width, height), fill=TRACK)
        pen.rectangle((0, top, round(min(max(done, 0.0), 1.0) * width), height), fill=ACCENT)
        for tick in ticks:
            x = round(tick * width)
            pen.line((x, top, x, height), fill=PAPER, width=max(1, round(self._scale * 2)))


@dataclass(frozen=True)
class Words:
    """What is written: the film's title and warning, the name of the step and its caption (empty: none burnt in)."""

    about: str
    warning: str
    step: str
    caption: str


@dataclass(frozen=True)
class _Fitted:
    text: str
    font: Any
    gap: float


def _fitted(text: str, width: float, height: float, size_px: float) -> _Fitted:
    """A text in lines no wider than ``width``, smaller where it would be higher than ``height``."""
    for share in np.linspace(1.0, SMALLEST_SCALE, 8):
        font = load_font(share * size_px)
        lines = _wrapped(text, font, width)
        gap = 0.28 * share * size_px
        if (lines.count("\n") + 1) * (share * size_px * 1.05 + gap) <= height:
            break
    return _Fitted(lines, font, gap)


def _wrapped(text: str, font: Any, width: float) -> str:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if line and font.getlength(longer) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return "\n".join(lines)
