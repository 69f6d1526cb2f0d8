"""The holes of a vertebra as seen straight from above: its canal and, in the neck, the two transverse foramina."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from spine_viewer.anatomy.measuring.occupancy import Occupancy
from spine_viewer.anatomy.measuring.vertebra import runs

BEHIND_MM = 10.0  # a point of the canal in the bone frames of C1 and C2
LEAST_MM2 = 3.0


@dataclass(frozen=True)
class Holes:
    """Openings through which one sees along the z axis: ``canal`` (nx, ny) bool, and a foramen of each side.

    ``right`` and ``left`` are (lowest x, highest x) of a transverse foramen in mm, None where none is seen through.
    """

    canal: np.ndarray
    voxel_mm: float
    middle: int
    right: tuple[float, float] | None
    left: tuple[float, float] | None

    @property
    def width_mm(self) -> float:
        """Greatest transverse width of the canal."""
        return max(stop - start for row in self.canal.T for start, stop in runs(row)) * self.voxel_mm

    @property
    def depth_mm(self) -> float:
        """Depth of the canal in the midline."""
        return float(self.canal[self.middle].sum() * self.voxel_mm)

    def foramen_span(self, outer: bool) -> float:
        """Distance between the outer, or the inner, margins of both transverse foramina."""
        if self.right is None or self.left is None:
            raise ValueError("the transverse foramina cannot be seen through")
        return self.left[outer] - self.right[not outer]


def see_through(voxels: Occupancy) -> Holes:
    """Holes of a vertebra of the neck.

    Raises
    ------
    ValueError
        Where bone covers the middle of the canal, or the canal is open.
    """
    labels, _ = ndimage.label(~voxels.inside.any(axis=2))
    middle = voxels.index(0, 0.0)
    canal = labels[middle, voxels.index(1, BEHIND_MM)]
    if canal in (0, labels[0, 0]):
        raise ValueError("the canal cannot be seen through")
    x, spans = voxels.axis(0), {}
    for label in range(1, int(labels.max()) + 1):
        where = np.argwhere(labels == label)[:, 0]
        if label in (canal, labels[0, 0]) or len(where) * voxels.voxel_mm**2 < LEAST_MM2:
            continue
        span = float(x[where.min()] - 0.5 * voxels.voxel_mm), float(x[where.max()] + 0.5 * voxels.voxel_mm)
        spans["left" if span[0] > 0.0 else "right"] = span
    return Holes(labels == canal, voxels.voxel_mm, middle, spans.get("right"), spans.get("left"))
