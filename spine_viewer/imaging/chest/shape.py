"""Where lung is: a field over world mm, below zero inside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging.chest.curves import Curve
from spine_viewer.imaging.chest.figures import ChestFile, chest_facts
from spine_viewer.imaging.settings import figure

Array = NDArray[np.float64]
BEHIND_MM = 8.0  # over which the mediastinum's side turns into that of the vertebral bodies


@dataclass(frozen=True, eq=False)
class LungShape:
    """One lung.

    Attributes
    ----------
    sign : float
        +1 for the left lung, -1 for the right one.
    width, front, back : callable
        By height (n,) mm: half the inner width of the chest; y of its inner front; y of its inner back.
    gutter : callable
        By lateral distance (n,) and height (n,) mm: y of the pleura beside the spine.
    between, body_front, body_side : callable
        By height (n,) mm: half the width of the mediastinum; y of the front of the vertebral bodies; lateral distance
        of the lung beside them.
    apex, dome, heart : (3,) float
        Middle of the rounded top at its highest point; top of the dome of the diaphragm; centre of the heart. World mm.
    """

    sign: float
    width: Curve
    front: Curve
    back: Curve
    gutter: Callable[[Array, Array], Array]
    between: Curve
    body_front: Curve
    body_side: Curve
    apex: Array
    dome: Array
    heart: Array

    def __call__(self, points: Array) -> Array:
        """(n,) about mm to the surface at world points (n, 3), negative inside."""
        facts = chest_facts()
        x, y, z = self.sign * points[:, 0], points[:, 1], points[:, 2]
        return np.maximum.reduce(
            [
                self._wall(facts, x, y, z),
                y - self.gutter(x, z) + figure(facts.lung, "pleura_mm"),
                self._mediastinum(facts, y, z) - x,
                self._around_heart(facts, points),
                self._diaphragm(facts, x, y, z),
                self._under_apex(facts, x, y, z),
            ]
        )

    def _wall(self, facts: ChestFile, x: Array, y: Array, z: Array) -> Array:
        width, front, back = self.width(z), self.front(z), self.back(z)
        depth = (back - front) / 2
        power = figure(facts.lung, "section_power")
        outward = (np.abs(x) / width) ** power + (np.abs(y - (front + back) / 2) / depth) ** power
        return np.asarray((outward ** (1 / power) - 1.0) * np.minimum(width, depth))

    def _mediastinum(self, facts: ChestFile, y: Array, z: Array) -> Array:
        """x of the lung's medial side: beside the bodies behind, narrow behind the sternum in front."""
        near, far = figure(facts.lung, "behind_sternum_mm"), self.between(z)
        share = (y - self.front(z)) / figure(facts.lung, "behind_sternum_depth_mm")
        before = near + (far - near) * np.clip(share, 0.0, 1.0)
        behind = np.clip((y - self.body_front(z)) / BEHIND_MM, 0.0, 1.0)
        return before + (self.body_side(z) - before) * behind

    def _around_heart(self, facts: ChestFile, points: Array) -> Array:
        radii = np.array(facts.heart.radii)
        return np.asarray((1.0 - np.linalg.norm((points - self.heart) / radii, axis=1)) * radii.min())

    def _diaphragm(self, facts: ChestFile, x: Array, y: Array, z: Array) -> Array:
        """Above an ellipsoid's cap whose rim lies deeper behind than in front."""
        front, back = self.front(z), self.back(z)
        along = np.clip((y - front) / (back - front), 0.0, 1.0)
        out = (x - self.dome[0]) / figure(facts.diaphragm, "half_width_mm")
        round_ = 1.0 - np.sqrt(1.0 - np.minimum(out**2 + (2.0 * along - 1.0) ** 2, 1.0))
        shallow, deep = figure(facts.diaphragm, "drop_front_mm"), figure(facts.diaphragm, "drop_behind_mm")
        return self.dome[2] - (shallow + (deep - shallow) * along) * round_ - z

    def _under_apex(self, facts: ChestFile, x: Array, y: Array, z: Array) -> Array:
        height = figure(facts.apex, "height_mm")
        up = np.maximum(z - (self.apex[2] - height), 0.0) / height
        out = (x - self.apex[0]) / figure(facts.apex, "half_width_mm")
        along = (y - self.apex[1]) / figure(facts.apex, "half_depth_mm")
        within = np.sqrt(out**2 + along**2 + up**2)
        return np.where(up > 0.0, (within - 1.0) * height, -height)
