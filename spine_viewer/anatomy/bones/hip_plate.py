"""A curved bone plate: mid-surface and thickness over a plane, inside a closed border.

The hip bone is two such plates that meet in the socket, twisted against each other by about 65 degrees: the ilium
and the ischiopubic ring. Over the plane (u, v) of a plate the height w of its middle and its thickness are thin-plate
splines through named stations; its border is a closed spline through named border points. The rim is rounded as far
as the plate is thick there, so a thin border is a blunt blade and a thick one a lip.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numba
import numpy as np
from scipy.interpolate import CubicSpline

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.primitives import unit

SCALE_MM = 50.0
BORDER_SEGMENTS = 160
FAR_MM = 14.0  # beyond this height over a plate its border no longer matters to any blend


def plane_axes(normal: object) -> Array:
    """(3, 3) rows u, v, w of the plane with this normal: u horizontal (towards posterior), v upwards."""
    w = unit(normal)
    u = unit(np.cross([0.0, 0.0, 1.0], w))
    return np.array([u, np.cross(w, u), w])


def closed_curve(points: Array, segments: int = BORDER_SEGMENTS) -> Array:
    """(segments, 2) polygon of the closed centripetal spline through points (k, 2)."""
    knots = np.vstack([points, points[:1]])
    s = np.concatenate([[0.0], np.cumsum(np.sqrt(np.linalg.norm(np.diff(knots, axis=0), axis=1)))])
    curve = CubicSpline(s, knots, bc_type="periodic")
    return np.ascontiguousarray(curve(np.linspace(0.0, s[-1], segments, endpoint=False)))


def thin_plate(stations: Array, values: Array) -> Array:
    """(k + 3, m) coefficients of the thin-plate splines through ``values`` (k, m) at ``stations`` (k, 2) mm."""
    q = stations / SCALE_MM
    r2 = ((q[:, None] - q[None]) ** 2).sum(axis=2)
    k = len(q)
    system = np.zeros((k + 3, k + 3))
    system[:k, :k] = 0.5 * r2 * np.log(np.maximum(r2, 1e-12))
    system[:k, k] = system[k, :k] = 1.0
    system[:k, k + 1 :] = q
    system[k + 1 :, :k] = q.T
    return np.asarray(np.linalg.solve(system, np.vstack([values, np.zeros((3, values.shape[1]))])), dtype=float)


@dataclass(frozen=True)
class Plate:
    """A plate; build it with :func:`plate`. ``coefficients`` are those of middle and half thickness."""

    origin: Array
    axes: Array
    stations: Array
    coefficients: Array
    border: Array
    hole: Array
    roundness: float
    edge_mm: float

    @cached_property
    def bounds(self) -> Array:
        edge = np.vstack([self.border, self.stations])
        middle, half = self.heights(edge)
        reach = 3.0
        corners = [self.origin + np.column_stack([edge, middle + s * (half + reach)]) @ self.axes for s in (-1.0, 1.0)]
        every = np.vstack(corners)
        return np.array([every.min(axis=0) - reach, every.max(axis=0) + reach])

    def heights(self, uv: Array) -> tuple[Array, Array]:
        """Middle and half thickness (n,) mm at plane points (n, 2)."""
        table = _sheets(np.ascontiguousarray(uv, dtype=float), self.stations, self.coefficients)
        return table[:, 0], table[:, 1]

    def point(self, u: float, v: float, side: float = 0.0, out_mm: float = 0.0) -> Array:
        """(3,) point over (u, v): side 0 the middle, 1 the outer, -1 the inner surface, ``out_mm`` beyond it."""
        middle, half = self.heights(np.array([[u, v]]))
        return self.origin + np.array([u, v, middle[0] + side * (half[0] + out_mm)]) @ self.axes

    def local(self, points: Array) -> Array:
        """(n, 3) coordinates u, v, w of points (n, 3)."""
        return np.ascontiguousarray((points - self.origin) @ self.axes.T)

    def __call__(self, points: Array) -> Array:
        q = self.local(points)
        return _plate_distance(
            q, self.stations, self.coefficients, self.border, self.hole, self.roundness, self.edge_mm
        )


def plate(
    origin: Array, normal: Array, stations: Array, border: Array, hole: Array | None, roundness: float, edge_mm: float
) -> Plate:
    """Plate through ``stations`` (k, 4): u, v, height of the middle, thickness, all mm.

    ``border`` and ``hole`` are (m, 2) points of closed curves; ``roundness`` 0 to 1 is the rounded share of half the
    thickness at the border, at most ``edge_mm``.
    """
    uv = np.ascontiguousarray(stations[:, :2])
    values = stations[:, 2:] * np.array([1.0, 0.5])
    empty = np.zeros((0, 2))
    return Plate(
        origin,
        plane_axes(normal),
        uv,
        np.ascontiguousarray(thin_plate(uv, values)),
        closed_curve(border),
        empty if hole is None else closed_curve(hole),
        roundness,
        edge_mm,
    )


@numba.njit(cache=True, fastmath=True)
def _sheet(u, v, stations, coefficients, out):  # type: ignore[no-untyped-def]
    k = len(stations)
    x, y = u / SCALE_MM, v / SCALE_MM
    for c in range(2):
        out[c] = coefficients[k, c] + coefficients[k + 1, c] * x + coefficients[k + 2, c] * y
        out[2 + 2 * c], out[3 + 2 * c] = coefficients[k + 1, c], coefficients[k + 2, c]
    for j in range(k):
        dx, dy = x - stations[j, 0] / SCALE_MM, y - stations[j, 1] / SCALE_MM
        r2 = dx * dx + dy * dy
        if r2 < 1e-12:
            continue
        log = np.log(r2)
        kernel, slope = 0.5 * r2 * log, log + 1.0
        for c in range(2):
            out[c] += coefficients[j, c] * kernel
            out[2 + 2 * c] += coefficients[j, c] * slope * dx
            out[3 + 2 * c] += coefficients[j, c] * slope * dy
    for c in range(2, 6):
        out[c] /= SCALE_MM


@numba.njit(cache=True, parallel=True, fastmath=True)
def _sheets(uv, stations, coefficients):  # type: ignore[no-untyped-def]
    """Columns: middle, half thickness, and their slopes along u and v (middle first)."""
    out = np.empty((len(uv), 6))
    for i in numba.prange(len(uv)):
        _sheet(uv[i, 0], uv[i, 1], stations, coefficients, out[i])
    return out


@numba.njit(cache=True, fastmath=True)
def _polygon(x, y, polygon):  # type: ignore[no-untyped-def]
    m = len(polygon)
    best = 1e30
    inside = False
    for j in range(m):
        n = j + 1 if j + 1 < m else 0
        ax, ay, bx, by = polygon[j, 0], polygon[j, 1], polygon[n, 0], polygon[n, 1]
        ex, ey = bx - ax, by - ay
        px, py = x - ax, y - ay
        t = (px * ex + py * ey) / (ex * ex + ey * ey)
        t = min(max(t, 0.0), 1.0)
        dx, dy = px - t * ex, py - t * ey
        best = min(best, dx * dx + dy * dy)
        if (ay > y) != (by > y) and x < ex * (y - ay) / ey + ax:
            inside = not inside
    d = np.sqrt(best)
    return -d if inside else d


@numba.njit(cache=True, parallel=True, fastmath=True)
def _plate_distance(q, stations, coefficients, border, hole, roundness, edge_mm):  # type: ignore[no-untyped-def]
    count = len(q)
    out = np.empty(count)
    for i in numba.prange(count):
        sheet = np.empty(6)
        u, v = q[i, 0], q[i, 1]
        _sheet(u, v, stations, coefficients, sheet)
        rise = q[i, 2] - sheet[0]
        side = 1.0 if rise > 0.0 else -1.0
        gu, gv = sheet[2] + side * sheet[4], sheet[3] + side * sheet[5]
        slope = np.sqrt(1.0 + gu * gu + gv * gv)
        half = max(sheet[1], 0.6) / slope
        face = abs(rise) / slope - half
        if face > FAR_MM:
            out[i] = face
            continue
        edge = _polygon(u, v, border)
        if len(hole) > 0:
            edge = max(edge, -_polygon(u, v, hole))
        radius = min(roundness * half, edge_mm)
        a, b = face + radius, edge + radius
        outside = np.sqrt(max(a, 0.0) ** 2 + max(b, 0.0) ** 2)
        out[i] = outside + min(max(a, b), 0.0) - radius
    return out
