"""A needle or cannula as items: insulated shaft with depth rings, bare tip, hub."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from spine_viewer.scene.model import Colour, Item, NeedlePose, SurfaceGeometry
from spine_viewer.scene.palette import Palette, rgb
from spine_viewer.scene.solids import frame_matrix, turned

RING_EVERY_MM = 10.0
HUB_LENGTH_MM = 24.0
MINIMUM_DISPLAY_DIAMETER_MM = 1.2  # of thin block needles, which would hardly be seen
BEND_EVERY_MM = 2.0


def needle_item(needle: NeedlePose, palette: Palette) -> Item:
    """One item for a needle: its own frame has the tip at the origin and the hub along +z.

    A bent needle is in world mm.
    """
    if needle.path is not None:
        return _bent_item(needle, palette)
    length = float(np.linalg.norm(np.asarray(needle.hub, dtype=float) - np.asarray(needle.tip, dtype=float)))
    steel, shaft, hub = (rgb(palette.kinds[k].colour) for k in ("needle_active_tip", "needle", "needle_hub"))
    width = max(needle.diameter_mm, MINIMUM_DISPLAY_DIAMETER_MM)
    geometry = needle_geometry(width, round(length, 3), needle.active_tip_mm, steel, shaft, hub)
    matrix = frame_matrix(needle.tip, -needle.direction, (0.0, 0.0, 1.0))
    return Item(needle.id, "needle", geometry, palette.style("needle"), needle.id, matrix)


def _bent_item(needle: NeedlePose, palette: Palette) -> Item:
    """The straight needle's shape, laid along the path from its tip."""
    path = np.asarray(needle.path, dtype=float)
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    at = np.concatenate([[0.0], np.cumsum(steps)])
    steel, shaft, hub = (rgb(palette.kinds[k].colour) for k in ("needle_active_tip", "needle", "needle_hub"))
    width = max(needle.diameter_mm, MINIMUM_DISPLAY_DIAMETER_MM)
    straight = needle_geometry(width, round(float(at[-1]), 3), needle.active_tip_mm, steel, shaft, hub, BEND_EVERY_MM)
    heights = straight.vertices[:, 2]
    inner = np.clip(heights, 0.0, at[-1])
    centres = np.stack([np.interp(inner, at, path[:, i]) for i in range(3)], axis=1)
    ways = np.diff(path, axis=0) / steps[:, None]
    along = ways[np.clip(np.searchsorted(at, inner, side="right") - 1, 0, len(ways) - 1)]
    across = np.cross(along, _most_across(ways[-1]))
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    beside = np.cross(along, across)
    x, y = straight.vertices[:, :1], straight.vertices[:, 1:2]
    vertices = centres + x * across + y * beside + (heights - inner)[:, None] * along
    geometry = SurfaceGeometry(vertices, straight.faces, straight.colours, smooth=False)
    return Item(needle.id, "needle", geometry, palette.style("needle"), needle.id)


def _most_across(way: NDArray[np.float64]) -> NDArray[np.float64]:
    """(3,) the axis that lies most across a direction (3,)."""
    return np.asarray(np.eye(3)[int(np.argmin(np.abs(way)))])


@lru_cache(maxsize=8)
def needle_geometry(
    diameter_mm: float,
    length_mm: float,
    active_tip_mm: float,
    steel: Colour,
    shaft: Colour,
    hub: Colour,
    joints_mm: float = 0.0,
) -> SurfaceGeometry:
    """Turned profile from the sharp tip (z = 0) to the end of the hub, coloured along its length.

    ``joints_mm``: a ring of corners at least so often, so that it can be bent; 0: only where the profile has them.
    """
    r = 0.5 * diameter_mm
    bevel = 2.0 * diameter_mm
    if active_tip_mm > 0.0:
        rows = [(0.0, 0.0, steel), (r * 0.9, bevel, steel), (r * 0.9, active_tip_mm, steel), (r, active_tip_mm, shaft)]
        rows += _rings(active_tip_mm, length_mm, r, shaft, steel)
    else:
        rows = [(0.0, 0.0, steel), (r, bevel, steel)]
    rows += [(r, length_mm, shaft if active_tip_mm > 0.0 else steel)]
    if joints_mm > 0.0:
        rows = _jointed(rows, joints_mm)
    end = length_mm + HUB_LENGTH_MM
    rows += [(r, length_mm, hub), (2.2, length_mm, hub), (2.2, length_mm + 7, hub), (4.2, length_mm + 10, hub)]
    rows += [(4.2, end - 2, hub), (3.6, end, hub), (0.0, end, hub)]
    sides = 20
    vertices, faces = turned(np.array([(a, b) for a, b, _ in rows]), sides)
    colours = np.repeat(np.array([c for _, _, c in rows]), sides, axis=0)
    return SurfaceGeometry(vertices, faces, np.round(255 * colours).astype(np.uint8), smooth=False)


def _jointed(rows: list[tuple[float, float, Colour]], every_mm: float) -> list[tuple[float, float, Colour]]:
    """A profile with further rows between those that are far apart."""
    made = rows[:1]
    for one, other in pairwise(rows):
        count = int((other[1] - one[1]) // every_mm)
        shares = (np.arange(count) + 1) / (count + 1)
        made += [(one[0] + s * (other[0] - one[0]), one[1] + s * (other[1] - one[1]), other[2]) for s in shares]
        made.append(other)
    return made


def _rings(start_mm: float, end_mm: float, r: float, dark: Colour, light: Colour) -> list[tuple[float, float, Colour]]:
    """Depth marks: a light ring every centimetre from the tip."""
    rows: list[tuple[float, float, Colour]] = []
    for z in np.arange(RING_EVERY_MM * np.ceil((start_mm + 2.0) / RING_EVERY_MM), end_mm - 1.0, RING_EVERY_MM):
        rows += [(r, z - 0.3, dark), (r, z - 0.3, light), (r, z + 0.3, light), (r, z + 0.3, dark)]
    return rows
