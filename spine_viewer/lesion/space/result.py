"""A lesion in space: what is dead, how hot it got, and what of a nerve's course lies in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.anatomy.field.level_surface import level_surface
from spine_viewer.anatomy.field.mesher import Surface
from spine_viewer.lesion.facts import tissue_facts
from spine_viewer.lesion.grid import Array
from spine_viewer.lesion.space.electrode import Electrode
from spine_viewer.lesion.space.materials import Field

STEP_MM = 0.25
LEAST_DOSE_MIN = 1e-6  # what counts as none
DECADES_PER_MM = 1.0  # how steeply the field of what is dead falls off into bone


@dataclass(frozen=True, eq=False)
class Frame:
    """One moment: temperature (nx, ny, nz), degrees C, and log10 of the thermal dose in minutes at 43 degrees C."""

    time_s: float
    temperature_c: Field
    log_dose: Field


@dataclass(frozen=True, eq=False)
class SpaceLesion:
    """What heating with these electrodes leaves behind.

    Parameters
    ----------
    electrodes : tuple of Electrode
    temperature_c, seconds : float
        As asked for.
    perfusion : str
    bipolar : bool
    origin, axes : (3,), (3, 3) float
        Frame of the grid in the world: rows of ``axes`` are its x, y, z; z points back along the first electrode.
    middles : three (n,) float
        Middles of the cells along x, y, z in that frame, mm; only the part where tissue may die.
    frames : tuple of Frame
        From early to late; the last one is the end.
    log_arrhenius : (nx, ny, nz) float
        log10 of the Arrhenius integral at the end: a second opinion.
    bone_mm : (nx, ny, nz) float
        Signed distance to bone; infinite where there is none.
    times_s : (n,) float
    tip_temperature_c : (n, e) float
        What each thermometer shows.
    power_w, resistance_ohm : (n,) float
    hottest_c : float
    energy_j : dict
        ``delivered``, ``stored``, ``left`` (through the edge of the grid), ``carried`` (by blood), ``cooled``.
    """

    electrodes: tuple[Electrode, ...]
    temperature_c: float
    seconds: float
    perfusion: str
    bipolar: bool
    origin: Array
    axes: Array
    middles: tuple[Array, Array, Array]
    frames: tuple[Frame, ...]
    log_arrhenius: Field
    bone_mm: Field
    times_s: Array
    tip_temperature_c: Array
    power_w: Array
    resistance_ohm: Array
    hottest_c: float
    energy_j: dict[str, float]

    def isotherm(self, celsius: float, frame: int = -1) -> Surface:
        """Surface of all that is at least this hot, bone included."""
        return self._surface(self.frames[frame].temperature_c, celsius)

    def dead(self, frame: int = -1) -> Surface:
        """Surface of the dead soft tissue (the metal within counts as dead); it ends where bone begins."""
        return self._surface(self._harm(self.frames[frame].log_dose), 0.0)

    def volume_mm3(self, frame: int = -1) -> float:
        """Of the dead soft tissue and the metal in it, mm3."""
        made = self.dead(frame)
        a, b, c = (made.vertices[made.faces[:, i]] - self.origin for i in range(3))
        return float(np.einsum("ij,ij->", a, np.cross(b, c))) / 6.0

    def extent_mm(self, frame: int = -1) -> Array:
        """(3, 2) from where to where the dead soft tissue reaches along the grid's x, y and z, mm; zero if none."""
        vertices = self.dead(frame).vertices
        if len(vertices) == 0:
            return np.zeros((3, 2))
        local = (vertices - self.origin) @ self.axes.T
        return np.column_stack([local.min(axis=0), local.max(axis=0)])

    def temperature_at(self, points: Array, frame: int = -1) -> Array:
        """(n,) degrees C at world points (n, 3), mm; the start temperature outside the grid's inner part."""
        start = tissue_facts().surroundings[self.perfusion].start_c.value
        return self._sample(self.frames[frame].temperature_c, points, start)

    def decades_at(self, points: Array, frame: int = -1) -> Array:
        """(n,) powers of ten by which the dose at world points (n, 3) is above the lethal one; negative in bone."""
        return self._sample(self._harm(self.frames[frame].log_dose), points, -10.0)

    def is_dead(self, points: Array, frame: int = -1) -> NDArray[np.bool_]:
        """(n,) whether soft tissue at world points (n, 3), mm, is dead."""
        return np.asarray(self.decades_at(points, frame) > 0.0)

    def covered_mm(self, path: Array, frame: int = -1) -> tuple[float, float]:
        """How much of a course (n, 3), mm, lies in dead tissue: mm and percent of its length."""
        lengths = np.linalg.norm(np.diff(path, axis=0), axis=1)
        along = np.concatenate([[0.0], np.cumsum(lengths)])
        pieces = max(1, int(np.ceil(along[-1] / STEP_MM)))
        at = (np.arange(pieces) + 0.5) * along[-1] / pieces
        points = np.column_stack([np.interp(at, along, path[:, i]) for i in range(3)])
        part = float(self.is_dead(points, frame).mean())
        return part * float(along[-1]), 100.0 * part

    def bridged(self, first: int, second: int, frame: int = -1) -> bool:
        """Whether dead tissue goes on without a gap between the middles of two electrodes' bare tips."""
        a, b = (self.electrodes[i].bare[len(self.electrodes[i].bare) // 2] for i in (first, second))
        steps = max(2, int(np.ceil(np.linalg.norm(b - a) / STEP_MM)))
        return bool(self.is_dead(a + np.linspace(0.0, 1.0, steps + 1)[:, None] * (b - a), frame).all())

    def to_dict(self) -> dict[str, Any]:
        """Sizes and the generator's record as plain values for JSON."""
        extent = self.extent_mm()
        return {
            "electrodes": [
                {
                    "kind": one.kind,
                    "gauge": one.gauge,
                    "tip_mm": one.tip_mm,
                    "tip": np.round(one.tip, 3).tolist(),
                    "direction": np.round(one.direction, 4).tolist(),
                }
                for one in self.electrodes
            ],
            "bipolar": self.bipolar,
            "temperature_c": self.temperature_c,
            "seconds": self.seconds,
            "perfusion": self.perfusion,
            "volume_mm3": round(self.volume_mm3(), 1),
            "extent_mm": np.round(extent, 3).tolist(),
            "hottest_c": round(self.hottest_c, 3),
            "bridged": [self.bridged(i, i + 1) for i in range(len(self.electrodes) - 1)],
            "times_s": np.round(self.times_s, 3).tolist(),
            "tip_temperature_c": np.round(self.tip_temperature_c, 3).tolist(),
            "power_w": np.round(self.power_w, 3).tolist(),
            "energy_j": {name: round(value, 3) for name, value in self.energy_j.items()},
            "frame": "extent_mm: x, y, z of the grid, z back along the first electrode from its tip",
        }

    def summary(self) -> str:
        """The size in a few lines for people."""
        (x0, x1), (y0, y1), (z0, z1) = self.extent_mm()
        count = len(self.electrodes)
        lines = [
            f"{count} electrode{'s, bipolar' if self.bipolar else 's' if count > 1 else ''}, "
            f"{self.temperature_c:g} °C, {self.seconds:g} s",
            f"dead soft tissue {x1 - x0:.1f} x {y1 - y0:.1f} mm across, {z1 - z0:.1f} mm along the first electrode "
            f"({-z0:.1f} beyond its tip), {self.volume_mm3() / 1000.0:.2f} ml with the metal in it",
        ]
        if count > 1:
            joined = ["yes" if self.bridged(i, i + 1) else "no" for i in range(count - 1)]
            lines.append(f"continuous from one to the next: {', '.join(joined)}")
        lines.append(f"hottest tissue {self.hottest_c:.0f} °C, power at the end {self.power_w[-1]:.1f} W")
        lines.append("A model of muscle and bone, for teaching: see docs/lesion.md for how far it can be trusted.")
        return "\n".join(lines)

    def _harm(self, log_dose: Field) -> Array:
        """Decades above the lethal dose, negative in bone."""
        above = log_dose - np.log10(tissue_facts().damage.lethal_dose_min.value)
        return np.asarray(np.minimum(above, DECADES_PER_MM * self.bone_mm), dtype=float)

    def _surface(self, values: Array | Field, level: float) -> Surface:
        return level_surface(np.asarray(values, dtype=float), level, self.middles, self.origin, self.axes)

    def _sample(self, values: Array | Field, points: Array, outside: float) -> Array:
        from scipy.interpolate import RegularGridInterpolator

        local = (np.atleast_2d(np.asarray(points, dtype=float)) - self.origin) @ self.axes.T
        read = RegularGridInterpolator(self.middles, np.asarray(values), bounds_error=False, fill_value=outside)
        return np.asarray(read(local), dtype=float)
