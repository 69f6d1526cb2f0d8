"""How the body answers: bone, what lies near the tip, where fluid goes, and stimulation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.learning.practice.figures import scoring
from spine_viewer.learning.practice.motion import Way
from spine_viewer.learning.practice.observation import Event
from spine_viewer.learning.practice.state import NeedleState, State
from spine_viewer.procedures.checks import resample
from spine_viewer.procedures.model import Array

if TYPE_CHECKING:
    from spine_viewer.learning.practice.practice import Practice
    from spine_viewer.learning.practice.reference import Goal

SEEN_EVERY = 2
ELECTRODE_STEP_MM = 0.5


def bone(way: Way, wished_mm: float) -> Event:
    """Bone under the tip, or in its way."""
    if way.stopped:
        return Event("bone_stops", (("went", way.went_mm), ("wished", wished_mm)))
    return Event("bone")


def met(practice: Practice, before: State, after: State, points: Array) -> tuple[State, tuple[Event, ...]]:
    """The state with the nearest approaches along a way (n, 3), and what is noticed of them."""
    figures, events = scoring(), []
    gaps = practice.around.gaps(np.vstack([points[::SEEN_EVERY], points[-1:]]))
    known = dict(before.nearest_mm)
    nearest = {name: min(gap, known.get(name, np.inf)) for name, gap in gaps.items()}
    at_tip = practice.around.gaps(points[-1:])
    for name, gap in gaps.items():
        if gap <= 0.0:
            events.append(Event("entered_danger", (("danger", name),)))
        elif at_tip[name] <= figures.modelled("near_mm"):
            events.append(Event("near_danger", (("danger", name), ("mm", at_tip[name]))))
    if gaps.get("root", np.inf) <= figures.modelled("paraesthesia_mm"):
        events.append(Event("paraesthesia"))
    goal = nearest_goal(practice, points[-1])
    close = float(np.linalg.norm(points[-1] - goal.site.target.point)) <= figures.modelled("border_reach_mm")
    if close and goal.behind_mm(points[-1]) < 0.0:
        events.append(Event("ventral", (("mm", -goal.behind_mm(points[-1])),)))
    return replace(after, nearest_mm=tuple((name, float(mm)) for name, mm in nearest.items())), tuple(events)


def nearest_goal(practice: Practice, tip: Array) -> Goal:
    """The planned place that a tip (3,) is nearest to."""
    return min(practice.goals, key=lambda one: float(np.linalg.norm(tip - one.site.target.point)))


def inside(practice: Practice, tip: Array) -> str:
    """What must not be injected into and the tip is in; empty where it is in nothing of the kind."""
    gaps = practice.around.gaps(tip[None])
    return next((name for name, gap in gaps.items() if gap <= 0.0), "")


def injected(fluid: str, ml: float, live: bool, within: str) -> tuple[Event, ...]:
    """What is noticed of an injection: where fluid goes is seen only under fluoroscopy."""
    done = Event("injected", (("fluid", fluid), ("ml", ml)))
    if not live:
        return (done, Event("not_watched"))
    if fluid == "anaesthetic":
        return (done,)
    return (done, Event("contrast_in", (("danger", within),)) if within else Event("contrast_stays"))


def stimulated(practice: Practice, needle: NeedleState, kind: str, volts: float) -> tuple[tuple[Event, ...], bool]:
    """What stimulation up to ``volts`` brings, and whether a limb or the chest wall moved.

    A nerve answers from a voltage on that grows with the square of its distance from the bare tip (a proposal).
    """
    bare = electrode_points(practice, needle)
    root = threshold_v(_root_mm(practice, bare), kind)
    branch = threshold_v(_branch_mm(practice, bare), kind)
    if kind == "sensory":
        least = min(root, branch)
        if least > volts:
            return (Event("sensory_nothing", (("volts", volts),)),), False
        where = "sensory_limb" if root <= branch else "sensory_back"
        return (Event(where, (("volts", least),)),), False
    events = []
    if root <= volts:
        events.append(Event("motor_limb", (("volts", root),)))
    if branch <= volts:
        events.append(Event("motor_back", (("volts", branch),)))
    return tuple(events) or (Event("motor_nothing", (("volts", volts),)),), root <= volts


def threshold_v(mm: float, kind: str) -> float:
    """Volts from which a nerve so far away answers ``sensory`` or ``motor`` stimulation."""
    figures = scoring()
    growth = figures.modelled("motor_v_per_mm2" if kind == "motor" else "threshold_v_per_mm2")
    return figures.modelled("threshold_v") + growth * max(mm, 0.0) ** 2


def electrode_points(practice: Practice, needle: NeedleState) -> Array:
    """Points (n, 3) of the bare tip."""
    back = np.arange(0.0, practice.needle.active_tip_mm + 1e-9, ELECTRODE_STEP_MM)
    return np.asarray(needle.tip - back[:, None] * needle.direction)


def _root_mm(practice: Practice, points: Array) -> float:
    return practice.around.gaps(points).get("root", float("inf"))


def _branch_mm(practice: Practice, points: Array) -> float:
    """From the bare tip to the nearest of the joint's own nerves."""
    nerves = {one.nerve for one in practice.goals if len(one.site.path)}
    paths = [resample(np.asarray(practice.spine.nerve(one).path, dtype=float), 0.5) for one in nerves]
    if not paths:
        return float("inf")
    course = np.concatenate(paths)
    return float(np.linalg.norm(course[:, None] - points[None], axis=2).min()) - practice.around.radius_mm
