"""What the heat does at a moment of the film, in figures: temperatures over time, and how much nerve is held."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.anatomy.glossary import split_id
from spine_viewer.lesion.damage import lethal_temperature
from spine_viewer.lesion.facts import tissue_facts
from spine_viewer.lesion.growth import Growth
from spine_viewer.procedures.checks import resample
from spine_viewer.procedures.heat import BurnKey, Heat, nerve_of
from spine_viewer.procedures.model import Array, NervePlan
from spine_viewer.procedures.search import Distance, perpendicular

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.procedures.moment import LesionState, Moment
    from spine_viewer.procedures.planner import Plan

STEP_MM = 0.25
TURNS = 24


@dataclass(frozen=True, eq=False)
class HeatReading:
    """One burn at one moment.

    Parameters
    ----------
    key : (str, int)
        Nerve, and which of its burns.
    burns : int
        How many burns that nerve gets.
    seconds, total_s : float
        Of this burn.
    beside_bone, all_beside_bone : bool
        Whether this burn, and whether every burn that is counted was worked out beside bone.
    perfusion : str
    tip_times_s, tip_c : (n,) float
        What the thermometer in the tip shows.
    times_s, place_c : (m,) float
        What the tissue at the chosen place has.
    tip_now_c, place_now_c : float
    lethal_c : float
        Temperature that, held for the whole time, gives the lethal thermal dose.
    covered_mm, course_mm, covered_percent : float
        Length of the nerve in dead tissue of this and the earlier burns, length of its course in the model, and the
        part that is covered.
    """

    key: BurnKey
    burns: int
    seconds: float
    total_s: float
    beside_bone: bool
    all_beside_bone: bool
    perfusion: str
    tip_times_s: Array
    tip_c: Array
    times_s: Array
    place_c: Array
    tip_now_c: float
    place_now_c: float
    lethal_c: float
    covered_mm: float
    course_mm: float
    covered_percent: float


def read_heat(spine: Spine, plan: Plan, heat: Heat, moment: Moment, away_mm: float | None = None) -> HeatReading | None:
    """Figures of the burn in hand; None where nothing has been heated yet.

    Parameters
    ----------
    spine, plan, heat, moment
        Of one film.
    away_mm : float, optional
        The place whose temperature is told: so far from the axis of the electrode, beside the middle of its bare tip,
        where there is most room from bone. None is the point of the nerve that is nearest to the bare tip.
    """
    burn = burn_in_hand(moment)
    if burn is None:
        return None
    key = (burn.nerve, burn.burn)
    planned, growth = nerve_of(plan, burn.nerve), heat.at(key, burn.seconds)
    path = np.asarray(spine.nerve(burn.nerve).path, dtype=float)
    point = _nearest(path, planned, key) if away_mm is None else beside(spine.distance_to_bone, planned, key, away_mm)
    times, celsius = _history(growth, tuple(point.tolist()))
    course = float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum())
    states = [state for state in moment.lesions if state.nerve == burn.nerve]
    used = [heat.at((state.nerve, state.burn), state.seconds) for state in states]
    part = held(path, [(one, state.seconds) for one, state in zip(used, states, strict=True)])
    total = burn.seconds / burn.fraction
    return HeatReading(
        key=key,
        burns=len(planned.burns),
        seconds=burn.seconds,
        total_s=total,
        beside_bone=growth.beside_bone,
        all_beside_bone=all(one.beside_bone for one in used),
        perfusion=heat.perfusion,
        tip_times_s=growth.times_s,
        tip_c=growth.tip_c,
        times_s=times,
        place_c=celsius,
        tip_now_c=float(np.interp(burn.seconds, growth.times_s, growth.tip_c)),
        place_now_c=float(np.interp(burn.seconds, times, celsius)),
        lethal_c=lethal_temperature(total, tissue_facts().damage),
        covered_mm=part * course,
        course_mm=course,
        covered_percent=100.0 * part,
    )


def burn_in_hand(moment: Moment) -> LesionState | None:
    """The lesion that is being made, or the last one made; None before the first, also of the nerve in hand."""
    step = moment.step
    nerve = moment.nerves[step.nerve].nerve if step.action == "lesion" and step.nerve is not None else None
    own = [state for state in moment.lesions if nerve in (None, state.nerve)]
    return own[-1] if own else None


@dataclass(frozen=True)
class Held:
    """How much of a nerve all of its burns hold in the end: mm and percent of its course, and of what kind they are."""

    nerve: str
    covered_mm: float
    course_mm: float
    covered_percent: float
    beside_bone: bool
    perfusion: str


def held_nerves(spine: Spine, plan: Plan, heat: Heat) -> tuple[Held, ...]:
    """What the burns of a plan hold of each nerve when the last of them is switched off."""
    found = []
    for nerve in plan.nerves:
        path = np.asarray(spine.nerve(nerve.nerve).path, dtype=float)
        course = float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum())
        ends = [(key, heat.even[key].known_s) for key in heat.even if _counts(plan, key, nerve.nerve)]
        used = [(heat.at(key, end), end) for key, end in ends]
        part, bone = held(path, used), all(growth.beside_bone for growth, _ in used)
        found.append(Held(nerve.nerve, part * course, course, 100.0 * part, bone, heat.perfusion))
    return tuple(found)


def _counts(plan: Plan, key: BurnKey, nerve: str) -> bool:
    """Whether a burn is one for a nerve: its own, in a row of bipolar pairs every one of its side."""
    row = plan.lesion is not None and plan.lesion.spacing_mm > 0.0
    return key[0] == nerve or (row and split_id(key[0])[2] == split_id(nerve)[2])


def held(path: Array, growths: list[tuple[Growth, float]]) -> float:
    """Part, 0 to 1, of a course (n, 3) in the dead tissue of several burns, each at its second."""
    points = resample(path, STEP_MM)
    inside = np.zeros(len(points), dtype=bool)
    for growth, seconds in growths:
        inside |= growth.is_dead(points, seconds)
    return float(inside.mean())


def beside(distance: Distance, planned: NervePlan, key: BurnKey, away_mm: float) -> Array:
    """(3,) point beside the middle of a bare tip, so far from its axis, on the side with most room from bone."""
    burn = planned.burns[key[1]]
    middle = burn.tip - 0.5 * planned.needle.active_tip_mm * burn.direction
    u, v = perpendicular(burn.direction)
    turns = 2.0 * np.pi * np.arange(TURNS) / TURNS
    points = middle + away_mm * (np.cos(turns)[:, None] * u + np.sin(turns)[:, None] * v)
    return np.asarray(points[int(np.argmax(distance(points)))])


def _nearest(path: Array, planned: NervePlan, key: BurnKey) -> Array:
    """(3,) point of a course nearest to a bare tip."""
    burn, fine = planned.burns[key[1]], resample(path, STEP_MM)
    back = np.clip(-(fine - burn.tip) @ burn.direction, 0.0, planned.needle.active_tip_mm)
    gap = np.linalg.norm(fine - burn.tip + back[:, None] * burn.direction, axis=1)
    return np.asarray(fine[int(np.argmin(gap))])


@lru_cache(maxsize=64)
def _history(growth: Growth, point: tuple[float, float, float]) -> tuple[Array, Array]:
    return growth.history_at(np.array(point))
