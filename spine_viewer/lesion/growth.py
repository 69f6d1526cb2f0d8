"""What both solvers can tell of a burn at any second, in the world: the question that the film asks."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from spine_viewer.anatomy.field.mesher import Surface
from spine_viewer.lesion.grid import Array


class Growth(Protocol):
    """One electrode's heating from switching on to switching off. Seconds beyond what is known are cut off there."""

    def __hash__(self) -> int: ...

    @property
    def beside_bone(self) -> bool:
        """Whether the bones beside the electrode are in it."""

    @property
    def perfusion(self) -> str:
        """``bench`` or ``body``."""

    @property
    def known_s(self) -> float:
        """Up to which second it is worked out."""

    @property
    def times_s(self) -> Array:
        """(n,) of the generator's record, from 0."""

    @property
    def tip_c(self) -> Array:
        """(n,) what the thermometer in the tip shows, degrees C."""

    def dead(self, seconds: float) -> Surface:
        """Surface of the dead soft tissue, the metal within included; empty before any is dead."""

    def isotherm(self, celsius: float, seconds: float) -> Surface:
        """Surface of all that is at least this hot; empty where nothing is."""

    def temperature_at(self, points: Array, seconds: float) -> Array:
        """(n,) degrees C at world points (n, 3), mm."""

    def history_at(self, point: Array) -> tuple[Array, Array]:
        """Seconds (n,) and degrees C (n,) then at a world point (3,), mm: at every moment that was kept."""

    def is_dead(self, points: Array, seconds: float) -> NDArray[np.bool_]:
        """(n,) whether soft tissue at world points (n, 3), mm, is dead."""


def between(times_s: Array, seconds: float) -> tuple[int, int, float]:
    """The two known moments about a second, and the part of the way from the first to the second one."""
    late = int(np.clip(np.searchsorted(times_s, seconds), 1, len(times_s) - 1))
    early = late - 1
    part = (seconds - times_s[early]) / (times_s[late] - times_s[early])
    return early, late, float(np.clip(part, 0.0, 1.0))
