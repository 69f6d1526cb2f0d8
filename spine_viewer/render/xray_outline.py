"""Outlines drawn on an X-ray; what they are stands once, low in the field, where it hides least."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging import CArm, Look
from spine_viewer.imaging.overlay import Mark
from spine_viewer.imaging.overlay.silhouette import silhouette
from spine_viewer.render.font import load_font
from spine_viewer.scene.model import XrayOutline

INK, HALO, PLATE = "#ffb000", (0, 0, 0, 170), (0, 0, 0, 190)
OVERSAMPLING = 2
REFERENCE_PX = 500.0
TEXT_PX, LINE_PX = 15.0, 2.0
LEGEND_AT = (0.19, 0.88)  # lower left corner of the name, parts of the width and height: on the rim of the field


def draw_outlines(picture: NDArray[np.uint8], rings: Sequence[Mark]) -> NDArray[np.uint8]:
    """A picture ((rows, columns) or (rows, columns, 3) uint8) with rings on it, as RGB; one name is enough for all.

    The name stands with a small ring low at the left of the round field, away from what is outlined in its middle. Only
    the neighbourhood of the rings and of the name are drawn anew, so that it costs little.
    """
    colour = picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2)
    drawn = colour.copy()
    scale = min(colour.shape[:2]) / REFERENCE_PX
    places = np.concatenate([ring.places for ring in rings])
    room = 2.0 * TEXT_PX * scale
    _redo(drawn, places.min(axis=0) - room, places.max(axis=0) + room, lambda pen, low: _rings(pen, rings, low, scale))
    font, edge = load_font(OVERSAMPLING * TEXT_PX * scale), 4.0 * scale
    width, height = float(font.getlength(rings[0].name)) / OVERSAMPLING, TEXT_PX * scale
    corner = np.array(LEGEND_AT) * colour.shape[1::-1]
    high = corner + np.array([width + 2.2 * height + 3.0 * edge, 0.0])
    low = corner - np.array([0.0, height + 3.0 * edge])
    _redo(drawn, low, high, lambda pen, start: _legend(pen, rings[0].name, (low - start, high - start), font, edge))
    return drawn


def _redo(
    drawn: NDArray[np.uint8], low: NDArray[np.float64], high: NDArray[np.float64], draw: Callable[[Any, Any], None]
) -> None:
    """Let ``draw(pen, origin)`` paint on a window from ``low`` to ``high`` (column, row) of a picture, in place."""
    from PIL import Image, ImageDraw

    rows, columns = drawn.shape[:2]
    start = np.clip(np.floor(low), 0, (columns, rows)).astype(int)
    size = np.clip(np.ceil(high), 0, (columns, rows)).astype(int) - start
    if (size <= 0).any():
        return
    layer = Image.new("RGBA", (int(size[0]) * OVERSAMPLING, int(size[1]) * OVERSAMPLING), (0, 0, 0, 0))
    draw(ImageDraw.Draw(layer), start)
    window = (slice(int(start[1]), int(start[1] + size[1])), slice(int(start[0]), int(start[0] + size[0])))
    below = Image.fromarray(np.ascontiguousarray(drawn[window])).convert("RGBA")
    below.alpha_composite(layer.resize((int(size[0]), int(size[1])), Image.Resampling.BOX))
    drawn[window] = np.asarray(below.convert("RGB"))


def _rings(pen: Any, rings: Sequence[Mark], origin: NDArray[np.int64], scale: float) -> None:
    for ring in rings:
        way = [(float(a), float(b)) for a, b in (np.vstack([ring.places, ring.places[:2]]) - origin) * OVERSAMPLING]
        pen.line(way, fill=HALO, width=round((LINE_PX + 2.0) * scale * OVERSAMPLING), joint="curve")
        pen.line(way, fill=INK, width=max(1, round(LINE_PX * scale * OVERSAMPLING)), joint="curve")


def _legend(pen: Any, name: str, box: tuple[Any, Any], font: Any, edge: float) -> None:
    """A small ring and what it stands for, on a plate."""
    (left, top), (right, bottom) = (OVERSAMPLING * np.asarray(corner, dtype=float) for corner in box)
    edge *= OVERSAMPLING
    pen.rounded_rectangle((left, top, right - 1, bottom - 1), edge, fill=PLATE)
    middle, radius = 0.5 * (top + bottom), 0.3 * (bottom - top - 2.0 * edge)
    x = left + edge + 0.3 * (bottom - top)
    pen.ellipse(
        (x - radius, middle - radius, x + radius, middle + radius), outline=INK, width=max(2, round(0.4 * edge))
    )
    pen.text((x + 2.0 * radius, middle), name, font=font, fill=INK, anchor="lm")


def with_outlines(
    picture: NDArray[np.uint8], arm: CArm, outlines: tuple[XrayOutline, ...], look: Look
) -> NDArray[np.uint8]:
    """A picture of a C-arm ((rows, columns) uint8), shown as ``look`` says, with outlines; as it is without any."""
    rings = [ring for one in outlines if (ring := silhouette(arm, one.name, one.surfaces)) is not None]
    rings = [replace(ring, places=look.placed(ring.places, arm.size)) for ring in rings]
    return draw_outlines(picture, rings) if rings else picture
