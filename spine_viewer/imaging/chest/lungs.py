"""Lungs as closed bodies that no bone and no disc lies in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from spine_viewer.anatomy.ids import THORACIC, rib_of
from spine_viewer.imaging.carve import carved
from spine_viewer.imaging.chest.figures import chest_facts
from spine_viewer.imaging.chest.fit import lung_shape
from spine_viewer.imaging.chest.shape import LungShape
from spine_viewer.imaging.projector.bodies import Triangles, as_triangles
from spine_viewer.imaging.settings import figure

NEAR_STEPS = 0.3  # of the grid: the surface lies no farther from the field that it is made of
THIN_MM = 0.6  # how far thinning triangles may move the surface


def lung(spine: Any, side: str, others: Iterable[Triangles] = ()) -> Triangles:
    """One lung, less what lies in it.

    Parameters
    ----------
    spine : Spine
    side : {"left", "right"}
    others : iterable of Triangles
        Closed bodies, world mm, that keep their place: bones, discs.

    Returns
    -------
    Triangles
        World mm, closed.
    """
    shape = lung_shape(spine, side)
    whole = whole_lung(spine, side, shape)
    near = NEAR_STEPS * figure(chest_facts().lung, "grid_mm")
    return carved(whole, [other for other in others if _touches(shape, whole, other, near)])


def whole_lung(spine: Any, side: str, shape: LungShape | None = None) -> Triangles:
    """One lung as if there were no bones in it, world mm."""
    from spine_viewer.anatomy.field.mesher import isosurface
    from spine_viewer.anatomy.surfaces import largest_body, simplify

    shape = shape or lung_shape(spine, side)
    step = figure(chest_facts().lung, "grid_mm")
    low, high = _box(spine, side)
    axes = [np.arange(a - 2 * step, b + 3 * step, step) for a, b in zip(low, high, strict=True)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    values = shape(grid.reshape(-1, 3)).reshape(grid.shape[:3])
    vertices, faces = isosurface(values.astype(np.float32), grid[0, 0, 0], step)
    return as_triangles(simplify(*largest_body(vertices, faces), THIN_MM))


def _touches(shape: LungShape, whole: Triangles, other: Triangles, near_mm: float) -> bool:
    """Whether another body may reach into a lung: a vertex of it lies inside, or nearly."""
    low, high = whole.box_corners[0], whole.box_corners[-1]
    inside = ((other.vertices > low) & (other.vertices < high)).all(axis=1)
    return bool(inside.any() and (shape(other.vertices[inside]) < near_mm).any())


def _box(spine: Any, side: str) -> tuple[np.ndarray, np.ndarray]:
    """A box that holds the lung: the ribs of its side to the skin in front."""
    boxes = np.array([spine.bone(rib_of(level, side)).box for level in THORACIC])
    low, high = boxes[:, 0].min(axis=0), boxes[:, 1].max(axis=0)
    skin = np.asarray(spine.skin.mesh.points)
    low[1] = skin[(skin[:, 2] > low[2]) & (skin[:, 2] < high[2]), 1].min()
    low[0], high[0] = min(low[0], 0.0), max(high[0], 0.0)
    return low, high
