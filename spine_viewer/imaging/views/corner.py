"""Thoracic AP for the superolateral corner of the transverse process, where the medial branches cross.

With the endplate squared the corner lies in the shadow of its own rib, which articulates in front of it. Tilting
towards the feet lifts the corner, the part further back, out of that shadow.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from spine_viewer.anatomy.ids import rib_of
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.settings import c_arm_facts, figure
from spine_viewer.imaging.views import standard
from spine_viewer.imaging.views.aim import root, squared
from spine_viewer.imaging.views.ap import rotation_deg
from spine_viewer.imaging.views.gauge import Gauge, reading
from spine_viewer.imaging.views.marks import Array, SpineLike, point
from spine_viewer.imaging.views.measures import flat, spinous_offset

NEAR_MM = 40.0  # of the corner: the part of the rib that matters
BESIDE_MM = 1.5  # left and right of the corner in the picture
ANGLE_STEP_DEG = 0.1


def centre(spine: SpineLike, level: str, side: str) -> Array:
    """The corner."""
    return point(spine, level, f"transverse_process_superolateral:{side}")


def rib_near(spine: SpineLike, level: str, side: str) -> Array:
    """(n, 3) places on the rib of the level near the corner, world mm."""
    places = np.asarray(spine.bone(rib_of(level, side)).mesh.points, dtype=float)
    return places[np.linalg.norm(places - centre(spine, level, side), axis=1) < NEAR_MM]


def depth_mm(arm: CArm, corner: Array, rib: Array) -> float:
    """How far below the upper edge of the rib the corner lies in the picture, mm; negative for above it."""
    place, shadow = flat(arm, corner), flat(arm, rib)
    beside = np.abs(shadow[:, 0] - place[0]) < BESIDE_MM
    return float(np.max(shadow[beside, 1], initial=-np.inf) - place[1])


def make(spine: SpineLike, level: str, side: str, isocentre: Array, **settings: Any) -> CArm:
    """True AP, then tilted towards the feet until the corner leaves the shadow of its rib or the limit is reached.

    The rays fan out from the corner in the middle, so the oblique angle is not quite that of the AP view.
    """

    def arm_at(oblique_deg: float) -> CArm:
        return squared(spine, level, isocentre, oblique_deg, **settings)

    arm = arm_at(root(lambda angle: spinous_offset(spine, arm_at(angle), level), rotation_deg(spine, level)))
    corner, rib = centre(spine, level, side), rib_near(spine, level, side)

    def hidden(declined: float) -> bool:
        return depth_mm(arm.turned(tilt_deg=arm.tilt_deg - declined), corner, rib) > 0.0

    low, high = 0.0, figure(c_arm_facts().views, "corner_caudal_tilt_deg")
    if hidden(high):
        low = high
    elif not hidden(low):
        high = low
    while high - low > ANGLE_STEP_DEG:
        half = (low + high) / 2
        low, high = (half, high) if hidden(half) else (low, half)
    arm = arm.turned(tilt_deg=arm.tilt_deg - high)
    return arm.turned(oblique_deg=root(lambda angle: spinous_offset(spine, arm.turned(angle), level), arm.oblique_deg))


def gauges(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Gauge, ...]:
    """Spinous process in the middle, tilt as found best, corner not deep in the shadow of its rib."""
    best = make(spine, level, side, np.array(arm.isocentre))
    depth = max(0.0, depth_mm(arm, centre(spine, level, side), rib_near(spine, level, side)))
    return (
        reading("corner_depth", depth, "corner_depth_mm"),
        reading("corner_tilt_off", abs(arm.tilt_deg - best.tilt_deg), "corner_tilt_off_deg"),
        standard.midline(spine, arm, level),
    )
