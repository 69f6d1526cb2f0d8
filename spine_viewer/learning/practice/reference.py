"""What a session is measured against: the plan of the procedure, with every place that it aims at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.procedures.checks import behind_border_mm, tip_to_nerve_mm
from spine_viewer.procedures.measures import electrode_angle_deg
from spine_viewer.procedures.model import Array, Placement
from spine_viewer.procedures.planner import Plan, plan
from spine_viewer.procedures.search import Found
from spine_viewer.procedures.targets import Site
from spine_viewer.procedures.technique import Technique, load_technique

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine


@dataclass(frozen=True, eq=False)
class Goal:
    """One needle of the plan: where it is to be, and how a needle is measured there."""

    nerve: str
    name: str
    bone: str
    placement: Placement
    technique: Technique

    @property
    def site(self) -> Site:
        """Where it aims."""
        return self.placement.site

    @property
    def key(self) -> tuple[str, str]:
        """Nerve and name of the placement."""
        return self.nerve, self.name

    @property
    def tips(self) -> tuple[Array, ...]:
        """(3,) of the plan: where it treats, one after the other."""
        return (self.placement.trajectory.tip, *(burn.tip for burn in self.placement.burns))

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


def reference(
    spine: Spine, procedure: str, joint: str, side: str, variant: str | None = None
) -> tuple[Plan, tuple[Goal, ...]]:
    """The plan of a procedure, and its needles as goals; raises as :func:`~spine_viewer.procedures.plan`."""
    technique = load_technique(procedure, joint, variant)
    if technique.limit("pair_spacing_mm") is not None:
        others = ", ".join(name for name in load_technique(procedure, joint).variant_names if name != technique.variant)
        raise InputError(
            f"{technique.variant} heats two electrodes at a time, and practice has one needle; allowed: {others}"
        )
    made = plan(spine, procedure, joint, side, variant=variant)
    goals = (
        Goal(nerve.nerve, one.name, nerve.bone, one, technique) for nerve in made.nerves for one in nerve.placements
    )
    return made, tuple(goals)
