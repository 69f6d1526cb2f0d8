"""``plan()``: a technique resolved on a given spine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from spine_viewer.anatomy.glossary import Glossary, crossing_level
from spine_viewer.anatomy.ids import LUMBAR_JOINT_LEVELS, SIDES, choose, facet_joint
from spine_viewer.errors import InputError
from spine_viewer.procedures.block_needle import BlockLimits, find_block_needle
from spine_viewer.procedures.checks import (
    angle_between_lines_deg,
    behind_border_mm,
    clearances_mm,
    course,
    stretch_beside,
    tip_to_nerve_mm,
)
from spine_viewer.procedures.electrode import ElectrodeLimits, find_electrode
from spine_viewer.procedures.facts import common_facts, nerve_facts
from spine_viewer.procedures.lesions import Simulate, covered_mm, lesion_course, place_burns
from spine_viewer.procedures.model import Array, Checks, LesionCourse, Needle, NervePlan, Trajectory, as_json
from spine_viewer.procedures.search import Distance, Found, axis_points
from spine_viewer.procedures.skin import SkinRays
from spine_viewer.procedures.targets import Site, site_of
from spine_viewer.procedures.technique import PROCEDURES, Technique, load_technique
from spine_viewer.procedures.views import plan_views, towards_detector

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.procedures.timeline import Timeline

Limits = TypeVar("Limits", ElectrodeLimits, BlockLimits)
HUB_RESERVE_MM = 10.0
CHECK_STEP_MM = 0.25


@dataclass(frozen=True, eq=False)
class Plan:
    """A procedure on one joint of one spine.

    ``nerves`` in the order of treatment; ``lesion`` is how one lesion grows (None for a block).
    """

    procedure: str
    joint: str
    side: str
    joint_id: str
    pose: str
    nerves: tuple[NervePlan, ...]
    lesion: LesionCourse | None
    technique: Technique = field(repr=False)

    @cached_property
    def _timeline(self) -> Timeline:
        from spine_viewer.procedures.timeline import Timeline

        return Timeline.of(self)

    def timeline(self) -> Timeline:
        """The film of this plan."""
        return self._timeline

    def facts(self, nerve: int | None) -> dict[str, str]:
        """Words and figures for captions: the plan's, and those of one nerve where ``nerve`` is its index."""
        facts = common_facts(self)
        return facts if nerve is None else facts | nerve_facts(self, nerve)

    def to_json(self) -> dict[str, Any]:
        """The plan as plain JSON values; lengths in mm, angles in degrees, points in world LPS."""
        return {
            "procedure": self.procedure,
            "title": self.technique.title["en"].professional,
            "joint": self.joint,
            "side": self.side,
            "joint_id": self.joint_id,
            "pose": self.pose,
            "frame": "LPS mm: +x patient left, +y posterior, +z superior",
            "nerves": [as_json(n, ("outline",)) for n in self.nerves],
            "lesion": as_json(self.lesion, ("outlines",)),
            "values": {k: v.model_dump(mode="json") for k, v in self.technique.all_values().items()},
            "limits_note": self.technique.limits_note["en"].professional,
        }

    def to_dict(self) -> dict[str, Any]:
        """Same as :meth:`to_json`."""
        return self.to_json()

    def summary(self) -> str:
        """The plan as a few lines of text."""
        from spine_viewer.procedures.facts import summary

        return summary(self)


def plan(
    spine: Spine, procedure: str, joint: str = "L4-L5", side: str = "left", *, simulate: Simulate | None = None
) -> Plan:
    """Plan a procedure on a joint.

    Parameters
    ----------
    spine : Spine
        Best in the ``prone`` pose: the patient lies on the front.
    procedure : str
        ``medial-branch-rf`` or ``medial-branch-block``.
    joint, side : str
        ``L1-L2`` to ``L5-S1``; ``left`` or ``right``.
    simulate : callable, optional
        Heat solver with the signature of :func:`spine_viewer.lesion.simulate`, which is the default.

    Raises
    ------
    InputError
        Unknown procedure, joint or side; or no needle path on this spine keeps the technique's limits.
    """
    choose(procedure, PROCEDURES, "procedure")
    choose(joint, LUMBAR_JOINT_LEVELS, "joint")
    choose(side, SIDES, "side")
    technique = load_technique(procedure)
    joint_id = facet_joint(joint, side)
    nerves = targets_of(spine, joint_id)
    lesion = None
    if technique.kind == "rf":
        lesion = lesion_course(technique, simulate or _heat_solver())
    skin = SkinRays(spine.skin.mesh)
    glossary = Glossary()
    made = tuple(_plan_nerve(spine, n, side, technique, skin, lesion, glossary) for n in nerves)
    return Plan(procedure, joint, side, joint_id, str(spine.pose), made, lesion, technique)


def _heat_solver() -> Simulate:
    from spine_viewer.lesion import simulate

    return simulate


def targets_of(spine: Spine, joint_id: str) -> tuple[str, ...]:
    """The nerves to treat for a joint: those that the joint names, the upper one first."""
    return tuple(n for n in spine.joint(joint_id).nerves if n.split(":")[0] in ("medial_branch", "dorsal_ramus"))


