"""Blocks from behind in the AP view: on the neck of a superior articular process, or at a transverse process."""

from __future__ import annotations

import numpy as np

from spine_viewer.procedures.approaches.case import Case
from spine_viewer.procedures.approaches.rules import on_bone
from spine_viewer.procedures.block_needle import BlockLimits
from spine_viewer.procedures.model import Array, Placement
from spine_viewer.procedures.point_needle import find_needle_to
from spine_viewer.procedures.search import Found
from spine_viewer.procedures.sites import corner_site
from spine_viewer.procedures.targets import Site, site_of
from spine_viewer.procedures.views import towards_detector

STEP_MM = 0.4
TOUCHING_MM = 0.15


def place_at_neck(case: Case) -> tuple[Placement, ...]:
    """One needle on the neck of the superior articular process, as in the lumbar spine but from nearer the midline."""
    site = site_of(case.spine, case.structure)
    wanted = -towards_detector(case.spine, "ap", site.bone, case.side, case.number("neck_oblique_deg"))
    return _placed(case, site, wanted)


def place_at_corner(case: Case) -> tuple[Placement, ...]:
    """One needle at the superolateral corner of the transverse process: on bone, or just above it beside the nerve."""
    site = corner_site(case.spine, case.structure)
    return _placed(case, site, -towards_detector(case.spine, "corner", site.bone, case.side))


def _placed(case: Case, site: Site, wanted: Array) -> tuple[Placement, ...]:
    """The needle to the target, its tip on bone or, where the nerve hangs above bone, beside the nerve."""
    tips, rule, most = near(case, site), on_bone(case), case.number("contact_clearance_max_mm")

    def find(own: BlockLimits) -> Found:
        return find_needle_to(site, tips, wanted, case.distance, case.skin, own, rule, most)

    return (case.placed(site, case.search(find, case.block_limits(site))),)


def near(case: Case, site: Site) -> Array:
    """Places (n, 3) for the tip near the target, nearest first: on bone, or off it where no bone is within reach."""
    reach = min(case.number("tip_to_nerve_max_mm"), case.number("tip_to_target_max_mm"))
    ticks = np.arange(-reach, reach + 1e-9, STEP_MM)
    offsets = np.array(np.meshgrid(ticks, ticks, ticks)).reshape(3, -1).T
    away = np.linalg.norm(offsets, axis=1)
    order = np.argsort(away, kind="stable")
    places = site.target.point + offsets[order][away[order] <= reach - TOUCHING_MM]
    room = np.asarray(case.distance(places)) - case.radius_mm
    touching = places[(room >= 0.0) & (room <= TOUCHING_MM)]
    return touching if len(touching) else places[room >= 0.0]
