"""True lateral: the left and the right side of the level lie on each other."""

from __future__ import annotations

from typing import Any

from spine_viewer.anatomy.ids import CERVICAL
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.views import standard
from spine_viewer.imaging.views.aim import along
from spine_viewer.imaging.views.gauge import Gauge, reading
from spine_viewer.imaging.views.marks import Array, SpineLike, middle, pair, sign, twins
from spine_viewer.imaging.views.measures import apart_mm


def centre(spine: SpineLike, level: str, side: str) -> Array:
    """Between the pedicles, in the neck between the articular pillars."""
    return twins(spine, level).mean(axis=(0, 1)) if level in CERVICAL else middle(spine, level)


def make(spine: SpineLike, level: str, side: str, isocentre: Array, **settings: Any) -> CArm:
    """Along the line from pedicle to pedicle, in the neck from pillar to pillar; detector on ``side``."""
    left, right = twins(spine, level).mean(axis=0) if level in CERVICAL else pair(spine, level, "pedicle_centre")
    return along((left - right) * sign(side), isocentre, **settings)


def gauges(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Gauge, ...]:
    """How far left and right are apart, and whether the endplate is edge-on."""
    what = "pillars_apart" if level in CERVICAL else "pedicles_apart"
    apart = apart_mm(arm, twins(spine, level))
    return (
        reading(what, apart, "sides_apart_mm"),
        reading("endplate_off", standard.endplate_edge(spine, arm, level).value, "lateral_endplate_off_deg"),
    )
