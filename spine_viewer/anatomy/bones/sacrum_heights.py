"""A height over a plane as a smooth map that is quick to look up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import map_coordinates, spline_filter

from spine_viewer.anatomy.field.base import Array

GRID_MM = 1.0


@dataclass(frozen=True)
class HeightMap:
    """A height over a plane, sampled every ``GRID_MM``: cubic coefficients and the factor 1 / |(1, grad h)|."""

    coefficients: Array
    factor: Array
    first: tuple[float, float]

    def at(self, u: Array, v: Array) -> tuple[Array, Array]:
        """Height and distance factor at plane coordinates u, v (n,)."""
        place = np.array([(u - self.first[0]) / GRID_MM, (v - self.first[1]) / GRID_MM])
        height = map_coordinates(self.coefficients, place, order=3, mode="nearest", prefilter=False)
        return height, map_coordinates(self.factor, place, order=1, mode="nearest")


def height_map(values: Array, first: tuple[float, float]) -> HeightMap:
    """Height map from samples (nu, nv)."""
    gu, gv = np.gradient(values, GRID_MM)
    factor = 1.0 / np.sqrt(1.0 + np.clip(gu, -3.0, 3.0) ** 2 + np.clip(gv, -3.0, 3.0) ** 2)
    return HeightMap(spline_filter(values, order=3, mode="nearest"), factor, first)
