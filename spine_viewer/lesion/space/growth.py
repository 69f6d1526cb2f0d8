"""A lesion in space at any second."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from spine_viewer.anatomy.field.mesher import Surface
from spine_viewer.lesion.facts import tissue_facts
from spine_viewer.lesion.grid import Array
from spine_viewer.lesion.growth import between
from spine_viewer.lesion.space.result import LEAST_DOSE_MIN, Frame, SpaceLesion


@dataclass(frozen=True, eq=False)
class SpaceGrowth:
    """A :class:`Growth` from bricks; between two frames temperature and the logarithm of the dose are linear.

    Parameters
    ----------
    lesion : SpaceLesion
        Whole, or as far as it is worked out.
    """

    lesion: SpaceLesion

    @property
    def beside_bone(self) -> bool:
        """Whether there is any bone in the part where tissue may die."""
        return bool(np.isfinite(self.lesion.bone_mm).any())

    @property
    def perfusion(self) -> str:
        """``bench`` or ``body``."""
        return self.lesion.perfusion

    @property
    def known_s(self) -> float:
        """Up to which second it is worked out."""
        return self.lesion.frames[-1].time_s

    @property
    def times_s(self) -> Array:
        """(n,) of the generator's record, from 0."""
        return self.lesion.times_s

    @property
    def tip_c(self) -> Array:
        """(n,) what the first electrode's thermometer shows, degrees C."""
        return np.asarray(self.lesion.tip_temperature_c[:, 0])

    def dead(self, seconds: float) -> Surface:
        """Surface of the dead soft tissue; it ends where bone begins."""
        return self._at(seconds).dead()

    def isotherm(self, celsius: float, seconds: float) -> Surface:
        """Surface of all that is at least this hot, bone included."""
        return self._at(seconds).isotherm(celsius)

    def temperature_at(self, points: Array, seconds: float) -> Array:
        """(n,) degrees C at world points (n, 3), mm."""
        return self._at(seconds).temperature_at(points)

    def history_at(self, point: Array) -> tuple[Array, Array]:
        """Seconds (n,) and degrees C (n,) then at a world point (3,), mm: at every moment that was kept."""
        lesion = self.lesion
        kept = [lesion.temperature_at(point, frame)[0] for frame in range(len(lesion.frames))]
        start = tissue_facts().surroundings[self.perfusion].start_c.value
        return np.array([frame.time_s for frame in self._frames]), np.array([start, *kept])

    def is_dead(self, points: Array, seconds: float) -> NDArray[np.bool_]:
        """(n,) whether soft tissue at world points (n, 3), mm, is dead."""
        return self._at(seconds).is_dead(points)

    @cached_property
    def _frames(self) -> tuple[Frame, ...]:
        """The lesion's frames, and before them the moment of switching on."""
        first = self.lesion.frames[0]
        start = tissue_facts().surroundings[self.perfusion].start_c.value
        cold = np.full_like(first.temperature_c, start)
        return (Frame(0.0, cold, np.full_like(first.log_dose, np.log10(LEAST_DOSE_MIN))), *self.lesion.frames)

    def _at(self, seconds: float) -> SpaceLesion:
        """The lesion with the frame of one moment alone."""
        early, late, part = between(np.array([frame.time_s for frame in self._frames]), seconds)
        a, b, share = self._frames[early], self._frames[late], np.float32(part)
        heat = a.temperature_c + share * (b.temperature_c - a.temperature_c)
        dose = a.log_dose + share * (b.log_dose - a.log_dose)
        return replace(self.lesion, frames=(Frame(float(seconds), heat, dose),))
