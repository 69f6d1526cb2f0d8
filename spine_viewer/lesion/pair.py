"""A bipolar pair: two parallel electrodes in even tissue, and the same lesion carried to where a pair stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spine_viewer.anatomy.field.mesher import Surface
from spine_viewer.lesion.grid import Array
from spine_viewer.lesion.growth import Growth
from spine_viewer.lesion.space import Electrode, SpaceGrowth, simulate_at


@lru_cache(maxsize=4)
def pair_growth(
    gauge: int, tip_mm: float, temperature_c: float, seconds: float, spacing_mm: float, perfusion: str
) -> SpaceGrowth:
    """Two parallel tips side by side, on the generator's two poles, in even tissue; takes some seconds.

    Own frame: midway between the tips at the origin, +x from the first to the second, +z back along the shafts.
    """
    ends = [np.array([0.5 * sign * spacing_mm, 0.0, 0.0]) for sign in (-1.0, 1.0)]
    ones = [Electrode(end, np.array([0.0, 0.0, -1.0]), gauge, tip_mm) for end in ends]
    return SpaceGrowth(simulate_at(ones, temperature_c, seconds, perfusion, bipolar=True))


def pair_frame(tips: tuple[Array, Array], directions: tuple[Array, Array]) -> tuple[Array, Array]:
    """Origin (3,), and rows x, y, z (3, 3) of a pair's frame in the world.

    ``tips`` and unit ``directions`` (3,) from hub to tip of its two electrodes, which need not be quite parallel.
    """
    back = -(directions[0] + directions[1])
    z = back / np.linalg.norm(back)
    across = tips[1] - tips[0]
    across = across - (across @ z) * z
    x = across / np.linalg.norm(across)
    return np.asarray(0.5 * (tips[0] + tips[1])), np.array([x, np.cross(z, x), z])


@dataclass(frozen=True, eq=False)
class MovedGrowth:
    """A :class:`~spine_viewer.lesion.growth.Growth` carried to another place.

    Parameters
    ----------
    growth : Growth
        In its own frame.
    origin, axes : (3,), (3, 3) float
        Of that frame in the world, mm; the rows of ``axes`` are its x, y, z.
    """

    growth: Growth
    origin: Array
    axes: Array

    @property
    def beside_bone(self) -> bool:
        """Whether the bones beside the electrode are in it."""
        return self.growth.beside_bone

    @property
    def perfusion(self) -> str:
        """``bench`` or ``body``."""
        return self.growth.perfusion

    @property
    def known_s(self) -> float:
        """Up to which second it is worked out."""
        return self.growth.known_s

    @property
    def times_s(self) -> Array:
        """(n,) of the generator's record, from 0."""
        return self.growth.times_s

    @property
    def tip_c(self) -> Array:
        """(n,) what the thermometer in the first tip shows, degrees C."""
        return self.growth.tip_c

    def dead(self, seconds: float) -> Surface:
        """Surface of the dead soft tissue."""
        return self._moved(self.growth.dead(seconds))

    def isotherm(self, celsius: float, seconds: float) -> Surface:
        """Surface of all that is at least this hot."""
        return self._moved(self.growth.isotherm(celsius, seconds))

    def temperature_at(self, points: Array, seconds: float) -> Array:
        """(n,) degrees C at world points (n, 3), mm."""
        return self.growth.temperature_at(self._own(points), seconds)

    def history_at(self, point: Array) -> tuple[Array, Array]:
        """Seconds (n,) and degrees C (n,) then at a world point (3,), mm."""
        return self.growth.history_at(self._own(point)[0])

    def is_dead(self, points: Array, seconds: float) -> NDArray[np.bool_]:
        """(n,) whether tissue at world points (n, 3), mm, is dead."""
        return self.growth.is_dead(self._own(points), seconds)

    def _own(self, points: Array) -> Array:
        return np.asarray((np.atleast_2d(np.asarray(points, dtype=float)) - self.origin) @ self.axes.T)

    def _moved(self, surface: Surface) -> Surface:
        return Surface(self.origin + surface.vertices @ self.axes, surface.faces, surface.normals @ self.axes)
