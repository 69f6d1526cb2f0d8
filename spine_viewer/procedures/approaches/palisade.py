"""Bipolar palisade: a row of cannulae down on the sacrum, lateral to the posterior foramina, near enough to pair."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spine_viewer.anatomy.glossary import split_id
from spine_viewer.procedures.approaches.case import Case
from spine_viewer.procedures.approaches.periforaminal import ALA
from spine_viewer.procedures.block_needle import BlockLimits, find_block_needle
from spine_viewer.procedures.model import Array, Placement
from spine_viewer.procedures.sacral_sites import about_target, bone_site, row_places
from spine_viewer.procedures.search import Found
from spine_viewer.procedures.targets import Extra, Site, site_of
from spine_viewer.procedures.views import towards_detector

LAST = "row_end"


def place(case: Case) -> tuple[Placement, ...]:
    """The cannulae of the row that are nearest to one nerve: one at the L5 dorsal ramus, the others by the foramina."""
    back = towards_detector(case.spine, "sacral", "sacrum", case.side)
    distance, apart = case.number("foramen_distance_mm"), case.number("pair_spacing_mm")
    row = row_places(case.spine, case.side, back, distance, apart)
    own = split_id(case.structure)[1].partition(":")[0]
    if own == row[0][0]:
        return (_placed(case, site_of(case.spine, case.structure), back, ALA),)
    felt = [row[0][1]]
    made = []
    for n, (level, at) in enumerate(row[1:], start=1):
        site = bone_site(case.spine, f"lateral_branch:{level}:{case.side}", back, at, case.radius_mm)
        if level == own:
            made.append(_placed(case, _beside(site, felt[-1]), back, LAST if n == len(row) - 1 else f"row{n + 1}"))
        felt.append(site.target.point)
    return tuple(made)


def _beside(site: Site, neighbour: Array) -> Site:
    """The site with the distance to the place (3,) of the cannula before it as one more figure."""

    def gap(found: Found) -> float:
        return float(np.linalg.norm(found.tip - neighbour))

    return replace(site, extras=(*site.extras, Extra("tip_to_neighbour_mm", gap, most="neighbour_max_mm")))


def _placed(case: Case, site: Site, back: Array, name: str) -> Placement:
    """One cannula, as near as it can be to down the barrel of the view that opens the foramina."""
    near, keeps = about_target(site) if site.extras else site, case.keeps(site)

    def find(own: BlockLimits) -> Found:
        return find_block_needle(near, -back, case.distance, case.skin, own, keeps)

    return case.placed(site, case.search(find, case.block_limits(site)), name)
