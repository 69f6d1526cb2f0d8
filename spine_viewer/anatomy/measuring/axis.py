"""Caliper measurements of the axis from its voxels: the dens, and the body that has no upper endplate."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.measuring.cervical import CervicalMeasure
from spine_viewer.anatomy.measuring.ring import Holes, see_through
from spine_viewer.anatomy.measuring.vertebra import runs

WIDEST_DENS_MM = 14.0  # what is wider belongs to the body and the lateral masses
CAP_MM = 4.0  # the apex rounds off within this height
ABOUT_MM = 1.0


class AxisMeasure(CervicalMeasure):
    """Measurements of C2, all in mm."""

    def by_name(self) -> dict[str, Callable[[], float]]:
        """What measures a dimension, by its name in ``morphometry.csv``."""
        return {
            "EPWl": lambda: self.endplate_width(False),
            "EPDl": lambda: self.endplate_depth(False),
            "VB_AP": lambda: self.endplate_depth(False),
            "SCW": lambda: self._holes.width_mm,
            "dens_transverse": self.dens_width,
        }

    @cached_property
    def _holes(self) -> Holes:
        return see_through(self.voxels)

    @cached_property
    def _widths(self) -> Array:
        """Greatest width in mm (nz,) of bone across the midline in front of the canal; 0 where there is none."""
        middle = self.voxels.index(0, 0.0)
        front = slice(0, int(np.argwhere(self._body)[:, 0].max()))
        found = np.zeros(self.voxels.inside.shape[2])
        for k in range(len(found)):
            for row in self.voxels.inside[:, front, k].T:
                if row[middle]:
                    found[k] = max(found[k], next(b - a for a, b in runs(row) if a <= middle < b))
        return found * self.voxels.voxel_mm

    def dens_width(self) -> float:
        """Greatest width of the head of the dens: between its apex and its waist."""
        filled = np.flatnonzero(self._widths)
        wide = filled[self._widths[filled] > WIDEST_DENS_MM]
        if not len(wide):
            raise ValueError("no body under the dens")
        dens = np.arange(wide[-1] + 1, filled[-1] + 1)
        below = dens[: -int(CAP_MM / self.voxels.voxel_mm)]
        waist = below[np.argmin(self._widths[below])]
        return float(self._widths[waist : filled[-1] + 1].max())

    def apex(self) -> float:
        """Height z in mm of the apex of the dens in the bone frame."""
        filled = np.flatnonzero(self.voxels.inside.any(axis=(0, 1)))
        return float(self.voxels.axis(2)[filled[-1]] + 0.5 * self.voxels.voxel_mm)

    def height_below(self, point: Array) -> float:
        """Height of the bone straight below a surface point (3,), the median over a millimetre about it."""
        i, j = self.voxels.index(0, float(point[0])), self.voxels.index(1, float(point[1]))
        top, reach = self.voxels.index(2, float(point[2]) - 1.5), round(ABOUT_MM / self.voxels.voxel_mm)
        columns = self.voxels.inside[i - reach : i + reach + 1, j - reach : j + reach + 1].reshape(
            -1, self.voxels.inside.shape[2]
        )
        heights = [stop - start for column in columns for start, stop in runs(column) if start <= top < stop]
        if not heights:
            raise ValueError("no bone below the point")
        return float(np.median(heights) * self.voxels.voxel_mm)