def _plan_nerve(
    spine: Spine,
    nerve: str,
    side: str,
    technique: Technique,
    skin: SkinRays,
    lesion: LesionCourse | None,
    glossary: Glossary,
) -> NervePlan:
    site = site_of(spine, nerve)
    distance: Distance = spine.distance_to_bone
    lengths = _lengths(technique)
    radius = 0.5 * technique.needle.outer_diameter_mm.single
    reach = lengths[-1] - HUB_RESERVE_MM
    if technique.kind == "rf":
        usual = -towards_detector(spine, "trajectory", site.bone, side)
        electrode = _electrode_limits(technique, radius, reach, usual)
        found = _search(lambda limits: find_electrode(site, distance, skin, limits), electrode, technique)
    else:
        oblique = technique.number("view_oblique_l5_deg") if site.bone == "sacrum" else None
        wanted = -towards_detector(spine, "oblique", site.bone, side, oblique)
        block = _block_limits(technique, radius, reach)
        found = _search(lambda limits: find_block_needle(site, wanted, distance, skin, limits), block, technique)
    needle = _needle(technique, next(x for x in lengths if x >= found.depth_mm + HUB_RESERVE_MM))
    burns = () if lesion is None else place_burns(site, found, technique, lesion, distance, radius)
    return NervePlan(
        nerve=nerve,
        label=glossary.nerve_label(nerve),
        bone=site.bone,
        place=glossary.place(crossing_level(nerve)),
        target=site.target,
        needle=needle,
        trajectory=Trajectory(found.entry, found.tip, found.direction, found.depth_mm),
        views=plan_views(spine, site.bone, side, site.target.point, found.direction),
        checks=measure(site, found, needle, technique, distance),
        burns=burns,
        nerve_covered_mm=covered_mm(site.path, burns) if burns else 0.0,
    )


def _search(find: Callable[[Limits], Found], limits: Limits, technique: Technique) -> Found:
    """The needle found near the ideal direction; where there is none, the one found further from it."""
    try:
        return find(limits)
    except InputError:
        return find(replace(limits, cone_deg=technique.number("search_cone_widest_deg")))


def measure(site: Site, found: Found, needle: Needle, technique: Technique, distance: Distance) -> Checks:
    """Check values of a needle, measured afresh on the spine, and whether they keep the technique's limits."""
    back = np.arange(0.0, found.depth_mm, CHECK_STEP_MM)
    room = np.asarray(distance(axis_points(found.tip, found.direction, back)))
    shaft, contact = clearances_mm(room, back, 0.5 * needle.outer_diameter_mm, technique.number("contact_zone_mm"))
    angle = None
    if needle.active_tip_mm > 0.0:
        beside = stretch_beside(site.path, found.tip, found.direction, needle.active_tip_mm)
        angle = angle_between_lines_deg(course(beside), found.direction)
    gap = tip_to_nerve_mm(found.tip, site.path)
    behind = float(behind_border_mm(found.tip, site.border, site.axes.posterior, site.axes.superior))
    limits = {
        "tip_to_nerve_max_mm": technique.number("tip_to_nerve_max_mm"),
        "foramen_behind_min_mm": technique.number("foramen_behind_min_mm"),
    }
    passed = gap <= limits["tip_to_nerve_max_mm"] and behind >= limits["foramen_behind_min_mm"] and shaft > 0.0
    if angle is not None:
        limits["electrode_angle_max_deg"] = technique.number("electrode_angle_max_deg")
        passed = passed and angle <= limits["electrode_angle_max_deg"]
    return Checks(gap, angle, behind, shaft, contact, limits, bool(passed and contact >= -CONTACT_TOLERANCE_MM))


CONTACT_TOLERANCE_MM = 0.1


def _lengths(technique: Technique) -> tuple[float, ...]:
    value = technique.needle.length_mm.value
    return tuple(sorted(value)) if isinstance(value, tuple) else (float(value),)


def _needle(technique: Technique, length_mm: float) -> Needle:
    spec = technique.needle
    return Needle(
        kind=spec.kind,
        gauge=int(spec.gauge.single),
        outer_diameter_mm=spec.outer_diameter_mm.single,
        length_mm=float(length_mm),
        active_tip_mm=spec.active_tip_mm.single,
        bend_deg=spec.bend_deg.single,
    )


def _electrode_limits(technique: Technique, radius_mm: float, reach_mm: float, usual: Array) -> ElectrodeLimits:
    number = technique.number
    return ElectrodeLimits(
        active_tip_mm=technique.needle.active_tip_mm.single,
        radius_mm=radius_mm,
        reach_mm=reach_mm,
        tip_to_nerve_mm=number("tip_to_nerve_max_mm"),
        angle_deg=number("electrode_angle_max_deg"),
        behind_foramen_mm=number("foramen_behind_min_mm"),
        shaft_clearance_mm=number("shaft_clearance_mm"),
        contact_mm=number("contact_zone_mm"),
        cone_deg=number("search_cone_deg"),
        usual=usual,
    )


def _block_limits(technique: Technique, radius_mm: float, reach_mm: float) -> BlockLimits:
    number = technique.number
    return BlockLimits(
        radius_mm=radius_mm,
        reach_mm=reach_mm,
        tip_to_nerve_mm=number("tip_to_nerve_max_mm"),
        behind_foramen_mm=number("foramen_behind_min_mm"),
        shaft_clearance_mm=number("shaft_clearance_mm"),
        contact_mm=number("contact_zone_mm"),
        cone_deg=number("search_cone_deg"),
    )
