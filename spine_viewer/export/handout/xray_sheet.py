"""An X-ray on a black sheet as wide as the other pictures of a handout, with a ring about the tip of the needle."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.render.font import AS_WIDE, load_font

Picture = NDArray[np.uint8]
Place = NDArray[np.float64]
OVERSAMPLING = 3
INK, HALO, BOX, TEXT = "#ffb000", (0, 0, 0, 190), (255, 255, 255, 240), "#18222b"
RING, LINE, PAD, EDGE = 0.42, 0.07, 0.3, 0.5  # of the height of the letters: radius, width, about the words, at the rim
LOOKED_ALONG_PX = 8.0  # a needle that is shorter in the picture has no side that it comes from


def on_sheet(xray: Picture, wide_for_high: float) -> Picture:
    """A square X-ray ((n, n) or (n, n, 3) uint8) in the middle of a black sheet, as RGB."""
    colour = xray if xray.ndim == 3 else np.repeat(xray[..., None], 3, axis=2)
    rows, columns = colour.shape[:2]
    sheet = np.zeros((rows, round(wide_for_high * rows), 3), dtype=np.uint8)
    left = (sheet.shape[1] - columns) // 2
    sheet[:, left : left + columns] = colour
    return sheet


def ringed(xray: Picture, tip: Place, hub: Place, name: str, wide_for_high: float, text_px: float) -> Picture:
    """The X-ray on its sheet, with a ring about the needle's tip and its name at the side that it does not come from.

    A needle that the beam looks along is no more than a dot: without a ring nobody would find it.

    Parameters
    ----------
    xray : (n, n) or (n, n, 3) uint8
    tip, hub : (2,) float
        Ends of the needle: column and row in the X-ray.
    name : str
    wide_for_high : float
        Shape of the sheet.
    text_px : float
        Height of the em.
    """
    from PIL import Image, ImageDraw

    sheet = on_sheet(xray, wide_for_high)
    rows, columns = sheet.shape[:2]
    if not np.linalg.norm(tip - 0.5 * rows) < 0.5 * rows:
        return sheet  # outside of the round field
    along = float(tip[0] - hub[0])
    to_left = along < 0.0 if abs(along) > LOOKED_ALONG_PX else tip[0] < 0.5 * rows
    layer = Image.new("RGBA", (OVERSAMPLING * columns, OVERSAMPLING * rows), (0, 0, 0, 0))
    place = OVERSAMPLING * (tip + np.array([(columns - rows) // 2, 0.0]))
    _draw(ImageDraw.Draw(layer), place, name, to_left, OVERSAMPLING * columns, OVERSAMPLING * text_px)
    below = Image.fromarray(sheet).convert("RGBA")
    below.alpha_composite(layer.resize((columns, rows), Image.Resampling.BOX))
    return np.asarray(below.convert("RGB"))


def _draw(pen: Any, place: Place, name: str, to_left: bool, columns: int, em: float) -> None:
    """Ring, line and box, in pixels of the layer."""
    font = load_font(em / AS_WIDE)
    x, y = map(float, place)
    wide, high = float(font.getlength(name)) + 2.0 * PAD * em, 1.12 * em + PAD * em
    left = EDGE * em if to_left else columns - EDGE * em - wide
    ends = (left + wide, x - RING * em) if to_left else (x + RING * em, left)
    for ink, times in ((HALO, 3.0), (INK, 1.0)):
        width, reach = round(LINE * em * times), em * (RING + 0.5 * times * LINE)
        pen.line((ends[0], y, ends[1], y), fill=ink, width=width)
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), outline=ink, width=width)
    box = (left, y - 0.5 * high, left + wide, y + 0.5 * high)
    pen.rounded_rectangle(box, 0.25 * em, fill=BOX, outline=INK, width=round(LINE * em))
    pen.text((left + 0.5 * wide, y), name, font=font, fill=TEXT, anchor="mm")
