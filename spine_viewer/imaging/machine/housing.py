"""The outside of the machine in its own frame: detector, tube and C, as far as they can hit something.

Frame: origin at the isocentre, z to the detector, x to the middle of the arc, mm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging.settings import c_arm_facts, figure

Array = NDArray[np.float64]
RINGS, AROUND, ALONG = 4, 36, 61


@dataclass(frozen=True)
class Housing:
    """Sizes for one position of source and detector.

    Attributes
    ----------
    below_mm, above_mm : float
        Source and detector from the isocentre.
    """

    below_mm: float
    above_mm: float

    @property
    def cylinders(self) -> dict[str, tuple[float, float, float]]:
        """Radius, lower and upper end along z of detector and tube."""
        facts = c_arm_facts().machine
        return {
            "detector": (
                figure(facts, "detector_radius_mm"),
                self.above_mm,
                self.above_mm + figure(facts, "detector_depth_mm"),
            ),
            "tube": (
                figure(facts, "tube_radius_mm"),
                -self.below_mm - figure(facts, "tube_back_mm"),
                -self.below_mm + figure(facts, "tube_front_mm"),
            ),
        }

    @property
    def circle(self) -> tuple[Array, float]:
        """Middle (3,) and radius of the arc's centre line."""
        facts = c_arm_facts().machine
        low = -self.below_mm - figure(facts, "arc_behind_source_mm")
        high = self.above_mm + figure(facts, "arc_behind_detector_mm")
        offset = figure(facts, "arc_offset_mm")
        return np.array([offset, 0.0, 0.5 * (low + high)]), 0.5 * (high - low)

    def arc(self) -> Array:
        """(61, 3) centre line of the C, from the tube round by +x to the detector."""
        centre, radius = self.circle
        half = math.radians(figure(c_arm_facts().machine, "arc_half_deg"))
        angles = np.linspace(-half, half, ALONG)
        return centre + radius * np.stack([np.cos(angles), 0.0 * angles, np.sin(angles)], axis=1)

    def surface(self, part: str) -> Array:
        """(n, 3) places on the outside of ``detector``, ``tube`` or ``arc``."""
        facts = c_arm_facts().machine
        if part == "arc":
            half, deep = 0.5 * figure(facts, "arc_width_mm"), 0.5 * figure(facts, "arc_thick_mm")
            line, (centre, _) = self.arc(), self.circle
            out = (line - centre) / np.linalg.norm(line - centre, axis=1, keepdims=True)
            corners = [line + s * half * np.array([0.0, 1.0, 0.0]) + t * deep * out for s in (-1, 1) for t in (-1, 1)]
            return np.vstack(corners)
        radius, low, high = self.cylinders[part]
        angle = np.linspace(0.0, 2.0 * np.pi, AROUND, endpoint=False)
        ring = np.stack([np.cos(angle), np.sin(angle), 0.0 * angle], axis=1)
        shares = np.linspace(0.0, 1.0, RINGS)
        sides = [radius * ring + (0.0, 0.0, low + share * (high - low)) for share in shares]
        ends = [share * radius * ring + (0.0, 0.0, z) for share in shares[:-1] for z in (low, high)]
        return np.vstack(sides + ends)

    def holds(self, part: str, places: Array, gap_mm: float) -> NDArray[np.bool_]:
        """Which of places (n, 3) in the machine's frame lie in a part, or nearer to it than ``gap_mm``."""
        x, y, z = places.T
        if part == "arc":
            facts = c_arm_facts().machine
            half, deep = 0.5 * figure(facts, "arc_width_mm"), 0.5 * figure(facts, "arc_thick_mm")
            centre, radius = self.circle
            off = np.hypot(x - centre[0], z - centre[2]) - radius
            within = np.abs(np.degrees(np.arctan2(z - centre[2], x - centre[0]))) < figure(facts, "arc_half_deg")
            return np.asarray(within & (np.abs(off) < deep + gap_mm) & (np.abs(y) < half + gap_mm))
        radius, low, high = self.cylinders[part]
        return np.asarray((np.hypot(x, y) < radius + gap_mm) & (z > low - gap_mm) & (z < high + gap_mm))


@lru_cache(maxsize=16)
def housing(below_mm: float, above_mm: float) -> Housing:
    """The housing with the source ``below_mm`` and the detector ``above_mm`` from the isocentre."""
    return Housing(below_mm, above_mm)
