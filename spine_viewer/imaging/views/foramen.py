"""The foraminal oblique of the neck: down the intervertebral foramen above the pedicle of the level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from spine_viewer.anatomy.ids import above
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.views.aim import along
from spine_viewer.imaging.views.gauge import Gauge, reading
from spine_viewer.imaging.views.marks import Array, SpineLike, point
from spine_viewer.imaging.views.measures import line_off_deg, openness


@dataclass(frozen=True)
class Passage:
    """Inner and outer opening (3,) between the pedicles above and below, and their radius, mm."""

    inner: Array
    outer: Array
    radius_mm: float

    @property
    def way(self) -> Array:
        """(3,) from the canal outwards."""
        return self.outer - self.inner


def passage(spine: SpineLike, level: str, side: str) -> Passage:
    """The foramen between the pedicles of ``level`` and of the vertebra above it, on one side.

    It crosses the pedicle of ``level`` from its medial to its lateral face, midway between the pedicles.
    """
    roof = point(spine, above(level), f"pedicle_inferior:{side}")
    floor = point(spine, level, f"pedicle_superior:{side}")
    inner, outer = (point(spine, level, f"pedicle_{face}:{side}") for face in ("medial", "lateral"))
    lift = (roof + floor) / 2 - (inner + outer) / 2
    return Passage(inner + lift, outer + lift, float(np.linalg.norm(roof - floor)) / 2)


def centre(spine: SpineLike, level: str, side: str) -> Array:
    """Middle of the foramen."""
    found = passage(spine, level, side)
    return (found.inner + found.outer) / 2


def make(spine: SpineLike, level: str, side: str, isocentre: Array, **settings: Any) -> CArm:
    """From behind: the detector stands opposite the foramen, which runs forwards and outwards."""
    return along(-passage(spine, level, side).way, isocentre, **settings)


def gauges(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Gauge, ...]:
    """How far the view is off the foramen's axis, and how much of it is open."""
    found = passage(spine, level, side)
    off = line_off_deg(arm, (found.inner + found.outer) / 2, found.way)
    share = openness(arm, found.inner, found.radius_mm, found.outer, found.radius_mm)
    return (
        reading("foramen_axis_off", off, "foramen_off_deg"),
        reading("foramen_open", share, "foramen_open_least_share"),
    )
