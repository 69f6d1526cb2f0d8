"""``plan()``: a technique resolved on a given spine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from spine_viewer.anatomy.glossary import crossing_level, split_id
from spine_viewer.anatomy.ids import SIDES, bone_of, choose, joint_id
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.errors import InputError
from spine_viewer.procedures.approaches import place, targets_of
from spine_viewer.procedures.approaches.case import Case
from spine_viewer.procedures.facts import common_facts, nerve_facts
from spine_viewer.procedures.hazards import Hazards
from spine_viewer.procedures.lesions import Simulate, covered_mm, lesion_course, with_pairs
from spine_viewer.procedures.model import LesionCourse, NervePlan, as_json
from spine_viewer.procedures.skin import SkinRays
from spine_viewer.procedures.target_names import names_of
from spine_viewer.procedures.technique import PROCEDURES, Technique, load_technique
from spine_viewer.procedures.totals import totals

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.procedures.timeline import Timeline

NAMED = ("label", "place")


@dataclass(frozen=True, eq=False)
class Plan:
    """A procedure on one joint of one spine, or on several joints in one session.

    ``nerves`` in the order of treatment; ``lesion`` is how one lesion grows (None for a block). In a session ``joint``,
    ``side`` and ``joint_id`` are those of its first joint, ``joint_ids`` has all of them.
    """

    procedure: str
    joint: str
    side: str
    joint_id: str
    pose: str
    nerves: tuple[NervePlan, ...]
    lesion: LesionCourse | None
    technique: Technique = field(repr=False)
    joint_ids: tuple[str, ...] = ()

    @property
    def joints(self) -> tuple[str, ...]:
        """Every joint of the session without its side, each once: ``("L4-L5", "L5-S1")``."""
        return tuple(dict.fromkeys(joint for joint, _ in self.sites))

    @property
    def sites(self) -> tuple[tuple[str, str], ...]:
        """Joint and side of everything that is treated, in order."""
        return tuple((split_id(one)[1] or split_id(one)[0], split_id(one)[2]) for one in self.joint_ids)

    @cached_property
    def _timeline(self) -> Timeline:
        from spine_viewer.procedures.timeline import Timeline

        return Timeline.of(self)

    def timeline(self) -> Timeline:
        """The film of this plan."""
        return self._timeline

    def facts(self, nerve: int | None, placement: int = 0, language: str = DEFAULT_LANGUAGE) -> dict[str, str]:
        """Words and figures for captions: the plan's, and those of a needle of a nerve where ``nerve`` is its index."""
        facts = common_facts(self, language)
        return facts if nerve is None else facts | nerve_facts(self, nerve, placement, language)

    def to_json(self, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """The plan as plain JSON values; lengths in mm, angles in degrees, points in world LPS.

        ``language``: that of title, limits, labels and places.
        """
        technique = self.technique
        technique.language(language)
        nerves = [
            n.to_json(("outline", "site")) | dict(zip(NAMED, names_of(n.nerve, language), strict=True))
            for n in self.nerves
        ]
        return {
            "procedure": self.procedure,
            "title": technique.title[language].professional,
            "joint": self.joint,
            "side": self.side,
            "region": technique.region,
            "variant": technique.variant,
            "joint_id": self.joint_id,
            "joint_ids": list(self.joint_ids),
            "totals": as_json(totals(self)),
            "pose": self.pose,
            "frame": "LPS mm: +x patient left, +y posterior, +z superior",
            "nerves": nerves,
            "lesion": as_json(self.lesion, ("outlines",)),
            "values": {k: v.model_dump(mode="json") for k, v in technique.all_values().items()},
            "limits_note": technique.limits_note[language].professional,
        }

    def to_dict(self, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """Same as :meth:`to_json`."""
        return self.to_json(language)

    def summary(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The plan as a few lines of text."""
        from spine_viewer.procedures.summary import summary

        return summary(self, language)


def plan(
    spine: Spine,
    procedure: str,
    joint: str = "L4-L5",
    side: str = "left",
    *,
    variant: str | None = None,
    simulate: Simulate | None = None,
) -> Plan:
    """Plan a procedure on a joint.

    Parameters
    ----------
    spine : Spine
        Best in the ``prone`` pose: the patient lies on the front.
    procedure : str
        One of :data:`~spine_viewer.procedures.technique.PROCEDURES`.
    joint, side : str
        One of :func:`~spine_viewer.procedures.technique.joints_for` the procedure; ``left`` or ``right``.
    variant : str, optional
        One of the technique's ways, such as ``monopolar``; without it the default one.
    simulate : callable, optional
        Heat solver with the signature of :func:`spine_viewer.lesion.simulate`, which is the default.

    Raises
    ------
    InputError
        Unknown procedure, joint, side or variant; or no needle path on this spine keeps the technique's limits.
    """
    choose(procedure, PROCEDURES, "procedure")
    return plan_session(spine, procedure, (joint,), (side,), variant=variant, simulate=simulate)


def plan_session(
    spine: Spine,
    procedure: str,
    joints: Sequence[str],
    sides: Sequence[str],
    *,
    variant: str | None = None,
    simulate: Simulate | None = None,
) -> Plan:
    """Plan a procedure on several joints, on one side or on both, as one session.

    One side after the other, from above downwards. A nerve that two joints share is visited once.

    Parameters
    ----------
    spine, procedure, variant, simulate
        As for :func:`plan`.
    joints, sides : sequence of str
        Every joint is treated on every side. The joints belong to one technique: those of one region.

    Raises
    ------
    InputError
        As for :func:`plan`; or no joint, no side, or joints of different techniques.
    """
    choose(procedure, PROCEDURES, "procedure")
    if not joints or not sides:
        raise InputError("a session needs at least one joint and one side")
    techniques = {joint: load_technique(procedure, joint, variant) for joint in joints}
    technique = techniques[joints[0]]
    for joint, other in techniques.items():
        if other.region != technique.region:
            raise InputError(
                f"one session takes joints of one region; with {joints[0]} not {joint}; "
                f"allowed: {', '.join(technique.joints)}"
            )
    for side in sides:
        choose(side, SIDES, "side")
    wholes = [joint_id(j, side) for side in dict.fromkeys(sides) for j in technique.joints if j in techniques]
    lesion = lesion_course(technique, simulate or _heat_solver()) if technique.kind == "rf" else None
    skin, hazards = SkinRays(spine.skin.mesh), {side: Hazards(spine, side) for side in sides}

    def planned(structure: str) -> NervePlan:
        side = split_id(structure)[2]
        return plan_nerve(Case(spine, technique, structure, met_at(structure), side, skin, hazards[side], lesion))

    aimed = dict.fromkeys(one for whole in wholes for one in targets_of(spine, whole, technique.approach))
    nerves = tuple(planned(structure) for structure in aimed)
    if lesion is not None and lesion.spacing_mm:
        paths = {nerve.nerve: np.asarray(spine.nerve(nerve.nerve).path, dtype=float) for nerve in nerves}
        nerves = with_pairs(nerves, lesion, paths)
    first = split_id(wholes[0])
    return Plan(
        procedure,
        first[1] or first[0],
        first[2],
        wholes[0],
        str(spine.pose),
        nerves,
        lesion,
        technique,
        tuple(wholes),
    )


def _heat_solver() -> Simulate:
    from spine_viewer.lesion import simulate

    return simulate


def met_at(structure: str) -> str:
    """Bone where a nerve is met; for a joint the lower one, which carries its superior articular process."""
    kind, level, _ = split_id(structure)
    if kind == "facet":
        return bone_of(level.partition("-")[2])
    return "sacrum" if kind in ("lateral_branch", "sacroiliac") else bone_of(crossing_level(structure))


def plan_nerve(case: Case) -> NervePlan:
    """The needles for one target, with its names."""
    placements = place(case)
    burns = tuple(burn for one in placements for burn in one.burns)
    label, where = names_of(case.structure)
    covered = covered_mm(case.spine.nerve(case.structure).path, burns) if burns else 0.0
    return NervePlan(case.structure, label, case.bone, where, placements, covered)
