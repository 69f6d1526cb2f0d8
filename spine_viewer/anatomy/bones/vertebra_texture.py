"""Surface relief of a vertebra: slow asymmetry, fine grain and vascular pits, all faded out near the facets."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numba
import numpy as np

from spine_viewer.anatomy.bones.vertebra_joint import FacetFrame
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array, Field

GRAIN_PER_MM = (0.09, 0.16, 0.28, 0.46)  # nothing finer than four samples of the mesher
WAVES = 5  # plane waves per octave


@dataclass(frozen=True)
class Textured:
    """A bone with relief: ``inner`` at warped points, plus grain, minus pits.

    ``warp`` (k, 7): wave vector (3), direction times amplitude (3), phase. ``grain`` (k, 5): wave vector (3),
    amplitude, phase. ``pits`` (m, 4): centre and radius. ``quiet`` (q, 4): centre and radius of the smooth regions.
    """

    inner: Field
    warp: Array
    grain: Array
    pits: Array
    quiet: Array

    @property
    def bounds(self) -> Array:
        return self.inner.bounds + np.array([[-1.0], [1.0]])

    def __call__(self, points: Array) -> Array:
        contiguous = np.ascontiguousarray(points, dtype=float)
        moved, grain, pits = _relief(contiguous, self.warp, self.grain, self.pits, self.quiet)
        distance = self.inner(moved) + grain
        edge = 0.5
        h = np.maximum(edge - np.abs(distance + pits), 0.0) / edge
        return np.maximum(distance, -pits) + 0.25 * edge * h * h


def textured(
    field: Field, shape: VertebraShape, upper_face: FacetFrame, lower_face: FacetFrame, strength: float
) -> Textured:
    """Relief for one vertebra, the same every time for the same level."""
    random = np.random.default_rng(zlib.crc32(shape.level.encode()))
    warp = []
    for length in (34.0, 24.0, 19.0):
        for _ in range(2):
            wave = _direction(random) * 2.0 * np.pi / length
            push = _direction(random) * strength * shape["warp_mm"] * 0.4 * length / 24.0
            warp.append([*wave, *push, random.uniform(0.0, 2.0 * np.pi)])
    grain = []
    for octave, per_mm in enumerate(GRAIN_PER_MM):
        for _ in range(WAVES):
            wave = _direction(random) * np.array([1.0, 1.0, 0.6]) * 2.0 * np.pi * per_mm
            amplitude = strength * shape["grain_mm"] * 0.6**octave / np.sqrt(WAVES)
            grain.append([*wave, amplitude, random.uniform(0.0, 2.0 * np.pi)])
    quiet = [
        [*(face.centre * [sign, 1.0, 1.0]), 1.15 * max(face.half_width_mm, face.half_height_mm)]
        for face in (upper_face, lower_face)
        for sign in (1.0, -1.0)
    ]
    return Textured(field, np.array(warp), np.array(grain), _pits(field, shape, random), np.array(quiet))


def _direction(random: np.random.Generator) -> Array:
    v = random.normal(size=3)
    return v / np.linalg.norm(v)


def _pits(field: Field, shape: VertebraShape, random: np.random.Generator) -> Array:
    """Vascular pits on the front and sides of the body, (m, 4)."""
    pits = []
    for _ in range(int(shape["pits"])):
        turn = random.uniform(-1.25 * np.pi, 0.25 * np.pi)
        height = random.uniform(-0.55, 0.55) * 0.5 * shape["VBHp"]
        ray = np.array([np.cos(turn), np.sin(turn), 0.0])
        along = np.arange(8.0, 32.0, 0.25)
        values = field(ray * along[:, None] + np.array([0.0, 0.0, height]))
        outside = np.flatnonzero(values > 0.0)
        if len(outside):
            pits.append([*(ray * along[outside[0]] + np.array([0.0, 0.0, height])), random.uniform(0.35, 0.75)])
    return np.array(pits).reshape(-1, 4)


@numba.njit(cache=True, parallel=True, fastmath=True)
def _relief(points, warp, grain, pits, quiet):  # type: ignore[no-untyped-def]
    count = len(points)
    moved = np.empty((count, 3))
    bump = np.empty(count)
    hole = np.empty(count)
    for i in numba.prange(count):
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        calm = 1.0
        for j in range(len(quiet)):
            d = np.sqrt((x - quiet[j, 0]) ** 2 + (y - quiet[j, 1]) ** 2 + (z - quiet[j, 2]) ** 2)
            t = min(max((d - quiet[j, 3]) / 5.0, 0.0), 1.0)
            calm *= t * t * (3.0 - 2.0 * t)
        wx, wy, wz = 0.0, 0.0, 0.0
        for j in range(len(warp)):
            s = np.sin(warp[j, 0] * x + warp[j, 1] * y + warp[j, 2] * z + warp[j, 6])
            wx += s * warp[j, 3]
            wy += s * warp[j, 4]
            wz += s * warp[j, 5]
        moved[i, 0], moved[i, 1], moved[i, 2] = x + calm * wx, y + calm * wy, z + calm * wz
        g = 0.0
        for j in range(len(grain)):
            g += grain[j, 3] * np.sin(grain[j, 0] * x + grain[j, 1] * y + grain[j, 2] * z + grain[j, 4])
        bump[i] = calm * g
        nearest = 50.0
        for j in range(len(pits)):
            d = np.sqrt((x - pits[j, 0]) ** 2 + (y - pits[j, 1]) ** 2 + (z - pits[j, 2]) ** 2) - pits[j, 3]
            nearest = min(nearest, d)
        hole[i] = nearest
    return moved, bump, hole
