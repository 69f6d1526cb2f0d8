"""Sets a carried path outside of bone again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.nearest import distance_to_all

FREE_MM = 0.3
ROUNDS, REACH = 12, 4
STRIDE_MM = 0.6


class Body(Protocol):
    """A bone: box, distance, and the nearest point of its surface."""

    @property
    def box(self) -> Array:
        """(2, 3) corners, world mm."""
        ...

    def distance(self, points: Array) -> Array:
        """Signed distance (n,) in mm."""
        ...

    def closest(self, point: Array) -> tuple[float, Array]:
        """Distance of a point (3,), and the nearest point (3,) of the surface."""
        ...


def mended(path: Array, bodies: Sequence[Body], free_mm: float = FREE_MM) -> Array:
    """Path (k, 3) with every point at least about ``free_mm`` outside of all ``bodies``, smooth where it was moved."""
    path = path.copy()
    for _ in range(ROUNDS if bodies else 0):
        short = np.flatnonzero(distance_to_all(bodies, path) < free_mm)
        if not len(short):
            break
        around = np.unique(np.clip(short[:, None] + np.arange(-REACH, REACH + 1), 1, len(path) - 2))
        path[around] = 0.5 * path[around] + 0.25 * (path[around - 1] + path[around + 1])
        for index in np.unique(np.concatenate([short, around])):
            path[index] = _pushed(path[index], bodies, free_mm)
    return path


def _pushed(point: Array, bodies: Sequence[Body], free_mm: float) -> Array:
    for body in bodies:
        if (point < body.box[0] - free_mm).any() or (point > body.box[1] + free_mm).any():
            continue
        distance, found = body.closest(point)
        way = point - found
        size = float(np.linalg.norm(way))
        if distance < free_mm and size > 1e-9:
            step = min(1.05 * free_mm - distance, STRIDE_MM)
            point = point + np.sign(distance) * step * way / size
    return point
