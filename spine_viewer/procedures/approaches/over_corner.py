"""Thoracic neurotomy: an electrode from below that lies over the superolateral corner of the transverse process.

The nerve bends round that corner, so no straight electrode lies along all of it: it lies as near and as parallel as the
way in allows, on bone.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spine_viewer.procedures.approaches.case import Case
from spine_viewer.procedures.approaches.rules import on_bone
from spine_viewer.procedures.electrode import ElectrodeLimits, find_electrode
from spine_viewer.procedures.model import Placement
from spine_viewer.procedures.search import Found, fan, spread
from spine_viewer.procedures.sites import corner_site
from spine_viewer.procedures.targets import directions_of


def place(case: Case) -> tuple[Placement, ...]:
    """One electrode over the corner, or just above it where the nerve hangs there."""
    site = corner_site(case.spine, case.structure)
    site = replace(site, aim=site.target.point[None])
    axes, declined = directions_of(site), case.number("declined_deg")
    usual = fan(*axes, 0.0, (0.0,), (declined,))[0]

    rule, furthest = on_bone(case), case.number("tip_to_target_max_mm")

    def at_target(found: Found) -> bool:
        return bool(np.linalg.norm(found.tip - site.target.point) <= furthest) and rule(found)

    def find(limits: ElectrodeLimits) -> Found:
        ways = fan(*axes, 0.0, *spread(limits.cone_deg, declined))
        own = replace(limits, ways=lambda _: ways)
        return find_electrode(site, case.distance, case.skin, own, at_target)

    return (case.placed(site, case.search(find, case.electrode_limits(site, usual))),)
