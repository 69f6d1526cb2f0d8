"""Caliper measurements of a vertebra of the neck, where they differ from those of other vertebrae.

The uncinate processes stand on the upper endplate, the transverse processes spring from the body's sides, and the
pedicles run outwards; the widths are taken accordingly.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from scipy.spatial.distance import cdist

from spine_viewer.anatomy.measuring.vertebra import VertebraMeasure, runs

ABOVE_FLOOR_MM = 1.0  # widths of the endplates are taken so far from the endplate in the midline
NEAR_MM = (0.5, 3.5)  # how far behind the body the canal is bounded by the pedicles
RING_MM = 9.0  # the transverse foramen lies within this distance outside the canal


class CervicalMeasure(VertebraMeasure):
    """Measurements of C3 to C7, all in mm; those not named here are taken as on other vertebrae."""

    def by_name(self) -> dict[str, Callable[[], float]]:
        """What measures a dimension, by its name in ``morphometry.csv``."""
        return super().by_name() | {"VB_transverse_diameter": self.body_width}

    def _endplate_rows(self, upper: bool, shares: np.ndarray) -> list[np.ndarray]:
        """Rows of voxels across the body, 1 mm above an endplate as it lies in the midline, at shares of its depth."""
        rim, step = self.rim(upper), self.voxels.voxel_mm
        middle, rows = self.voxels.index(0, 0.0), []
        lift = round(ABOVE_FLOOR_MM / step)
        for share in shares:
            j = self.voxels.index(1, float((rim.anterior + share * (rim.posterior - rim.anterior))[0]))
            column = self.voxels.inside[middle, j]
            level = self.voxels.index(2, 0.0)
            for start, stop in runs(column):
                if start <= level < stop:
                    rows.append(self.voxels.inside[:, j, stop + lift if upper else start + lift])
        return rows

    def endplate_width(self, upper: bool) -> float:
        """Upper: width of the floor between the uncinate processes; lower: width of the lower end of the body.

        Both 1 mm above the endplate as it lies in the midline; the median over the middle of its depth.
        """
        middle, widths = self.voxels.index(0, 0.0), []
        for row in self._endplate_rows(upper, np.arange(0.45, 0.8, 0.05) if upper else np.arange(0.35, 0.7, 0.05)):
            wanted = ~row if upper else row
            for start, stop in runs(wanted):
                if start <= middle < stop and (start > 0 and stop < len(row)):
                    widths.append(stop - start)
        if not widths:
            raise ValueError("no endplate between two sides of the body")
        return float(np.median(widths) * self.voxels.voxel_mm)

    def body_width(self) -> float:
        """Width over the uncinate processes, 1 mm above the floor between them: the median over their length."""
        middle, widths = self.voxels.index(0, 0.0), []
        for row in self._endplate_rows(True, np.arange(0.4, 0.8, 0.05)):
            right = [start for start, stop in runs(row) if stop <= middle]
            left = [stop for start, stop in runs(row) if start > middle]
            if left and right:  # the runs next to the midline are the uncinate processes
                widths.append(min(left) - max(right))
        if not widths:
            raise ValueError("no uncinate processes beside the upper endplate")
        return float(np.median(widths) * self.voxels.voxel_mm)

    @cached_property
    def _beside_body(self) -> np.ndarray:
        """Width in mm (nz,) of the canal just behind the body, the widest over a few mm; 0 where a row is open."""
        wall, step = np.argwhere(self._body)[:, 0].max(), self.voxels.voxel_mm
        near = self._gaps[wall + int(NEAR_MM[0] / step) : wall + int(NEAR_MM[1] / step)]
        return np.where((near > 0.0).all(axis=0), near.max(axis=0), 0.0)

    @cached_property
    def pedicle_rows(self) -> tuple[int, int]:
        """z index range over which the canal is bounded by the pedicles, not by a process above them."""
        gaps = self._beside_body
        narrow = gaps[gaps > 0.0].min()
        return max(runs((gaps > 0.0) & (gaps < narrow + 2.0)), key=lambda run: run[1] - run[0])

    def canal_width(self) -> float:
        """Interpedicular width of the canal: the widest transverse gap just behind the body, over the pedicles."""
        low, high = self.pedicle_rows
        return float(np.median(self._beside_body[low:high]))

    def pedicle_width(self) -> float:
        """Least distance between canal and transverse foramen in the axial plane, the median over its height."""
        low, high = self.pedicle_rows
        step, middle = self.voxels.voxel_mm, self.voxels.index(0, 0.0)
        wall = np.argwhere(self._body)[:, 0].max()
        rows = range(wall - int(7.0 / step), wall + int(5.0 / step))
        found = []
        for k in range(low + (high - low) // 4, high - (high - low) // 4):
            canal, foramen = [], []
            for j in rows:
                filled = runs(self.voxels.inside[middle:, j, k])
                if j > wall and filled and filled[0][0] > 0:
                    canal.append((filled[0][0], j))
                if len(filled) > 1 and (filled[1][0] - filled[0][1]) * step < RING_MM:
                    foramen.append((filled[0][1], j))
            if canal and foramen:
                found.append(float(cdist(canal, foramen).min()) * step)
        return float(np.median(found)) if found else float("nan")
