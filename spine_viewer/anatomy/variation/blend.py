"""Smooth steps from 0 to 1, and bumps of random height round a rim."""

from __future__ import annotations

from zlib import crc32

import numpy as np

from spine_viewer.anatomy.field.base import Array

WAVES = (2, 3, 5, 7)


def rising(values: Array, low: float, high: float) -> Array:
    """0 below ``low``, 1 above ``high``, smooth between."""
    share = np.clip((values - low) / (high - low), 0.0, 1.0)
    return share * share * (3.0 - 2.0 * share)


def falling(values: Array, low: float, high: float) -> Array:
    """1 below ``low``, 0 above ``high``, smooth between."""
    return 1.0 - rising(values, low, high)


def lumps(angle_rad: Array, seed: int, name: str) -> Array:
    """Heights (n,) from 0 to 1 round a rim: uneven, and the same for the same ``seed`` and ``name``."""
    draw = np.random.default_rng((seed, crc32(name.encode())))
    phases, sizes = draw.uniform(0.0, 2.0 * np.pi, len(WAVES)), draw.uniform(0.4, 1.0, len(WAVES))
    total = sum(size * np.sin(wave * angle_rad + phase) for wave, phase, size in zip(WAVES, phases, sizes, strict=True))
    return np.clip(0.5 + 0.5 * total / sizes.sum() * 1.6, 0.0, 1.0)
