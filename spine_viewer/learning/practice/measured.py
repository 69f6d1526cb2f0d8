"""The figures of a session: what was reached at every place of the plan, and what it took. Nothing is judged here."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from spine_viewer.learning.practice.figures import scoring
from spine_viewer.learning.practice.reference import Goal
from spine_viewer.learning.practice.state import State, Use
from spine_viewer.procedures.approaches import TREATED
from spine_viewer.procedures.checks import tip_to_nerve_mm
from spine_viewer.procedures.lesions import covered_mm
from spine_viewer.procedures.model import Burn
from spine_viewer.procedures.search import Found

if TYPE_CHECKING:
    from spine_viewer.learning.practice.practice import Practice


@dataclass(frozen=True)
class AtGoal:
    """One place of the plan. Lengths in mm; None where it does not apply, or nothing was placed there.

    Attributes
    ----------
    nerve, name : str
    placed : bool
        Whether a needle was said to be there.
    tip_mm, tip_most_mm : float
        Tip to the nerve or target, and its limit.
    place_mm : float
        Tip to the nearest tip of the plan.
    higher_mm, lateral_mm : float
        Tip from the expert's tip, along the bone's own axes.
    at : str
        The nerve or joint that the tip is nearest to, where that is another one.
    angle_deg, angle_most_deg : float
    cover_share, cover_percent : float
        Nerve in the lesions, as a share of what the plan's lesions hold, and of its course.
    behind_mm, behind_least_mm : float
        Tip behind the ventral limit at the worst moment that counts.
    treatments : int
        Lesions, in a block injections of anaesthetic.
    views_share : float
        Check views taken with the needle where it was, before the treatments.
    on_the_way : bool
        A picture shortly before the last advance.
    motor_share : float
        Lesions after a motor test at full voltage without a limb that moves.
    limb_ignored : bool
        A lesion where a limb had moved.
    ml, most_ml, least_ml : float
        Anaesthetic at one place.
    contrast_watched : bool
    """

    nerve: str
    name: str
    placed: bool
    tip_most_mm: float
    behind_least_mm: float
    most_ml: float
    least_ml: float
    tip_mm: float | None = None
    place_mm: float | None = None
    higher_mm: float | None = None
    lateral_mm: float | None = None
    at: str = ""
    angle_deg: float | None = None
    angle_most_deg: float | None = None
    cover_share: float | None = None
    cover_percent: float | None = None
    behind_mm: float | None = None
    treatments: int = 0
    views_share: float = 0.0
    views_missed: tuple[str, ...] = ()
    on_the_way: bool = False
    motor_share: float | None = None
    limb_ignored: bool = False
    ml: float = 0.0
    contrast_watched: bool | None = None


@dataclass(frozen=True)
class Danger:
    """Nearest approach to a structure to avoid and the least that is allowed, mm."""

    name: str
    nearest_mm: float
    least_mm: float


@dataclass(frozen=True)
class Measured:
    """All figures of a session; the last ones in all, not for each needle."""

    heats: bool
    goals: tuple[AtGoal, ...]
    dangers: tuple[Danger, ...]
    exposures: int
    seconds: float
    dose: float
    entries: int
    redirections: int
    entries_planned: int
    redirections_planned: int
    time_s: float

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


def measured(practice: Practice, state: State) -> Measured:
    """The figures of a state of a session, finished or not."""
    technique = practice.plan.technique
    known = dict(state.nearest_mm)
    default = scoring().limit
    dangers = tuple(
        Danger(name, gap, technique.limit(f"{name}_min_mm") or default("danger_min_mm")) for name, gap in known.items()
    )
    cover = _cover(practice, state)
    return Measured(
        heats=technique.kind == "rf",
        goals=tuple(_at(practice, state, goal, cover[goal.nerve]) for goal in practice.goals),
        dangers=dangers,
        exposures=state.exposures,
        seconds=state.seconds,
        dose=state.dose,
        entries=state.entries,
        redirections=state.redirections,
        entries_planned=len(practice.goals),
        redirections_planned=sum(max(len(one.placement.burns) - 1, 0) for one in practice.goals),
        time_s=state.time_s,
    )


def _at(practice: Practice, state: State, goal: Goal, cover: tuple[float | None, float | None]) -> AtGoal:
    heats, own = practice.plan.technique.kind == "rf", [use for use in state.uses if use.stop == goal.key]
    most = scoring().most_ml(practice.plan.technique)
    usual = practice.plan.technique.limit("anaesthetic_ml") or most
    there = [use for use in own if use.kind == "placed"]
    base = AtGoal(
        nerve=goal.nerve,
        name=goal.name,
        placed=bool(there),
        tip_most_mm=goal.tip_most_mm,
        behind_least_mm=goal.behind_least_mm,
        most_ml=most,
        least_ml=scoring().limit("least_volume_share") * usual,
        angle_most_deg=goal.angle_most_deg,
    )
    if not there:
        return base
    last = there[-1]
    tip, treated = np.array(last.tip), [use for use in own if use.kind == ("lesion" if heats else "anaesthetic")]
    found = Found(tip, np.array(last.heading), np.array(last.entry), last.depth_mm)
    off = tip - goal.placement.trajectory.tip
    away = goal.tip_mm(tip)
    missed = [_missed(state, goal, use) for use in treated]
    asked = len(check_views(goal))
    tested = [_tested(practice, state, use) for use in treated] if heats else []
    by_hole = _by_place(own, "anaesthetic")
    return AtGoal(
        **{name: getattr(base, name) for name in (
            "nerve", "name", "placed", "tip_most_mm", "behind_least_mm", "most_ml", "least_ml", "angle_most_deg",
        )},
        tip_mm=away,
        place_mm=min(float(np.linalg.norm(tip - one)) for one in goal.tips),
        higher_mm=float(off @ goal.site.axes.superior),
        lateral_mm=float(off @ goal.site.lateral),
        at=_elsewhere(practice, goal, tip, away),
        angle_deg=None if goal.angle_most_deg is None else goal.angle_deg(found),
        cover_share=cover[0],
        cover_percent=cover[1],
        behind_mm=min(goal.behind_mm(np.array(use.tip)) for use in (last, *treated)),
        treatments=len(treated),
        views_share=float(np.mean([1.0 - len(one) / asked for one in missed])) if missed else 0.0,
        views_missed=tuple(sorted({name for one in missed for name in one})),
        on_the_way=all(_on_the_way(state, use) for use in treated) if treated else False,
        motor_share=float(np.mean([ok for ok, _ in tested])) if tested else (0.0 if heats else None),
        limb_ignored=any(limb for _, limb in tested),
        ml=max(by_hole, default=0.0),
        contrast_watched=None if heats else any(use.kind == "contrast" and use.seen for use in own),
    )  # fmt: skip


def check_views(goal: Goal) -> tuple[str, ...]:
    """Names of the views that the technique checks a needle in.

    Where its film leaves out the pictures of a needle, because they are those of the one before, all of them count.
    """
    checks = [step for step in goal.technique.steps if step.action == "check"]
    own = [step for step in checks if step.applies(goal.bone, goal.name)]
    names = {step.view_at(goal.bone): None for step in own or checks}
    return tuple(name for name in names if name in goal.placement.views)


def _missed(state: State, goal: Goal, use: Use) -> tuple[str, ...]:
    """Check views that were not taken with the needle where it was used."""
    from spine_viewer.imaging.carm import CArm

    still = scoring().limit("still_mm")
    seen = [
        np.array(look.detector)
        for look in state.looks
        if look.needle == use.needle and abs(look.travel_mm - use.travel_mm) <= still and look.tip_in_field
    ]
    least, missed = np.cos(np.radians(scoring().limit("view_off_deg"))), []
    for name in check_views(goal):
        wanted = goal.placement.views[name]
        way = CArm((0.0, 0.0, 0.0), wanted.oblique_deg, wanted.tilt_deg).detector_direction
        if not any(abs(float(way @ one)) >= least for one in seen):
            missed.append(name)
    return tuple(missed)


def _on_the_way(state: State, use: Use) -> bool:
    """Whether a picture was taken shortly before the needle came to where it was used."""
    low, high = scoring().limit("still_mm"), scoring().limit("blind_most_mm")
    return any(
        look.needle == use.needle and low < use.travel_mm - look.travel_mm <= high and look.tip_in_field
        for look in state.looks
    )


def _tested(practice: Practice, state: State, use: Use) -> tuple[bool, bool]:
    """Whether the motor test before a lesion was done and quiet; whether a limb moved and the lesion was still made."""
    still, volts = scoring().limit("still_mm"), practice.plan.technique.number("motor_test_v")
    before = state.uses[: state.uses.index(use)]
    own = [
        one
        for one in before
        if one.kind == "motor" and one.needle == use.needle and abs(one.travel_mm - use.travel_mm) <= still
    ]
    limb = any(one.limb for one in own)
    return not limb and any(one.amount >= volts - 1e-9 for one in own), limb


def _by_place(uses: list[Use], kind: str) -> list[float]:
    """Millilitres at each place of the needle."""
    amounts: dict[tuple[int, int], float] = {}
    for use in uses:
        if use.kind == kind:
            place = (use.needle, round(use.travel_mm / scoring().limit("still_mm")))
            amounts[place] = amounts.get(place, 0.0) + use.amount
    return list(amounts.values())


def _elsewhere(practice: Practice, goal: Goal, tip: np.ndarray, away_mm: float) -> str:
    """The nerve or joint of the treated kind that a tip is nearest to, where it is not at its goal; empty for that."""
    if away_mm <= scoring().limit("level_mm"):
        return ""
    spine = practice.spine
    if not len(goal.site.path):
        near = min(map(spine.joint, spine.joints), key=lambda one: float(np.linalg.norm(tip - one.centre)))
        return "" if near.id == goal.nerve else near.id
    nerves = [name for name in spine.nerves if name.split(":")[0] in TREATED]
    nearest = min(nerves, key=lambda name: tip_to_nerve_mm(tip, np.asarray(spine.nerve(name).path, dtype=float)))
    return "" if nearest == goal.nerve else nearest


def _cover(practice: Practice, state: State) -> dict[str, tuple[float | None, float | None]]:
    """Share of the plan's and percent of the course that the lesions hold, by nerve."""
    course = practice.plan.lesion
    if course is None:
        return {nerve.nerve: (None, None) for nerve in practice.plan.nerves}
    burns = []
    for use in state.uses:
        if use.kind == "lesion":
            k = min(int(np.searchsorted(course.times_s, use.amount - 1e-9)), len(course.outlines) - 1)
            size = float(course.width_mm[k]), float(course.length_mm[k])
            burns.append(Burn(np.array(use.tip), np.array(use.heading), *size, course.outlines[k]))
    found: dict[str, tuple[float | None, float | None]] = {}
    for nerve in practice.plan.nerves:
        path = np.asarray(practice.spine.nerve(nerve.nerve).path, dtype=float)
        length = float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum())
        held = covered_mm(path, tuple(burns)) if burns else 0.0
        share = held / nerve.nerve_covered_mm if nerve.nerve_covered_mm > 0.0 else None
        found[nerve.nerve] = (share, 100.0 * held / length)
    return found
