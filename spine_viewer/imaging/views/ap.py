"""True AP: superior endplate squared, spinous process midway between the pedicles."""

from __future__ import annotations

import math
from typing import Any

from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.views import standard
from spine_viewer.imaging.views.aim import squared
from spine_viewer.imaging.views.gauge import Gauge
from spine_viewer.imaging.views.marks import Array, SpineLike, middle, spinous_process


def rotation_deg(spine: SpineLike, level: str) -> float:
    """Oblique angle at which the spinous process lies midway between the pedicles, whatever the tilt."""
    x, y, _ = spinous_process(spine, level) - middle(spine, level)
    return math.degrees(math.atan2(x, y))


def centre(spine: SpineLike, level: str, side: str) -> Array:
    """Between the pedicles."""
    return middle(spine, level)


def make(spine: SpineLike, level: str, side: str, isocentre: Array, **settings: Any) -> CArm:
    """From behind; does not depend on ``side``."""
    return squared(spine, level, isocentre, rotation_deg(spine, level), **settings)


def gauges(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Gauge, ...]:
    """Endplate edge-on and thin, spinous process in the middle."""
    return (
        standard.endplate_edge(spine, arm, level),
        standard.endplate_line(spine, arm, level),
        standard.midline(spine, arm, level),
    )
