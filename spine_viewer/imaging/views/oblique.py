"""The lumbar oblique with the "Scotty dog": turned to the side until ear, eye and nose show, endplate squared."""

from __future__ import annotations

from typing import Any

import numpy as np

from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.settings import Fact, c_arm_facts
from spine_viewer.imaging.views import standard
from spine_viewer.imaging.views.aim import squared
from spine_viewer.imaging.views.gauge import Gauge, reading
from spine_viewer.imaging.views.marks import Array, SpineLike, nerve_crossing, point, rim, sign

ANGLE_STEP_DEG = 0.01


def centre(spine: SpineLike, level: str, side: str) -> Array:
    """Where the nerve crosses the bone."""
    return nerve_crossing(spine, level, side)


def make(spine: SpineLike, level: str, side: str, isocentre: Array, **settings: Any) -> CArm:
    """Turned by :func:`scotty_dog_angle` towards ``side``."""
    return squared(spine, level, isocentre, sign(side) * scotty_dog_angle(spine, level, side), **settings)


def scotty_dog_angle(spine: SpineLike, level: str, side: str) -> float:
    """Degrees to the side at which the superior articular process (the dog's ear) halves the superior endplate.

    The endplate stays squared while the C-arm turns; the answer is kept between the limits of
    ``annotations/c_arm.json`` (20 to 40 degrees; 10 to 15 at the sacrum, where the iliac crest hides more).
    """
    fact = usual(level)
    isocentre = nerve_crossing(spine, level, side)

    def beyond(angle: float) -> float:
        """How far the tip lies to the far side of the endplate's middle in the picture."""
        return ear_offset(spine, squared(spine, level, isocentre, sign(side) * angle), level, side)

    low, high = float(fact.low or 0.0), float(fact.high or 0.0)
    if beyond(low) >= 0.0 or beyond(high) <= 0.0:
        return low if beyond(low) >= 0.0 else high
    while high - low > ANGLE_STEP_DEG:
        half = (low + high) / 2
        low, high = (low, half) if beyond(half) >= 0.0 else (half, high)
    return (low + high) / 2


def usual(level: str) -> Fact:
    """The limits of the angle at a level."""
    return c_arm_facts().views["scotty_dog_oblique_sacrum_deg" if level == "S1" else "scotty_dog_oblique_deg"]


def ear_offset(spine: SpineLike, arm: CArm, level: str, side: str) -> float:
    """How far the ear lies beyond the middle of the endplate, as a share of half the endplate's width."""
    columns = arm.pixel_of(rim(spine, level))[:, 0]
    ear = float(arm.pixel_of(point(spine, level, f"superior_articular_process_tip:{side}"))[0])
    return sign(side) * (ear - float(columns.mean())) / (float(np.ptp(columns)) / 2)


def gauges(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Gauge, ...]:
    """Endplate edge-on and thin; the angle within the usual limits and, above the sacrum, the ear in the middle."""
    fact, angle = usual(level), sign(side) * arm.oblique_deg
    outside = max(float(fact.low or 0.0) - angle, angle - float(fact.high or 0.0), 0.0)
    found = [
        standard.endplate_edge(spine, arm, level),
        standard.endplate_line(spine, arm, level),
        reading("oblique_outside", outside, "oblique_outside_deg"),
    ]
    if level != "S1":
        offset = abs(ear_offset(spine, arm, level, side))
        found.append(reading("ear_offset", offset, "ear_offset_share"))
    return tuple(found)
