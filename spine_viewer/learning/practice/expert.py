"""How an expert does it: the plan as a script of the same actions that a resident has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.learning.practice import actions as act
from spine_viewer.learning.practice.figures import scoring
from spine_viewer.learning.practice.measured import check_views
from spine_viewer.learning.practice.reference import Goal
from spine_viewer.learning.practice.state import Point, point
from spine_viewer.procedures.model import Array, View

if TYPE_CHECKING:
    from spine_viewer.learning.practice.practice import Practice

LAST_MM = 12.0
DRAWN_TO_MM = 10.0


@dataclass(frozen=True)
class Aim:
    """One needle of a script: through the skin at ``entry`` (3,) to each of ``tips`` (3,) in turn, for a goal."""

    goal: Goal
    entry: Point
    tips: tuple[Point, ...]


def aim_of(goal: Goal) -> Aim:
    """The plan's own: a second lesion is reached from the same hole in the skin."""
    way = goal.placement.trajectory
    others = [point(burn.tip) for burn in goal.placement.burns[1:]]
    return Aim(goal, point(way.entry), (point(way.tip), *others))


def expert_script(practice: Practice) -> tuple[act.Action, ...]:
    """Every needle of the plan, with its pictures, tests and treatments."""
    return script(practice, tuple(aim_of(goal) for goal in practice.goals))


def script(practice: Practice, aims: tuple[Aim, ...], checks: bool = True) -> tuple[act.Action, ...]:
    """The actions for some aims; without ``checks`` no picture is taken once the needle is in its place."""
    made = [one for aim in aims for one in _needle(practice, aim, checks)]
    return (*made, act.Finish())


def _needle(practice: Practice, aim: Aim, checks: bool) -> list[act.Action]:
    goal, entry = aim.goal, np.array(aim.entry)
    made: list[act.Action] = []
    views = goal.placement.views
    lateral = views.get("lateral", next(iter(views.values())))
    for number, tip in enumerate(aim.tips):
        way, depth = _way(entry, np.array(tip))
        if number == 0:
            made += [*_picture(views["trajectory"]), act.Enter(point=aim.entry, direction=way), act.Expose()]
            done = 0.0
        else:
            made.append(act.Withdraw(mm=_last_depth(aim, number) - DRAWN_TO_MM))
            made.append(act.Redirect(direction=way))
            done = DRAWN_TO_MM
        if depth - LAST_MM > done:
            made += [act.Advance(mm=depth - LAST_MM - done, spin=True), *_picture(lateral), act.Expose()]
            done = depth - LAST_MM
        made.append(act.Advance(mm=depth - done, spin=True))
        if checks:
            for name in check_views(goal):
                made += [*_picture(views[name]), act.Expose()]
        if number == 0:
            made.append(act.Placed(nerve=goal.nerve, placement=goal.name))
        made += _treatment(practice, number)
    return made


def _treatment(practice: Practice, number: int) -> list[act.Action]:
    technique = practice.plan.technique
    ml = min(technique.number("anaesthetic_ml"), scoring().most_ml(technique))
    if technique.kind == "rf":
        tests: list[act.Action] = [
            act.Stimulate(kind="sensory", volts=technique.number("sensory_max_v")),
            act.Stimulate(kind="motor", volts=technique.number("motor_test_v")),
        ]
        numb: list[act.Action] = [act.Inject(fluid="anaesthetic", ml=ml)] if number == 0 else []
        return [*tests, *numb, act.Lesion()]
    contrast = act.Inject(fluid="contrast", ml=technique.number("contrast_ml"), live=True)
    return [contrast, act.Inject(fluid="anaesthetic", ml=ml)]


def _way(entry: Array, tip: Array) -> tuple[Point, float]:
    depth = float(np.linalg.norm(tip - entry))
    return point((tip - entry) / depth), depth


def _last_depth(aim: Aim, number: int) -> float:
    return float(np.linalg.norm(np.array(aim.tips[number - 1]) - np.array(aim.entry)))


def _picture(view: View) -> list[act.Action]:
    return [act.SetArm(oblique_deg=view.oblique_deg, tilt_deg=view.tilt_deg, isocentre=point(view.isocentre))]
