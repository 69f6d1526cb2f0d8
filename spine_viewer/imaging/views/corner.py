"""Thoracic AP for the superolateral corner of the transverse process, where the medial branches cross."""

from __future__ import annotations

from typing import Any

from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.views import standard
from spine_viewer.imaging.views.aim import root, squared
from spine_viewer.imaging.views.ap import rotation_deg
from spine_viewer.imaging.views.gauge import Gauge
from spine_viewer.imaging.views.marks import Array, SpineLike, point
from spine_viewer.imaging.views.measures import spinous_offset


def centre(spine: SpineLike, level: str, side: str) -> Array:
    """The corner."""
    return point(spine, level, f"transverse_process_superolateral:{side}")


def make(spine: SpineLike, level: str, side: str, isocentre: Array, **settings: Any) -> CArm:
    """True AP with the corner in the middle; the rays fan out, so the angle is not quite that of the AP."""

    def arm_at(oblique_deg: float) -> CArm:
        return squared(spine, level, isocentre, oblique_deg, **settings)

    return arm_at(root(lambda angle: spinous_offset(spine, arm_at(angle), level), rotation_deg(spine, level)))


def gauges(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Gauge, ...]:
    """Endplate edge-on, spinous process in the middle."""
    return (standard.endplate_edge(spine, arm, level), standard.midline(spine, arm, level))
