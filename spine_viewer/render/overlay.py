"""Labels, leader lines and the R/L mark drawn into a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spine_viewer.render.font import AS_WIDE, load_font
from spine_viewer.render.renderer import Renderer
from spine_viewer.scene.compose import shipped_palette
from spine_viewer.scene.label_layout import LabelStyle, PlacedLabel, lay_out
from spine_viewer.scene.model import Scene
from spine_viewer.scene.orientation import side_letters
from spine_viewer.scene.palette import rgb

REFERENCE_HEIGHT_PX = 1000.0
TEXT_PX = 20.0
OVERSAMPLING = 3
MARK_OPACITY = 190  # of 255
MARK_PX = 44.0  # what the mark of left and right takes at the lower edge


def draw_labels(
    picture: NDArray[np.uint8], scene: Scene, renderer: Renderer, mark: bool = True, text_px: float | None = None
) -> NDArray[np.uint8]:
    """A picture ((rows, columns, 3 or 4) uint8) with its scene's labels and orientation mark.

    ``text_px`` is the height of the em of the names; without it they grow with the picture.
    """
    rows, columns = picture.shape[:2]
    scale = max(0.55, min(rows, 0.8 * columns) / REFERENCE_HEIGHT_PX)
    if text_px is not None:
        scale = text_px / (AS_WIDE * TEXT_PX)
    placed = placed_labels(scene, renderer, scale)
    ink = shipped_palette().backgrounds[scene.background].ink
    drawing = _Drawing((columns, rows), scale, ink)
    for label in placed:
        if not label.hidden:
            drawing.label(label)
    if mark:
        drawing.mark(side_letters(scene.camera), shipped_palette().backgrounds[scene.background].bottom)
    return drawing.over(picture)


def placed_labels(scene: Scene, renderer: Renderer, scale: float = 1.0) -> tuple[PlacedLabel, ...]:
    """The scene's labels laid out on the renderer's picture; ``scale`` sizes the text."""
    if not scene.labels:
        return ()
    anchors, hidden = renderer.label_anchors(scene.labels)
    font = load_font(TEXT_PX * scale)

    def text_size(text: str) -> tuple[float, float]:
        return float(font.getlength(text)), TEXT_PX * scale * 1.12

    return lay_out(
        scene.labels,
        renderer.project(anchors),
        renderer.size,
        text_size,
        hidden,
        LabelStyle(foot_px=MARK_PX).scaled(scale),
    )


class _Drawing:
    """A transparent layer drawn larger and reduced, for smooth lines."""

    def __init__(self, size: tuple[int, int], scale: float, ink: str) -> None:
        from PIL import Image, ImageDraw

        self._size, self._scale, self._ink = size, scale, ink
        self._layer = Image.new("RGBA", (size[0] * OVERSAMPLING, size[1] * OVERSAMPLING), (0, 0, 0, 0))
        self._pen = ImageDraw.Draw(self._layer)
        self._font = load_font(TEXT_PX * scale * OVERSAMPLING)

    def label(self, label: PlacedLabel) -> None:
        """Box, text, leader line and a dot at the anchor."""
        k, s = OVERSAMPLING, self._scale * OVERSAMPLING
        colour = self._ink if label.emphasis in ("normal", "ghost") else _emphasis_ink(label.emphasis)
        line = [(x * k, y * k) for x, y in label.leader]
        self._pen.line(line, fill=(255, 255, 255, 190), width=round(3.6 * s), joint="curve")
        self._pen.line(line, fill=colour, width=round(1.4 * s), joint="curve")
        x, y = line[-1]
        self._pen.ellipse((x - 4.4 * s, y - 4.4 * s, x + 4.4 * s, y + 4.4 * s), fill=(255, 255, 255, 235))
        self._pen.ellipse((x - 3.0 * s, y - 3.0 * s, x + 3.0 * s, y + 3.0 * s), fill=colour)
        box = tuple(v * k for v in label.box)
        self._pen.rounded_rectangle(
            box, 5.0 * s, fill=(255, 255, 255, 226), outline=colour, width=max(1, round(1.1 * s))
        )
        middle = (0.5 * (box[0] + box[2]), 0.5 * (box[1] + box[3]))
        self._pen.text(middle, label.text, font=self._font, fill=_DARK, anchor="mm")

    def mark(self, letters: tuple[str, str], ground: str) -> None:
        """Side letters at the bottom corners, on discs of the background's colour."""
        disc = (*(round(255 * part) for part in rgb(ground)), MARK_OPACITY)
        k, s = OVERSAMPLING, self._scale * OVERSAMPLING
        for x, letter in ((26.0 * s, letters[0]), (self._size[0] * k - 26.0 * s, letters[1])):
            y = self._size[1] * k - 26.0 * s
            self._pen.ellipse(
                (x - 15 * s, y - 15 * s, x + 15 * s, y + 15 * s), fill=disc, outline=self._ink, width=round(1.6 * s)
            )
            self._pen.text((x, y), letter, font=self._font, fill=self._ink, anchor="mm")

    def over(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The picture with this layer on top."""
        from PIL import Image

        layer = self._layer.resize(self._size, Image.Resampling.BOX)
        below = Image.fromarray(picture).convert("RGBA")
        below.alpha_composite(layer)
        return np.asarray(below if picture.shape[2] == 4 else below.convert("RGB"))


_DARK = "#18222b"


def _emphasis_ink(emphasis: str) -> str:
    palette = shipped_palette()
    if emphasis in palette.kinds:  # a measure, a note
        return palette.kinds[emphasis].colour
    return palette.emphasis[emphasis].ink or _DARK
