"""Marks of an X-ray drawn on its picture, each with its name at the nearer edge."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging.overlay import Mark
from spine_viewer.render.font import load_font

OVERSAMPLING = 3
INKS = ("#ffb000", "#5ec8ff", "#ff7fb0", "#7be07b", "#d9a6ff", "#fff066")  # light, told apart on grey
HALO = (0, 0, 0, 150)
REFERENCE_PX = 500.0
TEXT_PX, LINE_PX, DOT_PX, EDGE_PX = 14.0, 1.6, 4.0, 6.0


def draw_marks(picture: NDArray[np.uint8], marks: Sequence[Mark], opacity: float = 1.0) -> NDArray[np.uint8]:
    """A picture ((rows, columns) or (rows, columns, 3) uint8) with marks on it, as RGB.

    ``opacity`` (0 to 1) lets them fade out. Marks of one name share a colour and one label, which those without a
    name lack.
    """
    from PIL import Image

    grey = picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2)
    layer = Image.fromarray(marks_layer(marks, grey.shape[:2]))
    if opacity < 1.0:
        layer.putalpha(layer.getchannel("A").point(lambda value: round(value * max(0.0, opacity))))
    below = Image.fromarray(grey).convert("RGBA")
    below.alpha_composite(layer)
    return np.asarray(below.convert("RGB"))


def marks_layer(marks: Sequence[Mark], size: tuple[int, ...], text_px: float = TEXT_PX) -> NDArray[np.uint8]:
    """Marks alone, (rows, columns, 4) uint8 with transparency, to lie over a picture of the same ``size``.

    ``text_px`` is the height of the letters on a picture of 500 pixels.
    """
    from PIL import Image, ImageDraw

    rows, columns = size
    scale = OVERSAMPLING * min(rows, columns) / REFERENCE_PX
    layer = Image.new("RGBA", (columns * OVERSAMPLING, rows * OVERSAMPLING), (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    groups: dict[str, list[Mark]] = {}
    for one in marks:
        groups.setdefault(one.name, []).append(one)
    inks = dict(zip(groups, cycle(INKS), strict=False))
    for name, group in groups.items():
        for one in group:
            _draw(pen, one, inks[name], scale)
    _label(pen, groups, inks, (columns, rows), scale, text_px * scale)
    return np.asarray(layer.resize((columns, rows), Image.Resampling.BOX))


def _draw(pen: Any, one: Mark, ink: str, scale: float) -> None:
    places = [(float(x) * OVERSAMPLING, float(y) * OVERSAMPLING) for x, y in one.places]
    if one.kind == "point":
        (x, y), r = places[0], DOT_PX * scale
        pen.ellipse((x - r - scale, y - r - scale, x + r + scale, y + r + scale), fill=HALO)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=ink)
        return
    way = [*places, places[0]] if one.kind == "ring" else places
    pen.line(way, fill=HALO, width=round((LINE_PX + 1.6) * scale), joint="curve")
    pen.line(way, fill=ink, width=round(LINE_PX * scale), joint="curve")


def _label(
    pen: Any, groups: dict[str, list[Mark]], inks: dict[str, str], size: tuple[int, int], scale: float, text: float
) -> None:
    """Names in a column at the left and the right edge, in the order of their marks from above, with leader lines."""
    font, step = load_font(text), 1.35 * text
    columns, rows = size[0] * OVERSAMPLING, size[1] * OVERSAMPLING
    anchors = {name: np.mean(group[0].places, axis=0) * OVERSAMPLING for name, group in groups.items() if name}
    order = sorted(anchors, key=lambda name: anchors[name][0])
    half = (len(order) + 1) // 2
    for on_left, names in ((True, order[:half]), (False, order[half:])):
        names = sorted(names, key=lambda name: anchors[name][1])
        heights = _spread([float(anchors[name][1]) for name in names], step, (step, rows - step))
        for name, y in zip(names, heights, strict=True):
            width = float(font.getlength(name))
            x = EDGE_PX * scale if on_left else columns - EDGE_PX * scale - width
            end = (x + width + 3 * scale, y) if on_left else (x - 3 * scale, y)
            place = _nearest(groups[name], end)
            pen.line([end, place], fill=HALO, width=round(2.2 * scale))
            pen.line([end, place], fill=inks[name], width=round(0.8 * scale))
            box = (x - 3 * scale, y - 0.62 * step, x + width + 3 * scale, y + 0.62 * step)
            pen.rounded_rectangle(box, 3 * scale, fill=(0, 0, 0, 190))
            pen.text((x, y), name, font=font, fill=inks[name], anchor="lm")


def _nearest(group: list[Mark], end: tuple[float, float]) -> tuple[float, float]:
    """Place of a group of marks nearest to the end of its label."""
    places = np.concatenate([one.places for one in group]) * OVERSAMPLING
    x, y = places[np.argmin(np.linalg.norm(places - end, axis=1))]
    return float(x), float(y)


def _spread(wanted: list[float], step: float, limits: tuple[float, float]) -> list[float]:
    """Heights in rising order, as near to those wanted as a distance of ``step`` and the limits allow."""
    heights: list[float] = []
    for value in wanted:
        heights.append(max(value, limits[0], heights[-1] + step if heights else limits[0]))
    over = limits[1]
    for place in reversed(range(len(heights))):
        heights[place] = min(heights[place], over)
        over = heights[place] - step
    return heights
