"""A heat lesion: how wide, how long, how it grew."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.errors import InputError
from spine_viewer.lesion.course import MM, Course, run
from spine_viewer.lesion.facts import electrode_facts, tissue_facts
from spine_viewer.lesion.grid import Array, Grid
from spine_viewer.lesion.outline import outline, size
from spine_viewer.lesion.request import Request

FRAMES = 60


@dataclass(frozen=True, eq=False)
class Lesion:
    """What one heating leaves behind.

    Frame of the curves: column 0 is r, away from the electrode's axis; column 1 is z along it, the tip at z = 0 and
    the shaft at z > 0, so **distal is negative z**. Curves run from the distal to the proximal end.

    Parameters
    ----------
    request : Request
        What was asked for.
    width_mm, length_mm : float
        Of the dead tissue (thermal dose of ``annotations/tissue.json``) when the current is switched off. The length
        holds the tip.
    distal_mm, proximal_mm : float
        Reach beyond the tip, and behind the bare metal along the shaft (negative: it ends before).
    arrhenius_width_mm : float
        Width by the Arrhenius integral: a second opinion.
    hottest_c : float
        Highest temperature of any tissue; above 100 it would boil, which is left out.
    times_s : (n,) float
        From 0, when the current is switched on, to the end.
    width_over_time, length_over_time : (n,) float
        mm.
    tip_temperature_c, power_w : (n,) float
    resistance_ohm : (n,) float
        Between the tip and far away.
    outlines : tuple of (k, 2) float
        Edge of the dead tissue at each of ``times_s``, mm; empty while there is none.
    isotherms : dict of float to (k, 2) float
        Where the tissue is at 45, 50, ... degrees C at the end, mm.
    grid : Grid
        Rings that the fields stand on, metres.
    temperature_c, log_dose : (n, nr, nz) float32
        Temperature, degrees C, and log10 of the thermal dose in minutes at 43 degrees C, at each of ``times_s``.
    """

    request: Request
    width_mm: float
    length_mm: float
    distal_mm: float
    proximal_mm: float
    arrhenius_width_mm: float
    hottest_c: float
    times_s: Array
    width_over_time: Array
    length_over_time: Array
    tip_temperature_c: Array
    power_w: Array
    resistance_ohm: Array
    outlines: tuple[Array, ...]
    isotherms: dict[float, Array]
    grid: Grid
    temperature_c: NDArray[np.float32]
    log_dose: NDArray[np.float32]

    @property
    def outline(self) -> Array:
        """(k, 2) edge of the dead tissue at the end, r and z in mm."""
        return self.outlines[-1]

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values for JSON, figures rounded to a thousandth."""
        ask = self.request
        return {
            "kind": ask.kind,
            "gauge": ask.gauge,
            "diameter_mm": ask.diameter_mm,
            "tip_mm": ask.tip_mm,
            "temperature_c": ask.temperature_c,
            "seconds": ask.seconds,
            "perfusion": ask.perfusion,
            "width_mm": round(self.width_mm, 3),
            "length_mm": round(self.length_mm, 3),
            "distal_mm": round(self.distal_mm, 3),
            "proximal_mm": round(self.proximal_mm, 3),
            "arrhenius_width_mm": round(self.arrhenius_width_mm, 3),
            "hottest_c": round(self.hottest_c, 3),
            "times_s": _plain(self.times_s),
            "width_over_time": _plain(self.width_over_time),
            "length_over_time": _plain(self.length_over_time),
            "tip_temperature_c": _plain(self.tip_temperature_c),
            "power_w": _plain(self.power_w),
            "outline": _plain(self.outline),
            "isotherms": {f"{level:g}": _plain(curve) for level, curve in self.isotherms.items()},
            "frame": "outline and isotherms: [r, z] in mm, tip at z = 0, distal is negative z",
        }

    def summary(self) -> str:
        """The size in a few lines for people."""
        ask = self.request
        where = {"bench": "tissue without blood flow, at room temperature", "body": "muscle with blood flow, at 37 °C"}
        kind = "" if ask.kind == "straight" else f"{ask.kind} "
        behind = round(self.proximal_mm, 1) + 0.0  # no minus zero
        lines = [
            f"{kind}{ask.gauge} gauge ({ask.diameter_mm:.2f} mm), {ask.tip_mm:g} mm tip, {ask.temperature_c:g} °C, "
            f"{ask.seconds:g} s, {where[ask.perfusion]}",
            f"width  {self.width_mm:5.1f} mm",
            f"length {self.length_mm:5.1f} mm ({self.distal_mm:.1f} beyond the tip, {behind:.1f} behind it)",
            f"hottest tissue {self.hottest_c:.0f} °C, power at the end {self.power_w[-1]:.1f} W",
            "A model of plain muscle, for teaching: see docs/lesion.md for how far it can be trusted.",
        ]
        return "\n".join(lines)


