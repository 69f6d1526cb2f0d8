"""Neurotomy from below and from the side, the electrode along the nerve on the neck of the articular process."""

from __future__ import annotations

from dataclasses import replace

from spine_viewer.procedures.approaches.case import Case
from spine_viewer.procedures.approaches.rules import on_bone
from spine_viewer.procedures.electrode import ElectrodeLimits, find_electrode
from spine_viewer.procedures.model import Placement
from spine_viewer.procedures.search import Found, fan, spread
from spine_viewer.procedures.targets import directions_of, site_of
from spine_viewer.procedures.views import towards_detector

NECK_LIMIT = "electrode_angle_neck_max_deg"


def place_lumbar(case: Case) -> tuple[Placement, ...]:
    """One electrode along the neck of the superior articular process, or in the groove beside the sacral ala."""
    site = replace(site_of(case.spine, case.structure), lies_along=True)
    usual = -towards_detector(case.spine, "trajectory", site.bone, case.side)
    limits = case.electrode_limits(site, usual)

    def find(own: ElectrodeLimits) -> Found:
        return find_electrode(site, case.distance, case.skin, own)

    return (case.placed(site, case.search(find, limits)),)


def place_thoracic(case: Case) -> tuple[Placement, ...]:
    """The same from T1 to L1, where the usual way in is turned and declined by the technique's figures."""
    site = replace(site_of(case.spine, case.structure), lies_along=True)
    if NECK_LIMIT in case.technique.values:
        site = replace(site, angle_limit=NECK_LIMIT)
    axes, inward, declined = directions_of(site), case.number("neck_oblique_deg"), case.number("declined_deg")
    usual = fan(*axes, inward, (0.0,), (declined,))[0]

    def find(limits: ElectrodeLimits) -> Found:
        ways = fan(*axes, inward, *spread(limits.cone_deg, declined, limits.fine))
        own = replace(limits, ways=lambda _: ways)
        return find_electrode(site, case.distance, case.skin, own, on_bone(case))

    return (case.placed(site, case.search(find, case.electrode_limits(site, usual))),)
