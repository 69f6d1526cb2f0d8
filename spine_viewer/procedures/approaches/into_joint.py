"""Intra-articular injection: through the posterior opening of a facet joint, the tip just inside it."""

from __future__ import annotations

import numpy as np

from spine_viewer.procedures.approaches.case import Case
from spine_viewer.procedures.joint_needle import find_joint_needle
from spine_viewer.procedures.joint_sites import JointSpace, joint_site, joint_space, way_back, way_back_sagittal
from spine_viewer.procedures.model import Array, Placement
from spine_viewer.procedures.search import cone
from spine_viewer.procedures.targets import Site
from spine_viewer.procedures.views import towards_detector

TURN_STEP_DEG = 2.5
TILTS_DEG = (0.0, -6.0, 6.0, -12.0, 12.0, -18.0, 18.0, -24.0, 24.0)
TILT_COST = 0.75
RINGS, AROUND = 6, 12


def place_first_lucency(case: Case) -> tuple[Placement, ...]:
    """From the AP view turned to the side until the joint first opens: that is its posterior part.

    The endplate stays squared where it can; every tilt away from it counts as some more turning.
    """
    site, space = _site(case, way_back(case.spine, case.structure))
    back = towards_detector(case.spine, "ap", site.bone, case.side)
    turns = np.arange(0.0, case.number("turn_most_deg") + 1e-9, TURN_STEP_DEG)
    pairs = sorted(((turn, tilt) for turn in turns for tilt in TILTS_DEG), key=lambda p: p[0] + TILT_COST * abs(p[1]))
    return _placed(case, site, space, -np.array([_turned(back, site, *pair) for pair in pairs]))


def place_in_plane(case: Case) -> tuple[Placement, ...]:
    """From behind and below, along the plane of the joint, without a turn to the side."""
    way = way_back_sagittal(case.spine, case.structure)
    site, space = _site(case, way)
    ways = cone(-way, case.number("search_cone_widest_deg"), RINGS, AROUND)
    return _placed(case, site, space, ways)


def _site(case: Case, way: Array) -> tuple[Site, JointSpace]:
    space = joint_space(case.spine, case.structure)
    return joint_site(case.spine, case.structure, space, way, case.number("inside_mm")), space


def _turned(back: Array, site: Site, turn_deg: float, tilt_deg: float) -> Array:
    """A direction to the detector turned towards the treated side and tilted towards the head."""
    turn, tilt = np.radians(turn_deg), np.radians(tilt_deg)
    up = site.axes.superior - (site.axes.superior @ back) * back
    up = up / np.linalg.norm(up)
    aside = site.lateral - (site.lateral @ back) * back
    aside = aside / np.linalg.norm(aside)
    flat = np.cos(turn) * back + np.sin(turn) * aside
    return np.asarray(np.cos(tilt) * flat + np.sin(tilt) * up)


def _placed(case: Case, site: Site, space: JointSpace, directions: Array) -> tuple[Placement, ...]:
    off = np.linalg.norm(space.middles - site.target.point, axis=1)
    order = np.argsort(off, kind="stable")
    tips = space.middles[order][off[order] <= case.number("tip_to_target_max_mm")]
    found = find_joint_needle(
        site,
        tips,
        directions,
        case.number("lucency_mm"),
        case.distance,
        case.skin,
        case.block_limits(site),
        case.keeps(site),
    )
    return (case.placed(site, found),)
