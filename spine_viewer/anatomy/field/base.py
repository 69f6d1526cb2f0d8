"""What a signed distance field is in this project, and the culling that makes large unions cheap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

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


class Guarded:
    """A field behind a coarse grid of itself: exact where it is below ``exact_below_mm``, interpolated elsewhere.

    For neighbours in a clearance, which matter only where they are near. Outside its box the field is the distance to
    the box.
    """

    def __init__(self, inner: Field, exact_below_mm: float = 7.0, spacing_mm: float = 2.5, pad_mm: float = 9.0) -> None:
        self.inner = inner
        self._limit = exact_below_mm
        self._spacing = spacing_mm
        lower, upper = inner.bounds
        self._low = lower - pad_mm
        counts = np.ceil((upper - lower + 2.0 * pad_mm) / spacing_mm).astype(int) + 1
        index = np.stack(np.meshgrid(*(np.arange(n) for n in counts), indexing="ij"), axis=-1).reshape(-1, 3)
        self._grid = inner(self._low + spacing_mm * index).reshape(tuple(counts))

    @property
    def bounds(self) -> Array:
        return self.inner.bounds

    def __call__(self, points: Array) -> Array:
        values = distance_to_box(points, self.inner.bounds)
        place = (points - self._low) / self._spacing
        held = ((place >= 0.0) & (place <= np.array(self._grid.shape) - 1.0)).all(axis=1)
        values[held] = map_coordinates(self._grid, place[held].T, order=1)
        near = held & (values < self._limit)
        if near.any():
            values[near] = self.inner(points[near])
        return values
