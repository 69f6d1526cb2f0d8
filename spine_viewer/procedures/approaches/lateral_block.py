"""Cervical block from the side: down the barrel of the true lateral view, on to the articular pillar."""

from __future__ import annotations

from spine_viewer.procedures.approaches.case import Case
from spine_viewer.procedures.block_needle import find_block_needle
from spine_viewer.procedures.model import Placement
from spine_viewer.procedures.point_needle import find_needle_to
from spine_viewer.procedures.sites import across_joint_line, pillar_site
from spine_viewer.procedures.views import towards_detector


def place_on_pillar(case: Case) -> tuple[Placement, ...]:
    """One needle on the pillar where the medial branch crosses it."""
    site = pillar_site(case.spine, case.structure)
    wanted = -towards_detector(case.spine, "lateral", site.bone, case.side)
    found = case.search(
        lambda own: find_block_needle(site, wanted, case.distance, case.skin, own, case.keeps_clear),
        case.block_limits(site),
    )
    return (case.placed(site, found),)


def place_across_joint(case: Case) -> tuple[Placement, ...]:
    """Needles above, at and below the line of the C2-C3 joint, for the third occipital nerve."""
    nerve = pillar_site(case.spine, case.structure)
    joint = case.spine.nerve(case.structure).joints[0]
    wanted = -towards_detector(case.spine, "lateral", nerve.bone, case.side)
    sites = across_joint_line(case.spine, nerve, joint, case.number("points_apart_mm"), case.radius_mm)
    made = []
    for name, site in zip(("above", "at", "below"), sites, strict=True):
        tips = site.target.point[None]
        found = find_needle_to(site, tips, wanted, case.distance, case.skin, case.block_limits(site), case.keeps_clear)
        made.append(case.placed(site, found, name))
    return tuple(made)
