"""Inside or outside of a closed mesh by its winding number: slow, and right however thin its triangles are."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.field.base import Array

CHUNK = 2_000_000  # corners looked at together: bounds the memory


def winding_number(points: Array, triangles: Array) -> Array:
    """How often closed triangles (m, 3, 3) surround each of the points (n, 3): (n,) near 0 outside and 1 inside.

    The sum of the signed solid angles of the triangles over that of the sphere (Van Oosterom and Strackee 1983).
    """
    turns = np.empty(len(points))
    step = max(1, CHUNK // max(1, 3 * len(triangles)))
    for start in range(0, len(points), step):
        part = slice(start, start + step)
        a, b, c = np.moveaxis(triangles[None] - points[part, None, None], 2, 0)
        la, lb, lc = (np.linalg.norm(side, axis=2) for side in (a, b, c))
        volume = np.einsum("ijk,ijk->ij", a, np.cross(b, c))
        spread = la * lb * lc + lc * np.einsum("ijk,ijk->ij", a, b) + lb * np.einsum("ijk,ijk->ij", a, c)
        spread += la * np.einsum("ijk,ijk->ij", b, c)
        turns[part] = np.arctan2(volume, spread).sum(axis=1) / (2.0 * np.pi)
    return turns
