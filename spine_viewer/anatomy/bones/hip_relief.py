"""Surface relief of a bone: bumps and pits, and roughness where muscles and ligaments hold.

Each wraps a field and moves its zero level by a few tenths of a millimetre to a few millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from spine_viewer.anatomy.field.base import Array, Field

WAVES = 30
WAVE_SEED = 20


@dataclass(frozen=True)
class Embossed:
    """A bone with low bumps (amplitude > 0) and pits (< 0): Gaussian reliefs about named centres."""

    inner: Field
    centres: Array
    amplitude_mm: Array
    radius_mm: Array

    @property
    def bounds(self) -> Array:
        grow = float(np.maximum(self.amplitude_mm, 0.0).max(initial=0.0))
        return self.inner.bounds + np.array([[-grow], [grow]])

    def __call__(self, points: Array) -> Array:
        found = self.inner(points)
        near = np.abs(found) < 8.0
        if near.any():
            p = points[near]
            found[near] -= _bumps(p, self.centres, self.amplitude_mm, self.radius_mm)
        return found


@dataclass(frozen=True)
class Roughened:
    """A bone with coarse skin about named centres (k, 3): ``amplitude_mm`` (k,), fading over ``radius_mm`` (k,).

    The grain is a sum of plane waves of ``wavelength_mm`` in fixed directions, so it is the same in every build.
    """

    inner: Field
    centres: Array
    amplitude_mm: Array
    radius_mm: Array
    wavelength_mm: float

    @property
    def bounds(self) -> Array:
        grow = float(self.amplitude_mm.max(initial=0.0))
        return self.inner.bounds + np.array([[-grow], [grow]])

    def __call__(self, points: Array) -> Array:
        found = self.inner(points)
        near = np.abs(found) < 6.0
        if near.any():
            table = _waves(self.wavelength_mm)
            found[near] -= _grain(points[near], self.centres, self.amplitude_mm, self.radius_mm, *table)
        return found


def _waves(wavelength_mm: float) -> tuple[Array, Array, Array]:
    """Wave vectors (WAVES, 3) in 1/mm, half to double the given length, phases, and weights that grow with length."""
    draw = np.random.default_rng(WAVE_SEED)
    direction = draw.normal(size=(WAVES, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    length = wavelength_mm * 2.0 ** draw.uniform(-1.0, 1.0, WAVES)
    weights = length / np.sqrt((length**2).sum()) * np.sqrt(2.0)
    return direction * (2.0 * np.pi / length)[:, None], draw.uniform(0.0, 2.0 * np.pi, WAVES), weights


@numba.njit(cache=True, parallel=True, fastmath=True)
def _bumps(points, centres, amplitude, radius):  # type: ignore[no-untyped-def]
    out = np.zeros(len(points))
    for i in numba.prange(len(points)):
        for j in range(len(centres)):
            x, y, z = (points[i, 0] - centres[j, 0], points[i, 1] - centres[j, 1], points[i, 2] - centres[j, 2])
            d = (x * x + y * y + z * z) / (radius[j] * radius[j])
            if d < 9.0:
                out[i] += amplitude[j] * np.exp(-d)
    return out


@numba.njit(cache=True, parallel=True, fastmath=True)
def _grain(points, centres, amplitude, radius, waves, phases, weights):  # type: ignore[no-untyped-def]
    out = np.zeros(len(points))
    for i in numba.prange(len(points)):
        strength = 0.0
        for j in range(len(centres)):
            x, y, z = points[i, 0] - centres[j, 0], points[i, 1] - centres[j, 1], points[i, 2] - centres[j, 2]
            d = (x * x + y * y + z * z) / (radius[j] * radius[j])
            strength = max(strength, amplitude[j] * max(1.0 - d, 0.0) ** 2)
        if strength > 1e-4:
            total = 0.0
            for k in range(len(waves)):
                total += weights[k] * np.cos(
                    waves[k, 0] * points[i, 0] + waves[k, 1] * points[i, 1] + waves[k, 2] * points[i, 2] + phases[k]
                )
            out[i] = strength * total
    return out
