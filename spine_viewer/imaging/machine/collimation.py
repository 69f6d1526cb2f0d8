"""Round and shutter collimation: what of the field the beam still covers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging.settings import c_arm_facts, within

OUTLINE_POINTS = 96


@dataclass(frozen=True)
class Collimation:
    """An iris about the middle of the field and a pair of parallel shutters.

    Parameters
    ----------
    iris : float
        Diameter of the opening as a part of the field; 1 is open.
    shutters : float
        Distance of the two shutters as a part of the field; 1 is open.
    shutter_turn_deg : float
        0 puts the shutters at the left and the right of the picture; positive turns them clockwise.

    Raises
    ------
    InputError
        A value outside the range of ``annotations/c_arm.json``.
    """

    iris: float = 1.0
    shutters: float = 1.0
    shutter_turn_deg: float = 0.0

    def __post_init__(self) -> None:
        facts = c_arm_facts().collimator
        for name, what, unit in (
            ("iris", "iris", "of the field"),
            ("shutters", "shutter opening", "of the field"),
            ("shutter_turn_deg", "turn of the shutters", "degrees"),
        ):
            object.__setattr__(self, name, within(facts[name], getattr(self, name), what, unit))

    @property
    def open_share(self) -> float:
        """Area of the opening over that of the whole field."""
        r, h = self.iris, self.shutters
        if h >= r:
            return r * r
        return 2.0 * (h * math.sqrt(r * r - h * h) + r * r * math.asin(h / r)) / math.pi

    def outline(self) -> NDArray[np.float64]:
        """(96, 2) edge of the opening, to the right and upwards in the picture, in radii of the field."""
        angle = np.linspace(0.0, 2.0 * np.pi, OUTLINE_POINTS, endpoint=False)
        turn = math.radians(self.shutter_turn_deg)
        across = np.abs(np.cos(angle + turn))
        reach = np.minimum(self.iris, self.shutters / np.maximum(across, 1e-9))
        return np.stack([reach * np.cos(angle), reach * np.sin(angle)], axis=1)


OPEN = Collimation()


@lru_cache(maxsize=16)
def opening_mask(size: tuple[int, int], collimation: Collimation = OPEN) -> NDArray[np.uint8]:
    """(rows, cols) uint8: 1 where the beam falls on a round field that touches the shorter side, else 0."""
    rows, cols = size
    radius = min(size) / 2
    y, x = np.ogrid[:rows, :cols]
    x, y = (x + 0.5 - cols / 2) / radius, (y + 0.5 - rows / 2) / radius
    turn = math.radians(collimation.shutter_turn_deg)
    inside = x**2 + y**2 <= collimation.iris**2
    if collimation.shutters < 1.0:
        inside &= np.abs(x * math.cos(turn) + y * math.sin(turn)) <= collimation.shutters
    mask = inside.astype(np.uint8)
    mask.flags.writeable = False
    return mask
