"""The figures of a needle, measured afresh on the spine, each beside its limit.

A figure's limit is a value of the technique file; where the file has none, the figure is only told. Names:

=============================  ==========================================================================
tip_to_nerve_mm                tip to the nearest point of the nerve
tip_to_target_mm               tip to its target: the point aimed at, or the line where several needles share one
bare_tip_to_target_mm          nearest point of the bare metal to the target, of an electrode that lies along the nerve
electrode_to_nerve_angle_deg   bare tip to the nerve, or the line aimed at, beside it
tip_to_foramen_mm and others   tip behind the site's ventral limit on the lateral picture, see :class:`Site`
tip_to_bone_mm and others      what only some targets have, see :class:`Extra`
shaft_clearance_mm             needle to bone, before the contact zone
contact_clearance_mm           needle to bone within it, 0 = touching
<hazard>_mm                    needle to a structure to avoid, see :mod:`spine_viewer.procedures.hazards`
=============================  ==========================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.procedures.checks import (
    angle_between_lines_deg,
    bare_tip_to_mm,
    behind_border_mm,
    clearances_mm,
    course,
    stretch_beside,
    tip_to_nerve_mm,
)
from spine_viewer.procedures.model import Checks, Figure, Needle
from spine_viewer.procedures.search import Found, axis_points

if TYPE_CHECKING:
    from spine_viewer.procedures.approaches.case import Case
    from spine_viewer.procedures.targets import Site

CHECK_STEP_MM = 0.25
CONTACT_TOLERANCE_MM = 0.1
SMALLEST_GAP_MM = 1e-6


def measure(case: Case, site: Site, found: Found, needle: Needle) -> Checks:
    """Every figure of a needle, and whether each keeps its limit."""
    kept = _Limits(case)
    back = np.arange(0.0, found.depth_mm, CHECK_STEP_MM)
    axis, radius = axis_points(found.tip, found.direction, back), 0.5 * needle.outer_diameter_mm
    figures = [*_tip(site, found, needle, kept)]
    if needle.active_tip_mm > 0.0:
        angle = electrode_angle_deg(site, found, needle.active_tip_mm)
        most = None if site.extras else kept.most(site.angle_limit)
        figures.append(Figure("electrode_to_nerve_angle_deg", angle, "deg", most=most))
    behind = float(behind_border_mm(found.tip, site.border, site.axes.posterior, site.axes.superior))
    figures.append(Figure(site.border_name, behind, least=kept.least(site.border_limit)))
    for extra in site.extras:
        least, most = kept.least(extra.least), kept.most(extra.most)
        figures.append(Figure(extra.name, extra.measured(found), least=least, most=most))
    shaft, contact = clearances_mm(np.asarray(case.distance(axis)), back, radius, case.number("contact_zone_mm"))
    figures.append(Figure("shaft_clearance_mm", shaft, least=SMALLEST_GAP_MM))
    furthest = kept.most("contact_clearance_max_mm")
    figures.append(Figure("contact_clearance_mm", contact, least=-CONTACT_TOLERANCE_MM, most=furthest))
    for name in case.technique.avoid:
        if case.hazards.has(name):
            gap = float(case.hazards.distance(name, axis).min()) - radius
            figures.append(Figure(f"{name}_mm", gap, least=kept.least(f"{name}_min_mm")))
    return Checks(tuple(figures), kept.used)


def electrode_angle_deg(site: Site, found: Found, active_tip_mm: float) -> float:
    """Angle between the bare tip and the nerve, or the line aimed at, beside it; 90 where none lies beside it."""
    line = site.path if site.aim is None or len(site.aim) < 2 else site.aim
    beside = stretch_beside(line, found.tip, found.direction, active_tip_mm)
    return angle_between_lines_deg(course(beside), found.direction) if len(beside) > 1 else 90.0


def _tip(site: Site, found: Found, needle: Needle, kept: _Limits) -> list[Figure]:
    """Distances of the tip: told only where the site has figures of its own for them, or a line of its own."""
    gap = tip_to_nerve_mm(found.tip, site.path) if len(site.path) else 0.0
    if site.extras:
        return [Figure("tip_to_nerve_mm", gap)] if len(site.path) else []
    figures = [Figure("tip_to_nerve_mm", gap, most=kept.most("tip_to_nerve_max_mm") if site.aim is None else None)]
    if site.aim is not None:
        line = site.aim if len(site.aim) > 1 else np.vstack([site.aim, site.aim])
        away = tip_to_nerve_mm(found.tip, line)
    else:
        away = float(np.linalg.norm(found.tip - site.target.point))
    most = kept.most("tip_to_target_max_mm")
    if not site.lies_along or site.aim is not None:
        figures.append(Figure("tip_to_target_mm", away, most=most))
    if site.lies_along:
        bare = bare_tip_to_mm(site.target.point, found.tip[None], found.direction[None], needle.active_tip_mm)[0]
        figures.append(Figure("bare_tip_to_target_mm", float(bare), most=most))
    return figures


class _Limits:
    """Limits of the technique file, and which of them were used."""

    def __init__(self, case: Case) -> None:
        self._technique = case.technique
        self.used: dict[str, float] = {}

    def least(self, name: str) -> float | None:
        value = self._technique.limit(name)
        if value is not None:
            self.used[name] = value
        return value

    most = least


def keeps_clear(case: Case, found: Found) -> bool:
    """Whether a needle keeps the technique's distances to what it must avoid."""
    back = np.arange(0.0, found.depth_mm, CHECK_STEP_MM)
    axis = axis_points(found.tip, found.direction, back)
    for name in case.technique.avoid:
        least = case.technique.limit(f"{name}_min_mm")
        if least is None or not case.hazards.has(name):
            continue
        if float(case.hazards.distance(name, axis).min()) - case.radius_mm < least:
            return False
    return True


def keeps_extras(case: Case, site: Site, found: Found) -> bool:
    """Whether a needle keeps the limits of the site's own figures."""
    kept = _Limits(case)
    return all(
        Figure(extra.name, extra.measured(found), least=kept.least(extra.least), most=kept.most(extra.most)).passed
        for extra in site.extras
    )
