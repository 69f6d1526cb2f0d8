"""Outlines drawn on an X-ray, the name beside the uppermost one, where the round field still shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging import CArm, Look
from spine_viewer.imaging.overlay import Mark
from spine_viewer.imaging.overlay.silhouette import silhouette
from spine_viewer.render.overlay import load_font
from spine_viewer.scene.model import XrayOutline

INK, HALO, PLATE = "#ffb000", (0, 0, 0, 170), (0, 0, 0, 190)
OVERSAMPLING = 2
REFERENCE_PX = 500.0
TEXT_PX, LINE_PX, GAP_PX = 14.0, 2.0, 8.0


def draw_outlines(picture: NDArray[np.uint8], rings: Sequence[Mark]) -> NDArray[np.uint8]:
    """A picture ((rows, columns) or (rows, columns, 3) uint8) with rings on it, as RGB; one name is enough for all.

    Only the neighbourhood of the rings is drawn anew, so that it costs little.
    """
    from PIL import Image, ImageDraw

    colour = picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2)
    rows, columns = colour.shape[:2]
    scale = min(rows, columns) / REFERENCE_PX
    font = load_font(OVERSAMPLING * TEXT_PX * scale)
    top = min(rings, key=lambda ring: float(ring.places[:, 1].min()))
    width = float(font.getlength(top.name)) / OVERSAMPLING
    left, right = float(top.places[:, 0].min()), float(top.places[:, 0].max())
    y = float(top.places[:, 1].mean())
    x = right + GAP_PX * scale if 0.5 * (left + right) < columns / 2 else left - GAP_PX * scale - width
    places = np.concatenate([ring.places for ring in rings] + [np.array([[x, y], [x + width, y]])])
    room = 2.0 * TEXT_PX * scale
    low = np.clip(np.floor(places.min(axis=0) - room), 0, (columns, rows)).astype(int)
    high = np.clip(np.ceil(places.max(axis=0) + room), 0, (columns, rows)).astype(int)
    if (high <= low).any():
        return colour
    size = high - low
    layer = Image.new("RGBA", (int(size[0]) * OVERSAMPLING, int(size[1]) * OVERSAMPLING), (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for ring in rings:
        way = [(float(a), float(b)) for a, b in (np.vstack([ring.places, ring.places[:2]]) - low) * OVERSAMPLING]
        pen.line(way, fill=HALO, width=round((LINE_PX + 2.0) * scale * OVERSAMPLING), joint="curve")
        pen.line(way, fill=INK, width=max(1, round(LINE_PX * scale * OVERSAMPLING)), joint="curve")
    start = ((x - low[0]) * OVERSAMPLING, (y - low[1]) * OVERSAMPLING)
    box = pen.textbbox(start, top.name, font=font, anchor="lm")
    edge = 3.0 * scale * OVERSAMPLING
    pen.rounded_rectangle((box[0] - edge, box[1] - edge, box[2] + edge, box[3] + edge), edge, fill=PLATE)
    pen.text(start, top.name, font=font, fill=INK, anchor="lm")
    small = layer.resize((int(size[0]), int(size[1])), Image.Resampling.BOX)
    window = (slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0])))
    below = Image.fromarray(np.ascontiguousarray(colour[window])).convert("RGBA")
    below.alpha_composite(small)
    drawn = colour.copy()
    drawn[window] = np.asarray(below.convert("RGB"))
    return drawn


def with_outlines(
    picture: NDArray[np.uint8], arm: CArm, outlines: tuple[XrayOutline, ...], look: Look
) -> NDArray[np.uint8]:
    """A picture of a C-arm ((rows, columns) uint8), shown as ``look`` says, with outlines; as it is without any."""
    rings = [ring for one in outlines if (ring := silhouette(arm, one.name, one.surfaces)) is not None]
    rings = [replace(ring, places=look.placed(ring.places, arm.size)) for ring in rings]
    return draw_outlines(picture, rings) if rings else picture
