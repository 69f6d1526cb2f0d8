"""Smooth unions, cuts and intersections of fields, and the mutual clearance that makes joints congruent.

``smooth_minimum`` is the quadratic polynomial blend; its radius is anatomical: the fillet of a facet edge
is under 1 mm, that of a process root 2 to 5 mm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.field.base import Array, Culled, Field


def smooth_minimum(a: Array, b: Array, radius_mm: float) -> Array:
    """Blend of min(a, b) with a fillet of ``radius_mm`` (0: sharp)."""
    if radius_mm <= 0.0:
        return np.minimum(a, b)
    h = np.maximum(radius_mm - np.abs(a - b), 0.0) / radius_mm
    return np.minimum(a, b) - 0.25 * radius_mm * h * h


def smooth_maximum(a: Array, b: Array, radius_mm: float) -> Array:
    """Blend of max(a, b) with a fillet of ``radius_mm`` (0: sharp)."""
    return -smooth_minimum(-a, -b, radius_mm)


@dataclass(frozen=True)
class Union:
    """Solid a or b, filleted. Parts are culled by their boxes."""

    a: Field
    b: Field
    radius_mm: float = 0.0

    @property
    def bounds(self) -> Array:
        grow = 0.25 * self.radius_mm
        a, b = self.a.bounds, self.b.bounds
        lower = np.minimum(a[0], b[0]) - grow
        upper = np.maximum(a[1], b[1]) + grow
        return np.array([lower, upper])

    def __call__(self, points: Array) -> Array:
        return smooth_minimum(self.a(points), self.b(points), self.radius_mm)


@dataclass(frozen=True)
class Cut:
    """Solid a without solid b, edges rounded by ``radius_mm``."""

    a: Field
    b: Field
    radius_mm: float = 0.0

    @property
    def bounds(self) -> Array:
        return self.a.bounds

    def __call__(self, points: Array) -> Array:
        return smooth_maximum(self.a(points), -self.b(points), self.radius_mm)


@dataclass(frozen=True)
class Intersection:
    """What a and b share, edges rounded by ``radius_mm``; the box is that of a."""

    a: Field
    b: Field
    radius_mm: float = 0.0

    @property
    def bounds(self) -> Array:
        return self.a.bounds

    def __call__(self, points: Array) -> Array:
        return smooth_maximum(self.a(points), self.b(points), self.radius_mm)


@dataclass(frozen=True)
class Mirrored:
    """The left half (x >= 0) of a field and its mirror image: f(|x|, y, z)."""

    half: Field

    @property
    def bounds(self) -> Array:
        lower, upper = self.half.bounds
        reach = max(abs(lower[0]), abs(upper[0]))
        return np.array([[-reach, lower[1], lower[2]], [reach, upper[1], upper[2]]])

    def __call__(self, points: Array) -> Array:
        folded = points.copy()
        folded[:, 0] = np.abs(folded[:, 0])
        return self.half(folded)


@dataclass(frozen=True)
class Offset:
    """A field grown (positive) or shrunk (negative) by a distance in mm."""

    inner: Field
    grow_mm: float

    @property
    def bounds(self) -> Array:
        return self.inner.bounds + np.array([[-1.0], [1.0]]) * max(self.grow_mm, 0.0)

    def __call__(self, points: Array) -> Array:
        return self.inner(points) - self.grow_mm


@dataclass(frozen=True)
class Cleared:
    """A bone that keeps a gap from its neighbours, each of a pair giving way by half.

    With ``own`` = U and a neighbour L, the bone becomes max(U, (U - L + gap) / 2): the surface between the
    two is the mid-surface of the fields moved back by half the gap, so both joint faces are parallel. The same
    neighbour in two poses counts as two. Fields enter as they were before any clearance. A gap is a number in mm, or a
    field whose value is the gap at each point.
    """

    own: Field
    neighbours: tuple[tuple[Field, float | Field], ...]
    radius_mm: float = 0.6

    @property
    def bounds(self) -> Array:
        return self.own.bounds

    def __call__(self, points: Array) -> Array:
        own = self.own(points)
        near = np.abs(own) < 12.0
        if not near.any():
            return own
        u, where = own[near], points[near]
        cleared = u
        for neighbour, gap in self.neighbours:
            gap_mm = gap if isinstance(gap, int | float) else gap(where)
            cleared = smooth_maximum(cleared, 0.5 * (u - neighbour(where) + gap_mm), self.radius_mm)
        own[near] = cleared
        return own


def union_all(parts: list[tuple[Field, float]]) -> Field:
    """Union of ``(field, blend radius)`` in order; the first radius is not used. Each part is culled."""
    total: Field = Culled(parts[0][0])
    for part, radius_mm in parts[1:]:
        total = Union(total, Culled(part), radius_mm)
    return total


def cut_all(solid: Field, cuts: list[tuple[Field, float]]) -> Field:
    """``solid`` minus every ``(field, edge radius)`` in order. Each cut is culled."""
    for cut, radius_mm in cuts:
        solid = Cut(solid, Culled(cut), radius_mm)
    return solid
