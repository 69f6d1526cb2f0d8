"""What a session is measured against: the plan of the procedure, with every place that it aims at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.anatomy.ids import SIDES, choose, joint_id
from spine_viewer.errors import InputError
from spine_viewer.procedures.approaches import targets_of
from spine_viewer.procedures.approaches.case import Case
from spine_viewer.procedures.checks import behind_border_mm, tip_to_nerve_mm
from spine_viewer.procedures.hazards import Hazards
from spine_viewer.procedures.lesions import lesion_course
from spine_viewer.procedures.measures import electrode_angle_deg
from spine_viewer.procedures.model import Array, Placement
from spine_viewer.procedures.planner import Plan, met_at, plan_nerve
from spine_viewer.procedures.search import Found
from spine_viewer.procedures.skin import SkinRays
from spine_viewer.procedures.targets import Site
from spine_viewer.procedures.technique import PROCEDURES, Technique, load_technique

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine


@dataclass(frozen=True, eq=False)
class Goal:
    """One needle of the plan: where it is to be, and how a needle is measured there."""

    nerve: str
    name: str
    bone: str
    site: Site
    placement: Placement
    technique: Technique

    @property
    def key(self) -> tuple[str, str]:
        """Nerve and name of the placement."""
        return self.nerve, self.name

    @property
    def by_target(self) -> bool:
        """Whether the tip is measured from a place of its own, not from the nerve."""
        return bool(self.site.extras) or self.site.aim is not None

    def tip_mm(self, tip: Array) -> float:
        """How far a tip (3,) is from the nerve, or from the place or line that is aimed at."""
        if self.site.aim is not None:
            line = self.site.aim if len(self.site.aim) > 1 else np.vstack([self.site.aim, self.site.aim])
            return tip_to_nerve_mm(tip, line)
        if self.site.extras:
            return float(np.linalg.norm(tip - self.site.target.point))
        return tip_to_nerve_mm(tip, self.site.path)

    @property
    def tip_most_mm(self) -> float:
        """Furthest that counts as there."""
        return self.technique.number("tip_to_target_max_mm" if self.by_target else "tip_to_nerve_max_mm")

    def behind_mm(self, tip: Array) -> float:
        """How far a tip (3,) lies behind the ventral limit on the lateral picture."""
        return float(behind_border_mm(tip, self.site.border, self.site.axes.posterior, self.site.axes.superior))

    @property
    def behind_least_mm(self) -> float:
        """What the technique asks for."""
        return self.technique.number(self.site.border_limit)

    @property
    def angle_most_deg(self) -> float | None:
        """Largest angle between electrode and nerve; None where the technique has no such limit."""
        bare = self.placement.needle.active_tip_mm > 0.0
        return None if not bare or self.site.extras else self.technique.limit(self.site.angle_limit)

    def angle_deg(self, found: Found) -> float:
        """Angle between the bare tip and the nerve beside it; 90 where none is beside it."""
        return electrode_angle_deg(self.site, found, self.placement.needle.active_tip_mm)


@dataclass(frozen=True, eq=False)
class _Noting(Case):
    """A case that keeps where each of its needles aims."""

    sites: list[Site] = field(default_factory=list, repr=False)

    def placed(self, site: Site, found: Found, name: str = "") -> Placement:
        self.sites.append(site)
        return super().placed(site, found, name)


def reference(
    spine: Spine, procedure: str, joint: str, side: str, variant: str | None = None
) -> tuple[Plan, tuple[Goal, ...], SkinRays]:
    """The plan of a procedure, its needles as goals, and the skin; raises as :func:`~spine_viewer.procedures.plan`."""
    choose(procedure, PROCEDURES, "procedure")
    technique = load_technique(procedure, joint, variant)
    choose(side, SIDES, "side")
    if technique.limit("pair_spacing_mm") is not None:
        others = ", ".join(name for name in load_technique(procedure, joint).variant_names if name != technique.variant)
        raise InputError(
            f"{technique.variant} heats two electrodes at a time, and practice has one needle; allowed: {others}"
        )
    whole = joint_id(joint, side)
    course = None
    if technique.kind == "rf":
        from spine_viewer.lesion import simulate

        course = lesion_course(technique, simulate)
    skin, hazards = SkinRays(spine.skin.mesh), Hazards(spine, side)
    nerves, goals = [], []
    for structure in targets_of(spine, whole, technique.approach):
        case = _Noting(spine, technique, structure, met_at(structure), side, skin, hazards, course)
        nerve = plan_nerve(case)
        nerves.append(nerve)
        goals += [
            Goal(structure, one.name, case.bone, site, one, technique)
            for one, site in zip(nerve.placements, case.sites, strict=True)
        ]
    made = Plan(procedure, joint, side, whole, str(spine.pose), tuple(nerves), course, technique)
    return made, tuple(goals), skin
