"""What is about a needle: bone, and on both sides what it must not touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.anatomy.ids import SIDES
from spine_viewer.procedures.hazards import HAZARDS, Hazards
from spine_viewer.procedures.model import Array

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine


class Surroundings:
    """Distances from needles of one thickness; ``names`` are the structures to avoid that this spine has."""

    def __init__(self, spine: Spine, radius_mm: float) -> None:
        self.spine, self.radius_mm = spine, radius_mm
        self._sides = tuple(Hazards(spine, side) for side in SIDES)
        self.names = tuple(name for name in HAZARDS if any(one.has(name) for one in self._sides))

    def bone(self, points: Array) -> Array:
        """Signed distance (n,) of points (n, 3) to bone, mm."""
        return np.asarray(self.spine.distance_to_bone(points))

    def gaps(self, points: Array) -> dict[str, float]:
        """Smallest gap, mm, between a needle about points (n, 3) and each structure to avoid; negative inside."""
        return {name: float(self._nearest(name, points).min()) - self.radius_mm for name in self.names}

    def _nearest(self, name: str, points: Array) -> Array:
        sides = self._sides[:1] if name == "dural_sac" else self._sides
        return np.min([one.distance(name, points) for one in sides if one.has(name)], axis=0)
