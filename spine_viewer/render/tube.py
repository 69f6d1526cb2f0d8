"""A smooth tube with rounded ends along a path."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.anatomy.soft.tube import tube

Array = NDArray[np.float64]
CAP_DEG = (86.0, 72.0, 55.0, 37.0, 18.0)


def rounded_tube(path: Array, radius_mm: float, sides: int = 16, spacing_mm: float = 0.7) -> Any:
    """Closed ``pyvista.PolyData`` of a tube along ``path`` ((k, 3), mm) with half a ball on each end."""
    middle = resampled(path, spacing_mm)
    first, last = _unit(middle[0] - middle[1]), _unit(middle[-1] - middle[-2])
    bow = np.radians(CAP_DEG)
    low = middle[0] + radius_mm * np.sin(bow)[:, None] * first
    high = middle[-1] + radius_mm * np.sin(bow[::-1])[:, None] * last
    radii = radius_mm * np.concatenate([np.cos(bow), np.ones(len(middle)), np.cos(bow[::-1])])
    return tube(np.vstack([low, middle, high]), radii, sides)


def resampled(path: Array, spacing_mm: float) -> Array:
    """A path at even steps of about ``spacing_mm``, at least two points."""
    path = np.asarray(path, dtype=float)
    keep = np.concatenate([[True], np.linalg.norm(np.diff(path, axis=0), axis=1) > 1e-9])
    path = path[keep]
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    at = np.linspace(0.0, run[-1], max(2, int(np.ceil(run[-1] / spacing_mm)) + 1))
    return np.stack([np.interp(at, run, path[:, i]) for i in range(3)], axis=1)


def _unit(vector: Array) -> Array:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
