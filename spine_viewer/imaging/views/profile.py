"""The facet joint in profile: along its face, so that the joint space is a lucent line; endplate squared."""

from __future__ import annotations

from typing import Any

import numpy as np

from spine_viewer.imaging.carm import CArm, angles_of
from spine_viewer.imaging.settings import c_arm_facts
from spine_viewer.imaging.views import standard
from spine_viewer.imaging.views.aim import edge_off_deg, squared_along
from spine_viewer.imaging.views.gauge import Gauge, reading
from spine_viewer.imaging.views.marks import Array, SpineLike, endplate, facet_joint, sign


def centre(spine: SpineLike, level: str, side: str) -> Array:
    """Middle of the joint above the level."""
    return np.asarray(facet_joint(spine, level, side).centre, dtype=float)


def make(spine: SpineLike, level: str, side: str, isocentre: Array, **settings: Any) -> CArm:
    """In the plane of the joint and in that of the superior endplate.

    The detector stands on the side of the joint, or on the other side where the C-arm does not reach that far.
    """
    normal = np.asarray(facet_joint(spine, level, side).normal, dtype=float)
    way = np.cross(normal, endplate(spine, level)[1])
    start = angles_of(way if way[0] * sign(side) > 0.0 else -way)[0]
    limits = c_arm_facts().geometry.oblique_deg
    if not float(limits.low or 0.0) + 5.0 < start < float(limits.high or 0.0) - 5.0:
        start -= sign(side) * 180.0
    return squared_along(spine, level, isocentre, normal, start, **settings)


def gauges(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Gauge, ...]:
    """Joint face and endplate edge-on."""
    joint = facet_joint(spine, level, side)
    return (
        reading("joint_off", edge_off_deg(arm, joint.centre, joint.normal), "joint_off_deg"),
        standard.endplate_edge(spine, arm, level),
    )
