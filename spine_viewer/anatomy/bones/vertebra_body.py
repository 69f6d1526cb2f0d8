"""The vertebral body: a kidney-shaped drum with a waist, hollow endplates and a raised rim."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array

RIM_LEVEL = 0.9  # fraction of half the height at which the outline is widest


@dataclass(frozen=True)
class VertebralBody:
    """Field of a vertebral body in the bone frame (origin midway between the endplates, z up, y back).

    ``numbers`` (21,) float: see :func:`vertebral_body`.
    """

    numbers: Array

    @property
    def bounds(self) -> Array:
        wide, deep = max(self.numbers[0:2]), max(self.numbers[2:4])
        tall, shear = max(self.numbers[4:6]), abs(self.numbers[6])
        return np.array([[-wide, -deep - shear, -tall - 2.0], [wide, deep + shear + 1.0, tall + 2.0]])

    def __call__(self, points: Array) -> Array:
        return _body_distance(np.ascontiguousarray(points, dtype=float), self.numbers)


def vertebral_body(shape: VertebraShape) -> VertebralBody:
    """Body from rim widths and depths, wall heights, waist, outline powers, bowls and rim."""
    s = shape
    return VertebralBody(
        np.array(
            [
                s["EPWu"] / 2.0,
                s["EPWl"] / 2.0,
                s["EPDu"] / 2.0,
                s["EPDl"] / 2.0,
                s["VBHp"] / 2.0,
                s["VBHa"] / 2.0,
                s["body_shear"],
                s["body_waist_width"],
                s["body_waist_front"],
                s["body_waist_back"],
                s["body_power_front"],
                s["body_power_back"],
                s["body_widest"],
                s["body_concavity"],
                s["bowl_superior"],
                s["bowl_inferior"],
                s["rim_height"],
                s["rim_fillet"],
                s["body_taper"],
                s.get("body_waist_power", 1.0),
                s.get("body_waist_from", 0.12),
            ],
            dtype=float,
        )
    )


@numba.njit(cache=True, inline="always")
def _smoothstep(x, low, high):  # type: ignore[no-untyped-def]
    t = min(max((x - low) / (high - low), 0.0), 1.0)
    return t * t * (3.0 - 2.0 * t)


@numba.njit(cache=True, parallel=True, fastmath=True)
def _body_distance(points, p):  # type: ignore[no-untyped-def]
    count = len(points)
    out = np.empty(count)
    for i in numba.prange(count):
        x, y, z = abs(points[i, 0]), points[i, 1], points[i, 2]
        depth = 0.5 * (p[2] + p[3])
        along = min(max(y / depth, -1.3), 1.3)
        tall = 0.5 * (p[4] + p[5]) + 0.5 * (p[4] - p[5]) * along  # half height here: rear wall at +1, front at -1
        t = min(max(z / tall, -1.0), 1.0)
        up = 0.5 * (1.0 + t)
        swell = _smoothstep(abs(t), p[20], 0.9) ** p[19]  # a rolled rim, not a flange
        a = (p[1] + (p[0] - p[1]) * up) * (p[7] + (1.0 - p[7]) * swell)
        b = p[3] + (p[2] - p[3]) * up
        y = y - p[6] * t
        split = p[12] * b
        front = y < split
        if front:
            reach = (b + split) - b * (1.0 - p[8]) * (1.0 - swell)
        else:
            reach = (b - split) - b * (1.0 - p[9]) * (1.0 - swell)
            hollow = x / (0.5 * a)
            # the rear wall is hollow from side to side: push the point back in the middle
            y = y + p[13] * np.exp(-hollow * hollow) * min((y - split) / reach, 1.0)
            reach = reach + p[13]
        n = p[10] + (p[11] - p[10]) * _smoothstep((y - split) / b, -0.25, 0.45)
        narrow = 1.0 + p[18] * min(max((y - split) / b, -1.0), 1.0)
        xu, xv = x / (a * narrow), abs(y - split) / reach
        total = xu**n + xv**n
        k = total ** (1.0 / n) if total > 1e-12 else 0.0
        if k < 0.25:
            side = -(1.0 - k) * min(a, reach)
        else:
            q = k ** (1.0 - n)
            gu = xu ** (n - 1.0) / (a * narrow) * q
            gv = xv ** (n - 1.0) / reach * q
            side = (k - 1.0) / np.sqrt(gu * gu + gv * gv)
        ring = (k - 0.9) / 0.09
        bowl = p[14] if z > 0.0 else p[15]
        level = tall - bowl * (1.0 - _smoothstep(k, 0.2, 0.84)) - p[16] * (1.0 - np.exp(-ring * ring))
        end = abs(z) - level
        r = p[17]
        h = max(r - abs(side - end), 0.0) / r
        out[i] = max(side, end) + 0.25 * r * h * h
    return out
