"""Cervical neurotomy from behind: electrodes along the articular pillar, in the sagittal plane and oblique to it.

The sagittal pass lies along the lateral surface of the pillar, the oblique one, from further lateral, along its
anterolateral surface: together they hold the nerve as it comes round the pillar.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spine_viewer.procedures.approaches.case import Case
from spine_viewer.procedures.approaches.rules import on_bone
from spine_viewer.procedures.electrode import ElectrodeLimits, find_electrode
from spine_viewer.procedures.model import Array, Placement
from spine_viewer.procedures.search import Found, fan
from spine_viewer.procedures.sites import pillar_site, shifted
from spine_viewer.procedures.targets import Site, directions_of

SAGITTAL, OBLIQUE = "sagittal", "oblique"
ORDER = ("middle", "upper", "lower")


def place_both_passes(case: Case) -> tuple[Placement, ...]:
    """A sagittal and an oblique electrode along the medial branch."""
    site = _site(case)
    aslant = replace(site, angle_limit="electrode_angle_oblique_max_deg")
    oblique = _find(case, aslant, case.number("oblique_pass_deg"))
    return (*_sagittal(case, site), case.placed(aslant, oblique, OBLIQUE))


def place_sagittal_pass(case: Case) -> tuple[Placement, ...]:
    """The sagittal electrode alone."""
    return _sagittal(case, _site(case))


def _site(case: Case) -> Site:
    return replace(pillar_site(case.spine, case.structure), lies_along=True)


def _sagittal(case: Case, site: Site) -> tuple[Placement, ...]:
    return (case.placed(site, _find(case, site, 0.0), SAGITTAL),)


def place_row(case: Case) -> tuple[Placement, ...]:
    """Three electrodes one above the other along the lateral surface of the C2-C3 joint."""
    site, made = _site(case), []
    step = case.number("placements_apart_mm")
    for name, steps in zip(ORDER, (0.0, 1.0, -1.0), strict=True):
        own = shifted(site, steps * step * site.axes.superior)
        made.append(case.placed(own, _find(case, own, 0.0), name))
    return tuple(made)


def _find(case: Case, site: Site, inward_deg: float) -> Found:
    """The electrode at an angle to the sagittal plane that fits the course aimed at best."""
    course = site if site.aim is None else replace(site, path=site.aim)
    usual = fan(*directions_of(site), inward_deg, (0.0,), (0.0,))[0]

    def find(limits: ElectrodeLimits) -> Found:
        ways = _ways(case, site, inward_deg, limits.cone_deg)
        return find_electrode(course, case.distance, case.skin, replace(limits, ways=lambda _: ways), on_bone(case))

    return case.search(find, case.electrode_limits(site, usual))


def _ways(case: Case, site: Site, inward_deg: float, cone_deg: float) -> Array:
    """Directions (n, 3) of a pass: its angle to the sagittal plane within a few degrees, tilted within the cone."""
    spread = case.number("pass_spread_deg")
    aside = np.linspace(-spread, spread, 5)
    tilts = np.linspace(-cone_deg, cone_deg, 13)
    return fan(*directions_of(site), inward_deg, tuple(aside), tuple(tilts))
