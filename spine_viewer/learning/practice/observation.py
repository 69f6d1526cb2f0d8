"""What the resident notices after an action, as values, as JSON and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.anatomy.phrases import phrase
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.views.gauge import Gauge
from spine_viewer.learning.practice.state import Point

WORDS = "practice/words.json"


@dataclass(frozen=True)
class Event:
    """Something noticed: ``key`` names a phrase ``seen_<key>``, ``values`` fill it."""

    key: str
    values: tuple[tuple[str, str | float], ...] = ()

    def told(self, language: str = DEFAULT_LANGUAGE) -> str:
        """In words."""
        filled = {name: _filled(name, value, language) for name, value in self.values}
        return phrase(f"seen_{self.key}", language, WORDS, **filled)


def _filled(name: str, value: str | float, language: str) -> str:
    if isinstance(value, str):
        return phrase(f"{name}_{value}", language, WORDS) if name in ("danger", "fluid", "kind") else value
    return f"{value:.1f}"


@dataclass(frozen=True)
class Shown:
    """What an exposure shows; the picture is :class:`spine_viewer.imaging.Fluoroscope`'s of ``arm`` and the needle.

    ``needle_px`` and ``marks_px`` are columns and rows: the needle from skin to tip, and the landmarks of the bone
    that the view is of, where they are in the field. ``gauges`` tell how well a named view is set.
    """

    arm: CArm
    view: str
    level: str
    gauges: tuple[Gauge, ...]
    needle_px: tuple[tuple[float, float], ...]
    marks_px: tuple[tuple[str, float, float], ...]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "view": self.view,
            "level": self.level,
            "oblique_deg": round(self.arm.oblique_deg, 3),
            "tilt_deg": round(self.arm.tilt_deg, 3),
            "isocentre": [round(value, 3) for value in self.arm.isocentre],
            "gauges": [
                {"key": g.key, "value": round(g.value, 3), "limit": g.limit, "at_least": g.at_least, "ok": bool(g.ok)}
                for g in self.gauges
            ],
            "needle_px": [[round(value, 1) for value in one] for one in self.needle_px],
            "marks_px": {name: [round(column, 1), round(row, 1)] for name, column, row in self.marks_px},
        }


@dataclass(frozen=True)
class Observation:
    """After one action: what was noticed, where the needle is, and the picture if there was one."""

    action: str
    step: int
    time_s: float
    events: tuple[Event, ...] = ()
    tip: Point | None = None
    depth_mm: float | None = None
    shown: Shown | None = None

    def to_json(self, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """Plain JSON values, with the words."""
        return {
            "step": self.step,
            "action": self.action,
            "time_s": round(self.time_s, 1),
            "tip": None if self.tip is None else [round(value, 3) for value in self.tip],
            "depth_mm": None if self.depth_mm is None else round(self.depth_mm, 3),
            "events": [{"key": e.key, **dict(e.values)} for e in self.events],
            "shown": None if self.shown is None else self.shown.to_json(),
            "told": self.told(language),
        }

    def told(self, language: str = DEFAULT_LANGUAGE) -> str:
        """One line."""
        lines = [event.told(language) for event in self.events]
        if self.shown is not None and self.shown.gauges:
            lines += [one.told(language) for one in self.shown.gauges]
        return " ".join(f"{line.rstrip('.')}." for line in lines)
