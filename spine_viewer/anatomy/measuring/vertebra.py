"""Caliper measurements of a vertebra from its voxels: body, endplates, canal and pedicles.

The mesh must stand in its bone frame (x left, y posterior, z up). Nothing else is taken from the builder.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import ndimage
from scipy.spatial.distance import cdist

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.measuring.occupancy import Occupancy

RIM_BAND_MM = 5.0


def runs(row: np.ndarray) -> list[tuple[int, int]]:
    """Half-open (start, stop) of every run of True in a 1-D bool array."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], row, [False]]).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


@dataclass(frozen=True)
class Rim:
    """Anterior and posterior corner (y, z) of an endplate in the midsagittal plane, mm."""

    anterior: Array
    posterior: Array

    @property
    def depth_mm(self) -> float:
        """Distance of the corners."""
        return float(np.linalg.norm(self.anterior - self.posterior))

    @property
    def slope_deg(self) -> float:
        """Angle from the y axis, positive when the anterior corner is higher."""
        d = self.anterior - self.posterior
        return float(np.degrees(np.arctan2(d[1], -d[0])))


@dataclass(frozen=True)
class VertebraMeasure:
    """Measurements of one vertebra, all in mm."""

    voxels: Occupancy

    def by_name(self) -> dict[str, Callable[[], float]]:
        """What measures a dimension, by its name in ``morphometry.csv``."""
        return {
            "EPWu": lambda: self.endplate_width(True),
            "EPWl": lambda: self.endplate_width(False),
            "EPDu": lambda: self.endplate_depth(True),
            "EPDl": lambda: self.endplate_depth(False),
            "VBHp": self.posterior_height,
            "VBHa": self.anterior_height,
            "SCW": self.canal_width,
            "SCD": self.canal_depth,
            "TPW": self.transverse_width,
            "PDW": self.pedicle_width,
            "PDH": self.pedicle_height,
        }

    @cached_property
    def _middle(self) -> np.ndarray:
        """Midsagittal section (ny, nz): bone in most of the three slices next to x = 0."""
        i = self.voxels.index(0, 0.0)
        return self.voxels.inside[i - 1 : i + 2].sum(axis=0) >= 2

    @cached_property
    def _body(self) -> np.ndarray:
        """The vertebral body in the midsagittal section (ny, nz)."""
        labels, count = ndimage.label(self._middle)
        if count == 0:
            raise ValueError("no bone in the midsagittal plane")
        front = [np.flatnonzero((labels == k).any(axis=1))[0] for k in range(1, count + 1)]
        sizes = ndimage.sum_labels(self._middle, labels, range(1, count + 1))
        order = [k for k in np.argsort(front) if sizes[k] > 0.2 * sizes.max()]
        return labels == order[0] + 1

    def rim(self, upper: bool) -> Rim:
        """Corners of the superior (``upper``) or inferior endplate in the midsagittal plane."""
        y, z = self.voxels.axis(1), self.voxels.axis(2)
        where = np.argwhere(self._body)
        points = np.stack([y[where[:, 0]], z[where[:, 1]]], axis=1)
        sign = 1.0 if upper else -1.0
        corner = []
        for side in (-1.0, 1.0):
            # support point of the section in the diagonal direction, then the outline within a band about it
            score = side * points[:, 0] + sign * 1.6 * points[:, 1]
            corner.append(points[np.argmax(score)])
        half = 0.5 * self.voxels.voxel_mm
        return Rim(corner[0] + [-half, sign * half], corner[1] + [half, sign * half])

    @cached_property
    def _upper(self) -> Rim:
        return self.rim(True)

    @cached_property
    def _lower(self) -> Rim:
        return self.rim(False)

    def endplate_depth(self, upper: bool) -> float:
        """Largest antero-posterior depth of the body within 5 mm of an endplate, along the endplate."""
        rim = self._upper if upper else self._lower
        along = (rim.posterior - rim.anterior) / rim.depth_mm
        inward = np.array([-along[1], along[0]]) * (-1.0 if upper else 1.0)
        y, z = self.voxels.axis(1), self.voxels.axis(2)
        where = np.argwhere(self._body)
        points = np.stack([y[where[:, 0]], z[where[:, 1]]], axis=1) - rim.anterior
        depth_in = points @ inward
        reach = points @ along
        best = 0.0
        for low in np.arange(0.0, RIM_BAND_MM, 0.5):
            band = reach[(depth_in >= low) & (depth_in < low + 0.5)]
            if len(band):
                best = max(best, float(band.max() - band.min()))
        return best + self.voxels.voxel_mm

    def endplate_width(self, upper: bool) -> float:
        """Largest transverse width of the body within 5 mm of an endplate, in front of the pedicles."""
        rim = self._upper if upper else self._lower
        x = self.voxels.axis(0)
        best = 0.0
        for share in np.arange(0.15, 0.72, 0.03):
            at = rim.anterior + share * (rim.posterior - rim.anterior)
            j = self.voxels.index(1, at[0])
            for down in np.arange(0.5, RIM_BAND_MM, 0.5):
                k = self.voxels.index(2, at[1] + (-down if upper else down))
                row = self.voxels.inside[:, j, k]
                for start, stop in runs(row):
                    if x[start] <= 0.0 <= x[stop - 1]:
                        best = max(best, (stop - start) * self.voxels.voxel_mm)
        return best

    def posterior_height(self) -> float:
        """Height of the posterior wall from rim to rim."""
        return float(np.linalg.norm(self._upper.posterior - self._lower.posterior))

    def anterior_height(self) -> float:
        """Height of the anterior wall from rim to rim."""
        return float(np.linalg.norm(self._upper.anterior - self._lower.anterior))

    @cached_property
    def _gaps(self) -> np.ndarray:
        """Width in mm (ny, nz) of the empty run across x = 0 that bone bounds on both sides; 0 elsewhere."""
        inside = self.voxels.inside
        i = self.voxels.index(0, 0.0)
        left = inside[i:][::1]
        right = inside[: i + 1][::-1]
        free = ~inside[i]
        to_left = np.where(left.any(axis=0), left.argmax(axis=0), 0)
        to_right = np.where(right.any(axis=0), right.argmax(axis=0), 0)
        closed = free & (to_left > 0) & (to_right > 0)
        return np.where(closed, (to_left + to_right - 1) * self.voxels.voxel_mm, 0.0)

    @cached_property
    def pedicle_rows(self) -> tuple[int, int]:
        """z index range of the pedicles: rows that are closed on both sides just behind the body."""
        wall = np.argwhere(self._body)[:, 0].max()
        rows = np.zeros(self.voxels.inside.shape[2], dtype=bool)
        for back in np.arange(2.0, 5.0, self.voxels.voxel_mm):
            rows |= self._gaps[min(wall + int(back / self.voxels.voxel_mm), self._gaps.shape[0] - 1)] > 0.0
        return max(runs(rows), key=lambda run: run[1] - run[0])

    def canal_width(self) -> float:
        """Interpedicular width of the canal: the widest transverse gap behind the body, at mid pedicle."""
        low, high = self.pedicle_rows
        middle = slice(low + (high - low) // 4, high - (high - low) // 4)
        wall = np.argwhere(self._body)[:, 0].max()
        depth = int(8.0 / self.voxels.voxel_mm)
        return float(np.median(self._gaps[wall : wall + depth, middle].max(axis=0)))

    def canal_depth(self) -> float:
        """Midsagittal depth of the canal: posterior wall of the body to the lamina, at its narrowest row."""
        best = np.inf
        for k in range(self.voxels.inside.shape[2]):
            body = np.flatnonzero(self._body[:, k])
            if not len(body):
                continue
            behind = np.flatnonzero(self._middle[body[-1] + 1 :, k])
            if len(behind) and behind[0] > 0:
                best = min(best, behind[0] * self.voxels.voxel_mm)
        return float(best)

    def transverse_width(self) -> float:
        """Tip to tip of the transverse processes."""
        filled = np.flatnonzero(self.voxels.inside.any(axis=(1, 2)))
        return float((filled[-1] - filled[0] + 1) * self.voxels.voxel_mm)

    def pedicle_width(self) -> float:
        """Width of the left pedicle at its isthmus: over its heights, the widest least distance of its two walls.

        The distance is taken in the axial plane between the wall of the canal and the lateral wall, in any direction,
        so that neither a pedicle that converges nor a transverse process that springs from it widens the reading.
        """
        low, high = self.pedicle_rows
        voxel = self.voxels.voxel_mm
        first, last = self._behind_body[0], self._behind_body[-1]
        before, behind = int(6.0 / voxel), int(4.0 / voxel)
        best = 0.0
        for k in range(low + (high - low) // 4, high - (high - low) // 4):
            medial = np.array([(self._medial_wall(j, k), j) for j in self._behind_body])
            inside = int(np.median(medial[:, 0])) + int(2.0 / voxel)
            rows = range(first - before, min(last + behind, self.voxels.inside.shape[1] - 1))
            ends = [(j, self._run_end(self.voxels.inside[:, j, k], inside)) for j in rows]
            lateral = np.array([(stop, j) for j, stop in ends if stop])
            if len(lateral):
                best = max(best, float(cdist(medial, lateral).min()))
        return best * voxel

    def pedicle_height(self) -> float:
        """Vertical height of the left pedicle at its isthmus: over its width, the highest isthmus."""
        low, high = self.pedicle_rows
        middle = (low + high) // 2
        first = self._medial_wall(self._behind_body[len(self._behind_body) // 2], middle)
        best = 0.0
        for i in range(first + 2, first + int(8.0 / self.voxels.voxel_mm)):
            heights = [self._run_at(self.voxels.inside[i, j, :], middle) for j in self._behind_body]
            best = max(best, min(heights))
        return best * self.voxels.voxel_mm

    @cached_property
    def _behind_body(self) -> list[int]:
        """y indices from just before the posterior wall of the body to 7 mm behind it: where pedicles are narrowest."""
        wall = int(np.argwhere(self._body)[:, 0].max())
        return [wall + int(back / self.voxels.voxel_mm) for back in np.arange(-1.0, 7.0, 0.5)]

    def _medial_wall(self, j: int, k: int) -> int:
        """x index of the left wall of the canal in row (j, k)."""
        i = self.voxels.index(0, 0.0)
        inside = self.voxels.inside[i:, j, k]
        if inside[0]:  # still in the body: the wall stands where it does at mid canal
            return i + int(0.5 * self.canal_width() / self.voxels.voxel_mm) + 1
        return i + int(inside.argmax()) if inside.any() else i

    def _run_end(self, row: np.ndarray, index: int) -> int:
        """End of the run of bone that holds ``index``; 0 when there is none."""
        return next((stop for start, stop in runs(row) if start <= index < stop), 0)

    def _run_at(self, row: np.ndarray, index: int) -> int:
        """Length in voxels of the run of bone that holds ``index``; 0 when there is none."""
        for start, stop in runs(row):
            if start <= index < stop:
                return stop - start
        return 0
