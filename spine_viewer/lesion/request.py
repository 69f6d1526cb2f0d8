"""What is asked of the solver, checked against what the annotations allow."""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Real

from spine_viewer.errors import InputError
from spine_viewer.lesion.facts import Range, electrode_facts, tissue_facts


@dataclass(frozen=True)
class Request:
    """Settings of one lesion.

    Parameters
    ----------
    gauge : int
        Gauge of the cannula.
    tip_mm : float
        Length of the bare tip, mm.
    temperature_c : float
        What the controller holds the tip at, degrees C.
    seconds : float
        From switching on to switching off, the rise to the set temperature included.
    perfusion : str
        ``bench`` (no blood flow) or ``body`` (resting muscle).

    Raises
    ------
    InputError
        A value is unknown, not a number or out of range.
    """

    gauge: int
    tip_mm: float
    temperature_c: float
    seconds: float
    perfusion: str

    def __post_init__(self) -> None:
        electrodes = electrode_facts()
        gauges, settings = tuple(electrodes.diameter_mm), tuple(tissue_facts().surroundings)
        if self.gauge not in gauges:
            raise InputError(f"unknown gauge {self.gauge!r}; allowed: {', '.join(map(str, gauges))}")
        if self.perfusion not in settings:
            raise InputError(f"unknown perfusion {self.perfusion!r}; allowed: {', '.join(settings)}")
        _within(electrodes.active_tip_mm, self.tip_mm, "active tip")
        _within(electrodes.set_temperature_c, self.temperature_c, "tip temperature")
        _within(electrodes.seconds, self.seconds, "time")

    @property
    def diameter_mm(self) -> float:
        """Outer diameter of the cannula, mm."""
        return electrode_facts().diameter_mm[self.gauge].value


def _within(allowed: Range, value: float, what: str) -> None:
    limits = f"allowed: {allowed.low:g} to {allowed.high:g} {allowed.unit}"
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise InputError(f"{what} {value!r} is not a number; {limits}")
    if not allowed.low <= value <= allowed.high:
        raise InputError(f"{what} {value:g} {allowed.unit} is out of range; {limits}")
