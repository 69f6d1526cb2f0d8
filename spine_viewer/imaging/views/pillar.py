"""The cervical pillar view: from behind and below, along the facet joints above the level on both sides."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from spine_viewer.anatomy.ids import SIDES
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.views import standard
from spine_viewer.imaging.views.aim import c_arm, edge_off_deg
from spine_viewer.imaging.views.ap import rotation_deg
from spine_viewer.imaging.views.gauge import Gauge, reading
from spine_viewer.imaging.views.marks import Array, SpineLike, facet_joint


def centre(spine: SpineLike, level: str, side: str) -> Array:
    """Between the two joints."""
    return np.mean([facet_joint(spine, level, one).centre for one in SIDES], axis=0)


def make(spine: SpineLike, level: str, side: str, isocentre: Array, **settings: Any) -> CArm:
    """Not turned against the vertebra; tilted so that the mean of the two joint planes is edge-on."""
    normal = np.sum([facet_joint(spine, level, one).normal for one in SIDES], axis=0)
    oblique = rotation_deg(spine, level)
    angle = math.radians(oblique)
    flat = normal[0] * math.sin(angle) + normal[1] * math.cos(angle)
    return c_arm(isocentre, oblique, -math.degrees(math.atan2(flat, normal[2])), **settings)


def gauges(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Gauge, ...]:
    """Both joint faces edge-on, spinous process in the middle."""
    joints = {one: facet_joint(spine, level, one) for one in SIDES}
    faces = (
        reading("pillar_joint_off", edge_off_deg(arm, joint.centre, joint.normal), "pillar_joint_off_deg", side=one)
        for one, joint in joints.items()
    )
    return (*faces, standard.midline(spine, arm, level))
