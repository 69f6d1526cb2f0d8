"""A lesion in even tissue at any second, about an electrode anywhere in the world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spine_viewer.anatomy.field.mesher import Surface
from spine_viewer.lesion.course import MM
from spine_viewer.lesion.facts import tissue_facts
from spine_viewer.lesion.grid import Array
from spine_viewer.lesion.growth import between
from spine_viewer.lesion.lesion import Lesion
from spine_viewer.lesion.outline import outline
from spine_viewer.lesion.turned import turned


@dataclass(frozen=True, eq=False)
class RingGrowth:
    """A :class:`Growth` from rings: fast, and without bone.

    Parameters
    ----------
    lesion : Lesion
    tip, direction : (3,) float
        Of the electrode in the world, mm; unit vector from hub to tip.
    """

    lesion: Lesion
    tip: Array
    direction: Array

    beside_bone = False

    @property
    def perfusion(self) -> str:
        """``bench`` or ``body``."""
        return self.lesion.request.perfusion

    @property
    def known_s(self) -> float:
        """Up to which second it is worked out: all of them."""
        return float(self.lesion.times_s[-1])

    @property
    def times_s(self) -> Array:
        """(n,) of the generator's record, from 0."""
        return self.lesion.times_s

    @property
    def tip_c(self) -> Array:
        """(n,) what the thermometer in the tip shows, degrees C."""
        return self.lesion.tip_temperature_c

    def dead(self, seconds: float) -> Surface:
        """Surface of the dead tissue; it knows of no bone."""
        return turned(self.edge(seconds), self.tip, self.direction)

    def isotherm(self, celsius: float, seconds: float) -> Surface:
        """Surface of all that is at least this hot."""
        return turned(self.isotherm_edge(celsius, seconds), self.tip, self.direction)

    def edge(self, seconds: float) -> Array:
        """Edge (k, 2) of the dead tissue, mm: away from the axis, and back from the tip; empty before any is dead."""
        lethal = float(np.log10(tissue_facts().damage.lethal_dose_min.value))
        return self._curve(self._at(self.lesion.log_dose, seconds), lethal)

    def isotherm_edge(self, celsius: float, seconds: float) -> Array:
        """Edge (k, 2) of all that is at least this hot, as that of the dead tissue."""
        return self._curve(self._at(self.lesion.temperature_c, seconds), celsius)

    def temperature_at(self, points: Array, seconds: float) -> Array:
        """(n,) degrees C at world points (n, 3), mm; the start temperature beyond the grid."""
        return self._read(self._at(self.lesion.temperature_c, seconds), points)

    def history_at(self, point: Array) -> tuple[Array, Array]:
        """Seconds (n,) and degrees C (n,) then at a world point (3,), mm: at every moment that was kept."""
        return self.times_s, np.array([self._read(kept, point)[0] for kept in self.lesion.temperature_c])

    def is_dead(self, points: Array, seconds: float) -> NDArray[np.bool_]:
        """(n,) whether tissue at world points (n, 3), mm, lies within the edge."""
        edge = self.edge(seconds)
        if len(edge) == 0:
            return np.zeros(len(np.atleast_2d(points)), dtype=np.bool_)
        across, back = self._own(points)
        order = np.argsort(edge[:, 1], kind="stable")
        return np.asarray(across <= np.interp(back, edge[order, 1], edge[order, 0], left=-1.0, right=-1.0))

    def _read(self, field: Array | NDArray[np.float32], points: Array) -> Array:
        from scipy.interpolate import RegularGridInterpolator

        grid = self.lesion.grid
        start = tissue_facts().surroundings[self.perfusion].start_c.value
        across, back = self._own(points)
        across = np.maximum(across, grid.r[0] / MM)
        read = RegularGridInterpolator((grid.r / MM, grid.z / MM), field, bounds_error=False, fill_value=start)
        return np.asarray(read(np.column_stack([across, back])), dtype=float)

    def _own(self, points: Array) -> tuple[Array, Array]:
        """How far points (n, 3) lie from the axis and back from the tip, each (n,) mm."""
        offset = np.atleast_2d(np.asarray(points, dtype=float)) - self.tip
        back = -offset @ self.direction
        return np.linalg.norm(offset + back[:, None] * self.direction, axis=1), back

    def _curve(self, field: Array, level: float) -> Array:
        lesion = self.lesion
        return np.asarray(outline(lesion.grid, field, level, 0.5 * lesion.request.diameter_mm * MM) / MM)

    def _at(self, kept: NDArray[np.float32], seconds: float) -> Array:
        early, late, part = between(self.lesion.times_s, seconds)
        return np.asarray((1.0 - part) * kept[early] + part * kept[late], dtype=float)
