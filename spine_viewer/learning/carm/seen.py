"""What is noticed after an action: as values, as JSON and in words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.imaging.views.gauge import Gauge
from spine_viewer.learning.carm.mending import Mend
from spine_viewer.learning.carm.state import Pose
from spine_viewer.learning.carm.words import word


@dataclass(frozen=True)
class Seen:
    """After one action: how the machine is set and, after an exposure, what it shows.

    ``gauges`` tell how well the view is set; ``marks_px`` are the landmarks of the level's bone in the field, as name,
    column and row. ``hint`` is there where one was asked for.
    """

    action: str
    step: int
    pose: Pose
    gauges: tuple[Gauge, ...] = ()
    marks_px: tuple[tuple[str, float, float], ...] = ()
    hint: Mend | None = None

    def to_json(self, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """Plain JSON values, with the words."""
        return {
            "step": self.step,
            "action": self.action,
            "machine": asdict(self.pose),
            "gauges": [gauge_json(one) for one in self.gauges],
            "marks_px": {name: [round(column, 1), round(row, 1)] for name, column, row in self.marks_px},
            "told": self.told(language),
        }

    def told(self, language: str = DEFAULT_LANGUAGE) -> str:
        """One line."""
        if self.hint is not None:
            return self.hint.told(language, exact=False)
        place = {"oblique": f"{self.pose.oblique_deg:.0f}", "tilt": f"{self.pose.tilt_deg:.0f}"}
        said = (word(f"seen_{self.action}", language, **place), *(one.told(language) for one in self.gauges))
        return " ".join(f"{line[0].upper()}{line[1:]}." for line in said)


def gauge_json(one: Gauge) -> dict[str, Any]:
    """A reading as plain values."""
    about = dict(one.about)
    name = "_".join((one.key, *about.values()))
    return {
        "key": name, "value": round(one.value, 3), "unit": one.unit, "limit": one.limit, "at_least": one.at_least,
        "ok": bool(one.ok),
    }  # fmt: skip