def simulate(
    gauge: int = 18,
    tip_mm: float = 10.0,
    temperature_c: float = 80.0,
    seconds: float = 90.0,
    perfusion: str = "bench",
    kind: str = "straight",
    cannula_mm: float = 100.0,
) -> Lesion:
    """Heat tissue with one electrode and return the lesion.

    Parameters
    ----------
    gauge : int
        Gauge of the cannula: 16, 17, 18, 20, 22 or 23.
    tip_mm : float
        Length of the bare tip, mm.
    temperature_c : float
        Temperature that the controller holds the tip at, degrees C.
    seconds : float
        From switching on to switching off; the rise to the set temperature is part of it.
    perfusion : str
        ``bench``: excised tissue at room temperature, no blood flow. ``body``: muscle at 37 degrees C with the blood
        flow of heated muscle, which stops where the tissue coagulates.
    kind : str
        ``straight`` or ``cooled`` (17 and 18 gauge). A ``curved`` tip has no axis to turn about:
        :func:`spine_viewer.lesion.simulate_at` takes it.
    cannula_mm : float
        Length of the whole cannula; the bare tip cannot be longer.

    Returns
    -------
    Lesion

    Raises
    ------
    InputError
        A value is unknown or out of the range of ``annotations/electrodes.json``.

    Notes
    -----
    Figures with their sources: ``annotations/tissue.json``, ``annotations/electrodes.json``. Method, checks and
    limits: ``docs/lesion.md``.
    """
    request = Request(gauge, tip_mm, temperature_c, seconds, perfusion, kind, cannula_mm)
    if electrode_facts().kinds[kind].bend_deg is not None:
        raise InputError(
            f"a {kind} electrode needs the solver in three dimensions: simulate_at, or lesion --kind curved"
        )
    return _simulate(request)


@lru_cache(maxsize=32)
def _simulate(request: Request) -> Lesion:
    return measure(request, run(request))


def measure(request: Request, course: Course) -> Lesion:
    """The lesion that a course of heating leaves."""
    facts = tissue_facts()
    count = len(course.times_s) - 1
    frames = np.unique(np.round(np.linspace(0, count, min(FRAMES, count) + 1)).astype(int))
    tip = request.tip_mm * MM
    lethal = float(np.log10(facts.damage.lethal_dose_min.value))
    curves = [outline(course.grid, _log(course.dose_min[n]), lethal, course.radius) for n in frames]
    sizes = np.array([size(curve, tip) for curve in curves]) / MM
    length = np.where(sizes[:, 0] > 0.0, sizes[:, 1] + sizes[:, 2] + request.tip_mm, 0.0)
    second = outline(
        course.grid, _log(course.arrhenius), float(np.log10(facts.damage.arrhenius_lethal.value)), course.radius
    )
    tissue = course.grid.r > course.radius
    end = np.asarray(course.temperature_c[-1], dtype=float)
    return Lesion(
        request=request,
        width_mm=float(sizes[-1, 0]),
        length_mm=float(length[-1]),
        distal_mm=float(sizes[-1, 1]),
        proximal_mm=float(sizes[-1, 2]),
        arrhenius_width_mm=size(second, tip)[0] / MM,
        hottest_c=float(course.temperature_c[:, tissue].max()),
        times_s=_frozen(course.times_s[frames]),
        width_over_time=_frozen(sizes[:, 0]),
        length_over_time=_frozen(length),
        tip_temperature_c=_frozen(course.tip_c[frames]),
        power_w=_frozen(course.power_w[frames]),
        resistance_ohm=_frozen(course.resistance_ohm[frames]),
        outlines=tuple(_frozen(curve / MM) for curve in curves),
        isotherms={
            level: _frozen(outline(course.grid, end, level, course.radius) / MM) for level in facts.isotherms_c.value
        },
        grid=course.grid,
        temperature_c=course.temperature_c[frames],
        log_dose=_log(course.dose_min[frames]).astype(np.float32),
    )


def allowed() -> dict[str, Any]:
    """What may be asked for: gauges, and the range of every other setting."""
    electrodes = electrode_facts()
    return {
        "gauge": tuple(electrodes.diameter_mm),
        "tip_mm": (electrodes.active_tip_mm.low, electrodes.active_tip_mm.high),
        "temperature_c": (electrodes.set_temperature_c.low, electrodes.set_temperature_c.high),
        "seconds": (electrodes.seconds.low, electrodes.seconds.high),
        "perfusion": tuple(tissue_facts().surroundings),
        "kind": tuple(electrodes.kinds),
        "cannula_mm": (electrodes.cannula_mm.low, electrodes.cannula_mm.high),
        "spacing_mm": (electrodes.spacing_mm.low, electrodes.spacing_mm.high),
    }


def _log(dose: Array | NDArray[np.float32]) -> Array:
    return np.log10(np.maximum(np.asarray(dose, dtype=float), 1e-30))


def _frozen(array: Array) -> Array:
    kept = np.array(array, dtype=float)
    kept.setflags(write=False)
    return kept


def _plain(array: Array) -> list[Any]:
    return list(np.round(array, 3).tolist())
