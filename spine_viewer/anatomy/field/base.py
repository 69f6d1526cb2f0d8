"""What a signed distance field is in this project, and the culling that makes large unions cheap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@runtime_checkable
class Field(Protocol):
    """A scalar field that is negative inside a solid, zero on its surface and positive outside.

    Near the surface the value is the distance in mm, to first order; far from it only the sign is exact
    and the size is a lower bound good enough to skip empty space.
    """

    @property
    def bounds(self) -> Array:
        """(2, 3) float: lower and upper corner of a box in mm that holds the solid."""
        ...

    def __call__(self, points: Array) -> Array:
        """Field at ``points`` ((n, 3) float, mm); returns (n,) float, mm."""
        ...


def as_bounds(lower: object, upper: object) -> Array:
    """(2, 3) float box from two corners."""
    return np.array([lower, upper], dtype=float)


def distance_to_box(points: Array, bounds: Array) -> Array:
    """Euclidean distance in mm from points (n, 3) to an axis-aligned box (2, 3); 0 inside."""
    gap = np.maximum(np.maximum(bounds[0] - points, points - bounds[1]), 0.0)
    return np.sqrt(np.einsum("ij,ij->i", gap, gap))


@dataclass(frozen=True)
class Culled:
    """A field that is evaluated only near its box and replaced by the distance to the box elsewhere.

    ``pad_mm`` must exceed every blend radius and every meshing band that the field takes part in.
    """

    inner: Field
    pad_mm: float = 9.0

    @property
    def bounds(self) -> Array:
        return self.inner.bounds

    def __call__(self, points: Array) -> Array:
        far = distance_to_box(points, self.inner.bounds)
        near = far < self.pad_mm
        if near.all():
            return self.inner(points)
        if near.any():
            far[near] = self.inner(points[near])
        return far


@dataclass(frozen=True)
class FunctionField:
    """A field given by a plain function of points (n, 3) -> (n,)."""

    function: Callable[[Array], Array]
    box: Array

    @property
    def bounds(self) -> Array:
        return self.box

    def __call__(self, points: Array) -> Array:
        return self.function(points)
