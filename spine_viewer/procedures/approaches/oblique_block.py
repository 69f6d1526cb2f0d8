"""Lumbar block: down the barrel of the oblique view, on to bone beside the nerve."""

from __future__ import annotations

from spine_viewer.procedures.approaches.case import Case
from spine_viewer.procedures.block_needle import find_block_needle
from spine_viewer.procedures.model import Placement
from spine_viewer.procedures.targets import site_of
from spine_viewer.procedures.views import towards_detector


def place(case: Case) -> tuple[Placement, ...]:
    """One needle on the neck of the superior articular process, or in the notch beside the sacral ala."""
    site = site_of(case.spine, case.structure)
    oblique = case.number("view_oblique_l5_deg") if site.bone == "sacrum" else None
    wanted = -towards_detector(case.spine, "oblique", site.bone, case.side, oblique)
    limits = case.block_limits(site)
    found = case.search(lambda own: find_block_needle(site, wanted, case.distance, case.skin, own), limits)
    return (case.placed(site, found),)
