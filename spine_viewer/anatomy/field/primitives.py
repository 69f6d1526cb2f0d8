"""Elementary solids: ellipsoid, curved half-space, and a field moved by a rigid transform."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from spine_viewer.anatomy.field.base import Array, Field


def unit(vector: object) -> Array:
    """(3,) float vector of length 1."""
    v = np.asarray(vector, dtype=float)
    return v / np.linalg.norm(v)


def frame_from(normal: object, up: object) -> Array:
    """(3, 3) rotation whose rows are u (= up x n), v (up made normal to n) and n."""
    n = unit(normal)
    u = unit(np.cross(np.asarray(up, dtype=float), n))
    return np.array([u, np.cross(n, u), n])


@dataclass(frozen=True)
class Ellipsoid:
    """Ellipsoid with a centre (3,), radii (3,) in mm and, where turned, rows of local axes (3, 3)."""

    centre: Array
    radii: Array
    axes: Array = field(default_factory=lambda: np.eye(3))

    @property
    def bounds(self) -> Array:
        reach = np.sqrt(((np.asarray(self.axes).T * np.asarray(self.radii)) ** 2).sum(axis=1))
        return np.array([np.asarray(self.centre) - reach, np.asarray(self.centre) + reach], dtype=float)

    def __call__(self, points: Array) -> Array:
        q = (points - np.asarray(self.centre, dtype=float)) @ np.asarray(self.axes, dtype=float).T
        r = np.asarray(self.radii, dtype=float)
        k0 = np.sqrt(((q / r) ** 2).sum(axis=1))
        k1 = np.sqrt(((q / r**2) ** 2).sum(axis=1))
        smallest = float(r.min())
        return np.where(k0 > 0.05, k0 * (k0 - 1.0) / np.maximum(k1, 1e-9), -smallest * (1.0 - k0))


def sphere(centre: object, radius_mm: float) -> Ellipsoid:
    """Ball of ``radius_mm`` about ``centre`` (3,)."""
    return Ellipsoid(np.asarray(centre, dtype=float), np.full(3, float(radius_mm)))


@dataclass(frozen=True)
class CurvedHalfSpace:
    """Everything behind a surface through ``centre`` with outward ``normal``, curved along u and v.

    ``curvature_u``, ``curvature_v`` in 1/mm: positive bulges outwards (convex), negative hollows the face.
    ``up`` is the rough direction of v. It has no box of its own: intersect it with a bounded solid.
    """

    centre: Array
    normal: Array
    up: Array
    curvature_u: float = 0.0
    curvature_v: float = 0.0

    @property
    def bounds(self) -> Array:
        return np.array([[-1e3] * 3, [1e3] * 3])

    def __call__(self, points: Array) -> Array:
        u, v, w = ((points - np.asarray(self.centre, dtype=float)) @ frame_from(self.normal, self.up).T).T
        ku, kv = self.curvature_u, self.curvature_v
        slope = np.sqrt(1.0 + (ku * u) ** 2 + (kv * v) ** 2)
        return (w + 0.5 * (ku * u * u + kv * v * v)) / slope


@dataclass(frozen=True)
class RoundedBox:
    """Box with centre (3,), half sizes (3,), edge radius and rows of local axes (3, 3), all mm."""

    centre: Array
    half: Array
    edge_mm: float = 0.0
    axes: Array = field(default_factory=lambda: np.eye(3))

    @property
    def bounds(self) -> Array:
        reach = np.abs(np.asarray(self.axes).T) @ np.asarray(self.half, dtype=float)
        return np.array([np.asarray(self.centre) - reach, np.asarray(self.centre) + reach], dtype=float)

    def __call__(self, points: Array) -> Array:
        local = (points - np.asarray(self.centre, dtype=float)) @ np.asarray(self.axes, dtype=float).T
        q = np.abs(local) - (np.asarray(self.half, dtype=float) - self.edge_mm)
        outside = np.sqrt((np.maximum(q, 0.0) ** 2).sum(axis=1))
        return outside + np.minimum(q.max(axis=1), 0.0) - self.edge_mm


@dataclass(frozen=True)
class Moved:
    """A field carried by a rigid transform: (4, 4), local mm -> world mm."""

    inner: Field
    matrix: Array

    @property
    def bounds(self) -> Array:
        lo, hi = self.inner.bounds
        corners = np.array([[x, y, z] for x in (lo[0], hi[0]) for y in (lo[1], hi[1]) for z in (lo[2], hi[2])])
        moved = corners @ self.matrix[:3, :3].T + self.matrix[:3, 3]
        return np.array([moved.min(axis=0), moved.max(axis=0)])

    def __call__(self, points: Array) -> Array:
        return self.inner((points - self.matrix[:3, 3]) @ self.matrix[:3, :3])
