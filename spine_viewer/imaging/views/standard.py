"""Readings that several views share."""

from __future__ import annotations

from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.views import measures
from spine_viewer.imaging.views.gauge import Gauge, reading
from spine_viewer.imaging.views.marks import SpineLike


def endplate_edge(spine: SpineLike, arm: CArm, level: str) -> Gauge:
    """Degrees by which the superior endplate is not edge-on."""
    return reading("endplate_off", measures.endplate_off_deg(spine, arm, level), "endplate_off_deg")


def endplate_line(spine: SpineLike, arm: CArm, level: str) -> Gauge:
    """Thickness of the endplate's line."""
    return reading("endplate_line", measures.endplate_line_mm(spine, arm, level), "endplate_line_mm")


def midline(spine: SpineLike, arm: CArm, level: str) -> Gauge:
    """Spinous process off the middle of the pedicles."""
    offset = abs(measures.spinous_offset(spine, arm, level))
    return reading("spinous_offset", offset, "spinous_offset_share")
