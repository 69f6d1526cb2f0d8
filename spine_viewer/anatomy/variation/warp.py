"""Smooth shifts of space in which neighbouring bones share, so that their joints still fit: asymmetry and tropism.

They are defined in the world of the default anatomy, standing, in mm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.variation.blend import falling

Shift = Callable[[Array], Array]
MODES = 16
SPREAD = (0.7, 1.4)


@dataclass(frozen=True)
class Asymmetry:
    """Sum of plane waves: ``waves`` (k, 3) per mm, ``phases`` (k,), ``sizes`` (k, 3) mm."""

    waves: Array
    phases: Array
    sizes: Array

    def __call__(self, points: Array) -> Array:
        """Shift (n, 3) in mm of points (n, 3)."""
        return np.sin(points @ self.waves.T + self.phases) @ self.sizes


def asymmetry(seed: int, rms_mm: float, wavelength_mm: float) -> Asymmetry:
    """Waves in random directions, of about one length, that shift points by ``rms_mm`` in the mean."""
    draw = np.random.default_rng(seed)
    ways = draw.normal(size=(MODES, 3))
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    waves = ways * (2.0 * np.pi / wavelength_mm * draw.uniform(*SPREAD, (MODES, 1)))
    sizes = draw.normal(size=(MODES, 3))
    sizes *= rms_mm / np.sqrt(0.5 * (sizes**2).sum())
    return Asymmetry(waves, draw.uniform(0.0, 2.0 * np.pi, MODES), sizes)


@dataclass(frozen=True)
class Turn:
    """Everything near a point turns about the vertical: rigidly within ``core_mm``, not at all beyond ``reach_mm``."""

    centre: Array
    angle_deg: float
    core_mm: float
    reach_mm: float

    def __call__(self, points: Array) -> Array:
        """Shift (n, 3) in mm of points (n, 3)."""
        arm, shift = points - self.centre, np.zeros_like(points)
        near = np.flatnonzero((np.abs(arm) < self.reach_mm).all(axis=1))
        arm = arm[near]
        angle = np.radians(self.angle_deg) * falling(np.linalg.norm(arm, axis=1), self.core_mm, self.reach_mm)
        c, s = np.cos(angle) - 1.0, np.sin(angle)
        shift[near, 0], shift[near, 1] = c * arm[:, 0] - s * arm[:, 1], s * arm[:, 0] + c * arm[:, 1]
        return shift


def together(shifts: Iterable[Shift]) -> Shift:
    """All shifts added up."""
    kept = tuple(shifts)

    def shift(points: Array) -> Array:
        return sum((one(points) for one in kept), np.zeros_like(points))

    return shift
