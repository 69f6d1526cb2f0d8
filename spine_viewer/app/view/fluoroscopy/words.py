"""Angles, dose and gauges in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spine_viewer.app.text import text
from spine_viewer.imaging.machine.dose import DoseMeter
from spine_viewer.imaging.words import view_word

if TYPE_CHECKING:
    from spine_viewer.imaging import Gauge


def spoken_dose(meter: DoseMeter, language: str = "en") -> str:
    """``"3 exposures, 2.4 s, dose 0.8"``."""
    key = "fluoroscopy.dose_one" if meter.exposures == 1 else "fluoroscopy.dose"
    seconds, dose = f"{meter.seconds:.1f}", f"{meter.dose:.2f}"
    return text(key, language, count=str(meter.exposures), seconds=seconds, dose=dose)


def gauge_row(reading: Gauge, language: str = "en") -> dict:
    """A reading as the panel shows it."""
    sign = {"degrees": "°", "mm": " mm"}.get(reading.unit, "")
    value, limit = f"{reading.value:.1f}{sign}", f"{reading.limit:g}{sign}"
    if not reading.unit:
        value, limit = f"{100 * reading.value:.0f} %", f"{100 * reading.limit:g} %"
    bound = view_word("gauge_at_least" if reading.at_least else "gauge_at_most", language, limit=limit)
    return {"name": reading.named(language), "value": value, "limit": bound, "ok": bool(reading.ok)}


def spoken_angle(degrees: float, positive: str, negative: str) -> str:
    """``12° left``; ``0°`` has no side."""
    whole = round(degrees)
    return f"{abs(whole)}°" + (f" {positive if whole > 0 else negative}" if whole else "")
