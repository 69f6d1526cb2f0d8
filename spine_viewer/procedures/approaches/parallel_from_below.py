"""Lumbar neurotomy: an electrode from below and from the side that lies along the nerve."""

from __future__ import annotations

from spine_viewer.procedures.approaches.case import Case
from spine_viewer.procedures.electrode import find_electrode
from spine_viewer.procedures.model import Placement
from spine_viewer.procedures.targets import site_of
from spine_viewer.procedures.views import towards_detector


def place(case: Case) -> tuple[Placement, ...]:
    """One electrode along the neck of the superior articular process, or in the groove beside the sacral ala."""
    site = site_of(case.spine, case.structure)
    usual = -towards_detector(case.spine, "trajectory", site.bone, case.side)
    limits = case.electrode_limits(site, usual)
    found = case.search(lambda own: find_electrode(site, case.distance, case.skin, own), limits)
    return (case.placed(site, found),)
