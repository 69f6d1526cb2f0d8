"""Sacral lateral branches: needles down on to bone about the lateral side of each posterior foramen, by the clock."""

from __future__ import annotations

from dataclasses import replace

from spine_viewer.anatomy.glossary import split_id
from spine_viewer.procedures.approaches import oblique_block, parallel_from_below
from spine_viewer.procedures.approaches.case import Case
from spine_viewer.procedures.block_needle import BlockLimits, find_block_needle
from spine_viewer.procedures.model import Placement
from spine_viewer.procedures.sacral_sites import about_target, clock_name, foramen_site
from spine_viewer.procedures.search import Found
from spine_viewer.procedures.views import towards_detector

ALA = "ala"


def place(case: Case) -> tuple[Placement, ...]:
    """Needles about the foramen of a lateral branch; for the L5 dorsal ramus one down to the notch beside the ala."""
    return _about_foramen(case) if _is_lateral_branch(case) else _at_ala(oblique_block.place(case))


def place_with_parallel_l5(case: Case) -> tuple[Placement, ...]:
    """The same, with the electrode for the L5 dorsal ramus along it."""
    return _about_foramen(case) if _is_lateral_branch(case) else _at_ala(parallel_from_below.place_lumbar(case))


def _is_lateral_branch(case: Case) -> bool:
    return split_id(case.structure)[0] == "lateral_branch"


def _at_ala(found: tuple[Placement, ...]) -> tuple[Placement, ...]:
    return tuple(replace(one, name=ALA) for one in found)


def _about_foramen(case: Case) -> tuple[Placement, ...]:
    level = split_id(case.structure)[1]
    hours = case.technique.values[f"clock_{level.lower()}"].value
    return tuple(_at_hour(case, hour) for hour in (hours if isinstance(hours, tuple) else (hours,)))


def _at_hour(case: Case, hour: float) -> Placement:
    """One needle, as near as it can be to down the barrel of the view that opens the foramina."""
    back = towards_detector(case.spine, "sacral", "sacrum", case.side)
    site = foramen_site(case.spine, case.structure, back, hour, case.number("foramen_distance_mm"), case.radius_mm)
    limits = case.block_limits(site)
    near, keeps = about_target(site), case.keeps(site)

    def find(own: BlockLimits) -> Found:
        return find_block_needle(near, -back, case.distance, case.skin, own, keeps)

    return case.placed(site, case.search(find, limits), clock_name(hour, case.side))
