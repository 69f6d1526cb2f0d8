"""Caliper measurements of the atlas from its voxels. It has no body: its arches and holes are measured instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import ndimage

from spine_viewer.anatomy.measuring.occupancy import Occupancy
from spine_viewer.anatomy.measuring.ring import Holes, see_through


@dataclass(frozen=True)
class AtlasMeasure:
    """Measurements of C1, all in mm."""

    voxels: Occupancy

    @cached_property
    def _holes(self) -> Holes:
        return see_through(self.voxels)

    def by_name(self) -> dict[str, Callable[[], float]]:
        """What measures a dimension, by its name in ``morphometry.csv``."""
        return {
            "total_width": self.total_width,
            "canal_AP": lambda: self._holes.depth_mm,
            "canal_transverse": lambda: self._holes.width_mm,
            "distance_lateral_margins_transverse_foramina": lambda: self._holes.foramen_span(outer=True),
            "distance_inner_margins_transverse_foramina": lambda: self._holes.foramen_span(outer=False),
            "anterior_arch_height": lambda: self.arch_height(anterior=True),
            "posterior_arch_height": lambda: self.arch_height(anterior=False),
        }

    def total_width(self) -> float:
        """Tip to tip of the transverse processes."""
        filled = np.flatnonzero(self.voxels.inside.any(axis=(1, 2)))
        return float((filled[-1] - filled[0] + 1) * self.voxels.voxel_mm)

    def arch_height(self, anterior: bool) -> float:
        """Height of an arch with its tubercle in the midsagittal plane."""
        i = self.voxels.index(0, 0.0)
        section = self.voxels.inside[i - 1 : i + 2].sum(axis=0) >= 2
        labels, count = ndimage.label(section)
        if count < 2:
            raise ValueError("the midsagittal plane does not cut two arches")
        sizes = np.bincount(labels.ravel())[1:]
        arches = np.argsort(sizes)[-2:] + 1
        front = [int(np.flatnonzero((labels == arch).any(axis=1))[0]) for arch in arches]
        chosen = arches[int(np.argmin(front) if anterior else np.argmax(front))]
        filled = np.flatnonzero((labels == chosen).any(axis=0))
        return float((filled[-1] - filled[0] + 1) * self.voxels.voxel_mm)
