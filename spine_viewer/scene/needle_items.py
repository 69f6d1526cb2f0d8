"""A needle or cannula as items: insulated shaft with depth rings, bare tip, hub."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from spine_viewer.scene.model import Colour, Item, NeedlePose, SurfaceGeometry
from spine_viewer.scene.palette import Palette, rgb
from spine_viewer.scene.solids import frame_matrix, turned

RING_EVERY_MM = 10.0
HUB_LENGTH_MM = 24.0
MINIMUM_DISPLAY_DIAMETER_MM = 0.9


def needle_item(needle: NeedlePose, palette: Palette) -> Item:
    """One item for a needle: its own frame has the tip at the origin and the hub along +z."""
    length = float(np.linalg.norm(np.asarray(needle.hub, dtype=float) - np.asarray(needle.tip, dtype=float)))
    steel, shaft, hub = (rgb(palette.kinds[k].colour) for k in ("needle_active_tip", "needle", "needle_hub"))
    width = max(needle.diameter_mm, MINIMUM_DISPLAY_DIAMETER_MM)
    geometry = needle_geometry(width, round(length, 3), needle.active_tip_mm, steel, shaft, hub)
    matrix = frame_matrix(needle.tip, -needle.direction, (0.0, 0.0, 1.0))
    return Item(needle.id, "needle", geometry, palette.style("needle"), needle.id, matrix)


@lru_cache(maxsize=8)
def needle_geometry(
    diameter_mm: float, length_mm: float, active_tip_mm: float, steel: Colour, shaft: Colour, hub: Colour
) -> SurfaceGeometry:
    """Turned profile from the sharp tip (z = 0) to the end of the hub, coloured along its length."""
    r = 0.5 * diameter_mm
    bevel = 2.0 * diameter_mm
    if active_tip_mm > 0.0:
        rows = [(0.0, 0.0, steel), (r * 0.9, bevel, steel), (r * 0.9, active_tip_mm, steel), (r, active_tip_mm, shaft)]
        rows += _rings(active_tip_mm, length_mm, r, shaft, steel)
    else:
        rows = [(0.0, 0.0, steel), (r, bevel, steel)]
    rows += [(r, length_mm, shaft if active_tip_mm > 0.0 else steel)]
    end = length_mm + HUB_LENGTH_MM
    rows += [(r, length_mm, hub), (2.2, length_mm, hub), (2.2, length_mm + 7, hub), (4.2, length_mm + 10, hub)]
    rows += [(4.2, end - 2, hub), (3.6, end, hub), (0.0, end, hub)]
    sides = 20
    vertices, faces = turned(np.array([(a, b) for a, b, _ in rows]), sides)
    colours = np.repeat(np.array([c for _, _, c in rows]), sides, axis=0)
    return SurfaceGeometry(vertices, faces, np.round(255 * colours).astype(np.uint8), smooth=False)


def _rings(start_mm: float, end_mm: float, r: float, dark: Colour, light: Colour) -> list[tuple[float, float, Colour]]:
    """Depth marks: a light ring every centimetre from the tip."""
    rows: list[tuple[float, float, Colour]] = []
    for z in np.arange(RING_EVERY_MM * np.ceil((start_mm + 2.0) / RING_EVERY_MM), end_mm - 1.0, RING_EVERY_MM):
        rows += [(r, z - 0.3, dark), (r, z - 0.3, light), (r, z + 0.3, light), (r, z + 0.3, dark)]
    return rows
