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
        ``bench`` (no blood flow) or ``body`` (warm muscle with blood flow).
    kind : str
        ``straight``, ``curved`` or ``cooled``.
    cannula_mm : float
        Length of the whole cannula, the bare tip included.

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
    kind: str = "straight"
    cannula_mm: float = 100.0

    def __post_init__(self) -> None:
        electrodes = electrode_facts()
        gauges, settings = tuple(electrodes.diameter_mm), tuple(tissue_facts().surroundings)
        if self.gauge not in gauges:
            raise InputError(f"unknown gauge {self.gauge!r}; allowed: {_list(gauges)}")
        if self.perfusion not in settings:
            raise InputError(f"unknown perfusion {self.perfusion!r}; allowed: {', '.join(settings)}")
        if self.kind not in electrodes.kinds:
            raise InputError(f"unknown kind of electrode {self.kind!r}; allowed: {', '.join(electrodes.kinds)}")
        sold = electrodes.kinds[self.kind].gauges
        if self.gauge not in sold:
            raise InputError(f"a {self.kind} electrode does not come in {self.gauge} gauge; allowed: {_list(sold)}")
        number(self.tip_mm, electrodes.active_tip_mm, "active tip")
        number(self.cannula_mm, electrodes.cannula_mm, "cannula")
        if self.tip_mm > self.cannula_mm:
            raise InputError(f"active tip {self.tip_mm:g} mm is longer than the cannula ({self.cannula_mm:g} mm)")
        within(electrodes.active_tip_mm, self.tip_mm, "active tip")
        within(electrodes.cannula_mm, self.cannula_mm, "cannula")
        within(electrodes.set_temperature_c, self.temperature_c, "tip temperature")
        within(electrodes.seconds, self.seconds, "time")

    @property
    def diameter_mm(self) -> float:
        """Outer diameter of the cannula, mm."""
        return electrode_facts().diameter_mm[self.gauge].value


def _list(values: tuple[int, ...]) -> str:
    return ", ".join(map(str, values))


def number(value: float, allowed: Range, what: str) -> None:
    """Refuse what is not a finite number."""
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        limits = f"allowed: {allowed.low:g} to {allowed.high:g} {allowed.unit}"
        raise InputError(f"{what} {value!r} is not a number; {limits}")


def within(allowed: Range, value: float, what: str) -> None:
    """Refuse what is not a number or out of range."""
    number(value, allowed, what)
    limits = f"allowed: {allowed.low:g} to {allowed.high:g} {allowed.unit}"
    if not allowed.low <= value <= allowed.high:
        raise InputError(f"{what} {value:g} {allowed.unit} is out of range; {limits}")
