"""The declined view for a parallel electrode: down the barrel of a needle that will lie along the nerve."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.settings import c_arm_facts, figure
from spine_viewer.imaging.views.aim import along, squared
from spine_viewer.imaging.views.gauge import Gauge, reading
from spine_viewer.imaging.views.marks import Array, SpineLike, nerve_crossing, sign


def centre(spine: SpineLike, level: str, side: str) -> Array:
    """Where the nerve crosses the bone."""
    return nerve_crossing(spine, level, side)


def obliquity_deg(level: str) -> float:
    """Degrees to the side; none for the L5 dorsal ramus at the sacrum (level ``S1``)."""
    return figure(c_arm_facts().views, "trajectory_oblique_sacrum_deg" if level == "S1" else "trajectory_oblique_deg")


def make(spine: SpineLike, level: str, side: str, isocentre: Array, **settings: Any) -> CArm:
    """The usual start: from the squared endplate about 20 degrees to the side and 40-45 degrees towards the feet."""
    facts = c_arm_facts()
    lowest = float(facts.geometry.tilt_deg.low or 0.0)
    arm = squared(spine, level, isocentre, sign(side) * obliquity_deg(level), **settings)
    return arm.turned(tilt_deg=max(arm.tilt_deg - figure(facts.views, "trajectory_caudal_tilt_deg"), lowest))


def trajectory_view(direction: ArrayLike, target: ArrayLike, **c_arm: Any) -> CArm:
    """Down the barrel: a needle that runs along ``direction`` to ``target`` is seen as a dot in the middle.

    Parameters
    ----------
    direction : (3,) float
        From the skin to the target.
    target : (3,) float
        World mm; becomes the isocentre.
    """
    return along(-np.asarray(direction, dtype=float), target, **c_arm)


def gauges(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Gauge, ...]:
    """How far obliquity and declination from the squared endplate are from the usual ones."""
    fact = c_arm_facts().views["trajectory_caudal_tilt_deg"]
    declined = squared(spine, level, np.array(arm.isocentre), arm.oblique_deg).tilt_deg - arm.tilt_deg
    outside = max(float(fact.low or 0.0) - declined, declined - float(fact.high or 0.0), 0.0)
    turned = abs(sign(side) * arm.oblique_deg - obliquity_deg(level))
    return (
        reading("declination_outside", outside, "declination_outside_deg"),
        reading("trajectory_oblique_off", turned, "trajectory_oblique_off_deg"),
    )
