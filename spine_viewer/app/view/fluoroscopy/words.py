"""Angles, dose and gauges in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spine_viewer.imaging.machine.dose import DoseMeter

if TYPE_CHECKING:
    from spine_viewer.imaging import Gauge


def spoken_dose(meter: DoseMeter) -> str:
    """``"3 exposures, 2.4 s, dose 0.8"``."""
    many = "exposure" if meter.exposures == 1 else "exposures"
    return f"{meter.exposures} {many}, {meter.seconds:.1f} s, dose {meter.dose:.2f}"


def gauge_row(reading: Gauge) -> dict:
    """A reading as the panel shows it."""
    sign = {"degrees": "°", "mm": " mm"}.get(reading.unit, "")
    value, limit = f"{reading.value:.1f}{sign}", f"{reading.limit:g}{sign}"
    if not reading.unit:
        value, limit = f"{100 * reading.value:.0f} %", f"{100 * reading.limit:g} %"
    bound = "at least" if reading.at_least else "at most"
    return {"name": reading.name, "value": value, "limit": f"{bound} {limit}", "ok": bool(reading.ok)}


def spoken_angle(degrees: float, positive: str, negative: str) -> str:
    """``12° left``; ``0°`` has no side."""
    whole = round(degrees)
    return f"{abs(whole)}°" + (f" {positive if whole > 0 else negative}" if whole else "")
