"""The swept super-ellipse: a blade, rod, horn or tunnel along a curve through named points.

At each named point: half width ``a`` (along u = up x tangent), half height ``b`` (along v = tangent x u), an
exponent ``n`` (2 round, 2.4 blade, 3 hatchet), an egg factor ``e`` (a is scaled by 1 + e v / b) and an ``up``
vector, which twists the blade. The distance is first order: (k - 1) / |grad k|.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
from scipy.interpolate import CubicSpline, PchipInterpolator

from spine_viewer.anatomy.field.base import Array

SEGMENTS = 40


@dataclass(frozen=True)
class Sweep:
    """Swept super-ellipse solid; build it with :func:`sweep`.

    ``nodes`` (m, 3) points of the centreline, ``tangents`` (m, 3), ``sides`` (m, 3) unit u vectors, ``shape`` (m, 4)
    columns a, b, n, e; ``caps`` (2,) how far the solid reaches beyond the first and last node, mm.
    """

    nodes: Array
    tangents: Array
    sides: Array
    shape: Array
    caps: Array

    @property
    def bounds(self) -> Array:
        width = self.shape[:, 0] * (1.0 + np.abs(self.shape[:, 3]))
        reach = np.maximum(np.hypot(width, self.shape[:, 1]), self.caps.max())[:, None]
        return np.array([(self.nodes - reach).min(axis=0), (self.nodes + reach).max(axis=0)])

    def __call__(self, points: Array) -> Array:
        contiguous = np.ascontiguousarray(points, dtype=float)
        return _sweep_distance(contiguous, self.nodes, self.tangents, self.sides, self.shape, self.caps)

    def at(self, fraction: float) -> Array:
        """Centreline point (3,) at a fraction of the node count, 0 to 1."""
        t = fraction * (len(self.nodes) - 1)
        i = min(int(t), len(self.nodes) - 2)
        return self.nodes[i] + (t - i) * (self.nodes[i + 1] - self.nodes[i])


def sweep(
    points: object,
    width: object,
    height: object,
    *,
    up: object = (0.0, 0.0, 1.0),
    power: object = 2.0,
    egg: object = 0.0,
    caps: tuple[float, float] | None = None,
    segments: int = SEGMENTS,
) -> Sweep:
    """Swept super-ellipse through ``points`` (k, 3) mm.

    ``width``, ``height`` (half axes, mm), ``power`` and ``egg`` are a number or one value per point; ``up`` is one
    vector or one per point. ``caps``: length of the rounded ends in mm (default: the smaller half axis there).
    """
    knots = np.asarray(points, dtype=float)
    k = len(knots)
    gaps = np.maximum(np.linalg.norm(np.diff(knots, axis=0), axis=1), 1e-6)
    s = np.concatenate([[0.0], np.cumsum(gaps)])
    t = np.linspace(0.0, s[-1], segments + 1)
    if k > 2:
        curve = CubicSpline(s, knots, bc_type="natural")
        nodes, tangents = curve(t), curve(t, 1)
    else:
        nodes = knots[0] + (t / s[-1])[:, None] * (knots[1] - knots[0])
        tangents = np.repeat((knots[1] - knots[0])[None], len(t), axis=0)
    tangents = tangents / np.linalg.norm(tangents, axis=1, keepdims=True)

    knot_shape = np.stack(
        [np.broadcast_to(np.asarray(v, dtype=float), (k,)) for v in (width, height, power, egg)], axis=1
    )
    shape = (
        PchipInterpolator(s, knot_shape)(t)
        if k > 2
        else knot_shape[0] + (t / s[-1])[:, None] * np.diff(knot_shape, axis=0)
    )
    ups = np.broadcast_to(np.asarray(up, dtype=float), (k, 3))
    ups_along = np.stack([np.interp(t, s, ups[:, i]) for i in range(3)], axis=1)
    sides = np.cross(ups_along, tangents)
    size = np.linalg.norm(sides, axis=1, keepdims=True)
    if (size < 1e-6).any():
        raise ValueError("`up` is parallel to the centreline; name another direction")
    sides /= size
    ends = caps or (float(min(shape[0, :2])), float(min(shape[-1, :2])))
    c = np.ascontiguousarray
    return Sweep(c(nodes), c(tangents), c(sides), c(shape), np.array(ends, dtype=float))


@numba.njit(cache=True, parallel=True, fastmath=True)
def _sweep_distance(points, nodes, tangents, sides, shape, caps):  # type: ignore[no-untyped-def]
    count, m = len(points), len(nodes)
    out = np.empty(count)
    for i in numba.prange(count):
        px, py, pz = points[i, 0], points[i, 1], points[i, 2]
        best, best_j, best_t = 1e30, 0, 0.0
        for j in range(m - 1):
            ex, ey, ez = nodes[j + 1, 0] - nodes[j, 0], nodes[j + 1, 1] - nodes[j, 1], nodes[j + 1, 2] - nodes[j, 2]
            qx, qy, qz = px - nodes[j, 0], py - nodes[j, 1], pz - nodes[j, 2]
            t = (qx * ex + qy * ey + qz * ez) / (ex * ex + ey * ey + ez * ez)
            t = min(max(t, 0.0), 1.0)
            dx, dy, dz = qx - t * ex, qy - t * ey, qz - t * ez
            d2 = dx * dx + dy * dy + dz * dz
            if d2 < best:
                best, best_j, best_t = d2, j, t
        j, t = best_j, best_t
        s = 1.0 - t
        tx = s * tangents[j, 0] + t * tangents[j + 1, 0]
        ty = s * tangents[j, 1] + t * tangents[j + 1, 1]
        tz = s * tangents[j, 2] + t * tangents[j + 1, 2]
        norm = np.sqrt(tx * tx + ty * ty + tz * tz)
        tx, ty, tz = tx / norm, ty / norm, tz / norm
        ux = s * sides[j, 0] + t * sides[j + 1, 0]
        uy = s * sides[j, 1] + t * sides[j + 1, 1]
        uz = s * sides[j, 2] + t * sides[j + 1, 2]
        dot = ux * tx + uy * ty + uz * tz
        ux, uy, uz = ux - dot * tx, uy - dot * ty, uz - dot * tz
        norm = np.sqrt(ux * ux + uy * uy + uz * uz)
        ux, uy, uz = ux / norm, uy / norm, uz / norm
        vx, vy, vz = ty * uz - tz * uy, tz * ux - tx * uz, tx * uy - ty * ux
        rx = px - (s * nodes[j, 0] + t * nodes[j + 1, 0])
        ry = py - (s * nodes[j, 1] + t * nodes[j + 1, 1])
        rz = pz - (s * nodes[j, 2] + t * nodes[j + 1, 2])
        u = rx * ux + ry * uy + rz * uz
        v = rx * vx + ry * vy + rz * vz
        w = 0.0
        cap = 1.0
        if j == 0 and t <= 0.0:
            w, cap = abs(rx * tx + ry * ty + rz * tz), max(caps[0], 1e-3)
        elif j == m - 2 and t >= 1.0:
            w, cap = abs(rx * tx + ry * ty + rz * tz), max(caps[1], 1e-3)
        a = s * shape[j, 0] + t * shape[j + 1, 0]
        b = s * shape[j, 1] + t * shape[j + 1, 1]
        n = s * shape[j, 2] + t * shape[j + 1, 2]
        e = s * shape[j, 3] + t * shape[j + 1, 3]
        a = a * max(1.0 + e * min(max(v / b, -1.0), 1.0), 0.15)
        xu, xv, xw = abs(u) / a, abs(v) / b, w / cap
        total = xu**n + xv**n + xw**n
        if total < 1e-12:
            out[i] = -min(a, b)
            continue
        k = total ** (1.0 / n)
        if k < 0.2:
            out[i] = -min(a, b) * (1.0 - k)
            continue
        p = k ** (1.0 - n)
        gu = xu ** (n - 1.0) / a * p
        gv = xv ** (n - 1.0) / b * p
        gw = xw ** (n - 1.0) / cap * p
        out[i] = (k - 1.0) / np.sqrt(gu * gu + gv * gv + gw * gw)
    return out
