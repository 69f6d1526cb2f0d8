"""The body of a vertebra of the neck: saddle-shaped endplates, uncinate processes, bevelled lower sides."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array

FLOOR_RISE_MM = 1.0  # the floor between the uncinate processes ends where it has risen so far


@dataclass(frozen=True)
class CervicalBody:
    """Field of a cervical body in the bone frame (origin midway between the endplates, z up, y back).

    ``numbers`` (25,) float: see :func:`cervical_body`.
    """

    numbers: Array

    @property
    def bounds(self) -> Array:
        p = self.numbers
        wide, deep, tall = max(p[0:2]), max(p[2:4]) + abs(p[6]), max(p[4:6])
        return np.array([[-wide - 1.0, -deep - 1.0, -tall - 2.0], [wide + 1.0, deep + 1.0, tall + p[13] + 1.0]])

    def __call__(self, points: Array) -> Array:
        return _body_distance(np.ascontiguousarray(points, dtype=float), self.numbers)


def uncus_crest(shape: VertebraShape) -> float:
    """x of the crest of the left uncinate process, mm."""
    return 0.5 * shape["VB_transverse_diameter"] * shape["uncus_crest_share"]


def uncus_base(shape: VertebraShape) -> float:
    """x where the left uncinate process begins to rise, so that it is 1 mm high at half of EPWu, mm."""
    at = float(np.sqrt(min(FLOOR_RISE_MM / shape["uncus_height"], 0.8)))
    crest = uncus_crest(shape)
    return min((0.5 * shape["EPWu"] - at * crest) / (1.0 - at), crest - 1.0)


def cervical_body(shape: VertebraShape) -> CervicalBody:
    """Body from published widths, depths and heights, waist, outline powers, saddle, uncus and bevel."""
    s = shape
    return CervicalBody(
        np.array(
            [
                0.5 * s["VB_transverse_diameter"],
                0.5 * s["EPWl"] + s["lower_width_trim"],
                0.5 * s["EPDu"],
                0.5 * s["EPDl"],
                0.5 * (s["VBHp"] + s["body_tall"]),
                0.5 * (s["VBHa"] + s["body_tall"] - s["body_front_trim"]),
                s["body_shear"],
                s["body_waist_width"],
                s["body_waist_front"],
                s["body_waist_back"],
                s["body_power_front"],
                s["body_power_back"],
                s["body_widest"],
                s["uncus_height"],
                uncus_base(s),
                uncus_crest(s),
                s["uncus_from"],
                s["uncus_full"],
                s["bowl_superior"],
                s["saddle_inferior"],
                s["bevel_height"],
                s["bevel_from"],
                s["rim_fillet"],
                s["body_taper"],
                s["body_flare"],
            ],
            dtype=float,
        )
    )


@numba.njit(cache=True, inline="always")
def _smoothstep(x, low, high):  # type: ignore[no-untyped-def]
    t = min(max((x - low) / (high - low), 0.0), 1.0)
    return t * t * (3.0 - 2.0 * t)


@numba.njit(cache=True, inline="always")
def _share(x, low, high):  # type: ignore[no-untyped-def]
    return min(max((x - low) / (high - low), 0.0), 1.0)


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
        swell = _smoothstep(abs(t), 0.1, 0.9)
        a = (p[1] + (p[0] - p[1]) * up ** p[24]) * (p[7] + (1.0 - p[7]) * swell)
        b = p[3] + (p[2] - p[3]) * up
        y = y - p[6] * t
        split = p[12] * b
        if y < split:
            reach = (b + split) - b * (1.0 - p[8]) * (1.0 - swell)
        else:
            reach = (b - split) - b * (1.0 - p[9]) * (1.0 - swell)
        v = min(max((y - split) / b, -1.3), 1.0)
        n = p[10] + (p[11] - p[10]) * _smoothstep(v, -0.25, 0.35)
        narrow = 1.0 + p[23] * v
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
        w = min(max(y / b, -1.0), 1.0)
        if z > 0.0:
            rear = _smoothstep(w, p[16], p[17])
            rise = p[13] * rear
            climb = _share(x, p[14], p[15])
            level = tall + rise * climb * climb - p[18] * (1.0 - _smoothstep(k, 0.25, 0.9))
            lean = 2.0 * rise * climb / (p[15] - p[14])
        else:
            low = p[21] * p[1]
            drop = _share(x, low, 1.05 * p[1])
            level = tall - p[19] * (1.0 - w * w) - p[20] * drop * drop
            lean = 2.0 * p[20] * drop / (1.05 * p[1] - low)
        end = (abs(z) - level) / np.sqrt(1.0 + lean * lean)
        r = p[22]
        h = max(r - abs(side - end), 0.0) / r
        out[i] = max(side, end) + 0.25 * r * h * h
    return out
