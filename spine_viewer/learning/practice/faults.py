"""Eight things that go wrong, as scripts: each is the expert's with one mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.anatomy.ids import above, bone_of, choose
from spine_viewer.errors import InputError
from spine_viewer.learning.practice.actions import Action
from spine_viewer.learning.practice.expert import Aim, aim_of, script
from spine_viewer.learning.practice.figures import scoring
from spine_viewer.learning.practice.motion import arc, until_bone
from spine_viewer.learning.practice.reference import Goal
from spine_viewer.learning.practice.responses import threshold_v
from spine_viewer.learning.practice.state import point
from spine_viewer.procedures.checks import course, stretch_beside
from spine_viewer.procedures.model import Array
from spine_viewer.procedures.search import cone, perpendicular

if TYPE_CHECKING:
    from spine_viewer.learning.practice.practice import Practice

CONE_DEG, RINGS, AROUND = 60.0, 6, 10
OFF_MM = (7.0, 6.0, 8.0, 5.0, 9.0, 10.0)
ASIDE_MM = (0.0, 2.0, 4.0, 6.0, 9.0)
BEYOND_LIMIT_MM = 4.0
HUB_MM = 1.0
NEAR_MM = 12.0  # looked at first: most ways that bone bars are barred there
ROOT_WITHIN_MM, PLEURA_WITHIN_MM = 25.0, 45.0
INTO_PLEURA_MM = (3.0, 6.0)
TURN_DEG = 15.0
FROM_FRONT = 0.5  # of a direction's length: needles do not come from the belly


def fault_script(practice: Practice, fault: str) -> tuple[Action, ...]:
    """The expert's script with one of ``FAULTS``.

    Raises
    ------
    InputError
        Unknown fault, or one that cannot be made in this procedure: nothing to heat, no pleura near, bone in the way.
    """
    return FAULTS[choose(fault, tuple(FAULTS), "fault")](practice)


def refusal(practice: Practice, fault: str, reason: str) -> InputError:
    """Why a mistake cannot be made in this procedure."""
    return InputError(f"{fault} cannot be made in {practice.plan.procedure} at {practice.plan.joint}: {reason}")


def _each(practice: Practice, fault: str, change: Callable[[Goal], Aim | None]) -> tuple[Action, ...]:
    """The script with every needle changed that can be."""
    changed = [change(goal) for goal in practice.goals]
    if not any(changed):
        raise refusal(practice, fault, "bone or the length of the needle bars every way that was tried")
    own = [aim_of(goal) if one is None else one for goal, one in zip(practice.goals, changed, strict=True)]
    return script(practice, tuple(own))


def wrong_level(practice: Practice) -> tuple[Action, ...]:
    """Every needle one vertebra too high, said to be at its own."""

    def change(goal: Goal) -> Aim:
        level = "S1" if goal.bone == "sacrum" else goal.bone
        over = practice.spine.bone(bone_of(above(level))).matrix[:3, 3]
        shift = over - practice.spine.bone(goal.bone).matrix[:3, 3]
        aim = aim_of(goal)
        way = goal.placement.trajectory
        entry = practice.skin.exit(way.tip + shift, -way.direction, practice.longest_mm)
        start = np.array(aim.entry) + shift if entry is None else entry[0]
        return Aim(
            goal, point(start), tuple(point(_stopped(practice, start, np.array(tip) + shift)) for tip in aim.tips)
        )

    return _each(practice, "wrong_level", change)


def too_high(practice: Practice) -> tuple[Action, ...]:
    """Tips too far towards the head."""
    return _each(practice, "too_high", lambda goal: _shifted(practice, goal, goal.site.axes.superior))


def lateral(practice: Practice) -> tuple[Action, ...]:
    """Tips too far to the side."""
    return _each(practice, "lateral", lambda goal: _shifted(practice, goal, goal.site.lateral))


def ventral(practice: Practice) -> tuple[Action, ...]:
    """Tips in front of the ventral limit, above or beside the bone that should have stopped them."""

    def change(goal: Goal) -> Aim | None:
        axes, tip = goal.site.axes, goal.placement.trajectory.tip
        wanted = goal.behind_least_mm - BEYOND_LIMIT_MM
        places = []
        for up in (0.0, 3.0, 6.0, 9.0, 12.0, -4.0, -8.0, -12.0):
            for out in (0.0, 3.0, 6.0, 10.0, 15.0):
                place = tip + up * axes.superior + out * goal.site.lateral
                places.append(place - (goal.behind_mm(place) - wanted) * axes.posterior)
        return _reached(practice, goal, places)

    return _each(practice, "ventral", change)


def perpendicular_electrode(practice: Practice) -> tuple[Action, ...]:
    """The electrode across the nerve, its tip in the right place."""
    if practice.plan.technique.kind != "rf":
        raise refusal(practice, "perpendicular", "nothing is heated")
    if all(goal.angle_most_deg is None for goal in practice.goals):
        raise refusal(practice, "perpendicular", "the technique asks for no angle to the nerve")

    def change(goal: Goal) -> Aim | None:
        if goal.angle_most_deg is None:
            return None
        way = goal.placement.trajectory
        line = goal.site.path if goal.site.aim is None or len(goal.site.aim) < 2 else goal.site.aim
        beside = stretch_beside(line, way.tip, way.direction, practice.needle.active_tip_mm)
        u, v = perpendicular(course(beside) if len(beside) > 1 else way.direction)
        turns = np.radians(np.arange(0.0, 360.0, TURN_DEG))
        ways = np.cos(turns)[:, None] * u + np.sin(turns)[:, None] * v
        order = np.argsort(ways @ goal.site.axes.posterior, kind="stable")
        ways = ways[order]
        return _reached(practice, goal, [way.tip], ways[ways @ goal.site.axes.posterior < FROM_FRONT])

    return _each(practice, "perpendicular", change)


def no_check_view(practice: Practice) -> tuple[Action, ...]:
    """No picture once the needle is in its place."""
    return script(practice, tuple(aim_of(goal) for goal in practice.goals), checks=False)


def stimulation_ignored(practice: Practice) -> tuple[Action, ...]:
    """An electrode at a spinal nerve: the limb moves at the test, and the lesion is made all the same."""
    if practice.plan.technique.kind != "rf":
        raise refusal(practice, "stimulation_ignored", "nothing is heated")
    roots: list[tuple[Array, float]] = []
    volts = practice.plan.technique.number("motor_test_v")
    for name in practice.spine.nerves:
        if name.split(":")[0] in ("spinal_nerve", "dorsal_root_ganglion") and name.endswith(f":{practice.plan.side}"):
            nerve = practice.spine.nerve(name)
            roots += [(np.asarray(one), 0.5 * nerve.diameter_mm) for one in np.asarray(nerve.path)[::2]]

    def away(goal: Goal) -> list[tuple[float, int]]:
        tip = goal.placement.trajectory.tip
        return sorted((float(np.linalg.norm(one - tip)), n) for n, (one, _) in enumerate(roots))

    near = {goal.key: away(goal) for goal in practice.goals}
    nearest = min(found[0][0] for found in near.values())
    if nearest > ROOT_WITHIN_MM:
        raise refusal(practice, "stimulation_ignored", f"the nearest spinal nerve is {nearest:.0f} mm from the target")
    radius = practice.around.radius_mm
    gap = 0.5 * next(mm for mm in np.arange(3.0, 0.0, -0.05) if threshold_v(float(mm), "motor") <= volts)

    def change(goal: Goal) -> Aim | None:
        places = [
            roots[n][0] + (roots[n][1] + radius + gap) * way
            for mm, n in near[goal.key][:12]
            if mm <= ROOT_WITHIN_MM
            for way in (goal.site.axes.posterior, goal.site.lateral)
        ]
        return _reached(practice, goal, places)

    return _each(practice, "stimulation_ignored", change)


def pleura(practice: Practice) -> tuple[Action, ...]:
    """Past the bone into the chest."""
    name = f"pleura:{practice.plan.side}"
    if name not in practice.spine.structures():
        raise refusal(practice, "pleura", "this spine has none")
    places = np.asarray(practice.spine.structure(name).mesh.points, dtype=float)
    tips = [goal.placement.trajectory.tip for goal in practice.goals]
    nearest = min(float(np.linalg.norm(places - tip, axis=1).min()) for tip in tips)
    if nearest > PLEURA_WITHIN_MM:
        raise refusal(practice, "pleura", f"it is {nearest:.0f} mm from the nearest target")

    def change(goal: Goal) -> Aim | None:
        tip = goal.placement.trajectory.tip
        away = np.linalg.norm(places - tip, axis=1)
        order = np.argsort(away, kind="stable")
        near = [places[n] for n in order[:400:20] if away[n] <= PLEURA_WITHIN_MM]
        into = [one + mm * (one - tip) / np.linalg.norm(one - tip) for mm in INTO_PLEURA_MM for one in near]
        inside = [one for one in into if practice.around.gaps(one[None])["pleura"] < 0.0]  # its dome can be grazed
        return _reached(practice, goal, inside)

    return _each(practice, "pleura", change)


FAULTS: dict[str, Callable[[Practice], tuple[Action, ...]]] = {
    "wrong_level": wrong_level,
    "too_high": too_high,
    "ventral": ventral,
    "lateral": lateral,
    "perpendicular": perpendicular_electrode,
    "no_check_view": no_check_view,
    "stimulation_ignored": stimulation_ignored,
    "pleura": pleura,
}


def _shifted(practice: Practice, goal: Goal, way: Array) -> Aim | None:
    """The needle with its tip moved along ``way`` (3,), and off bone where it must."""
    tip = goal.placement.trajectory.tip
    off = (goal.site.axes.posterior, goal.site.lateral)
    places = [tip + mm * way + aside * one for aside in ASIDE_MM for mm in OFF_MM for one in off]
    least, most = goal.tip_most_mm + 1.0, scoring().limit("level_mm")  # beyond that it is another level
    off_mm = [goal.tip_mm(one) for one in places]
    return _reached(practice, goal, [one for one, mm in zip(places, off_mm, strict=True) if least < mm <= most])


def _stopped(practice: Practice, entry: Array, tip: Array) -> Array:
    """Where a needle from ``entry`` (3,) to ``tip`` (3,) comes to rest: there, or (3,) at the bone on its way."""
    depth = float(np.linalg.norm(tip - entry))
    around, press = practice.around, scoring().modelled("press_mm")
    way = until_bone(*arc(entry, (tip - entry) / depth, 0.0, depth, 0.0), around.bone, around.radius_mm, press)
    return np.asarray(way.points[-1])


def _reached(practice: Practice, goal: Goal, places: Iterable[Array], directions: Array | None = None) -> Aim | None:
    """A needle to the first of some places (3,) that one comes to without meeting bone; None where none does.

    Its second lesion, if there is one, is left out.
    """
    ways = cone(goal.placement.trajectory.direction, CONE_DEG, RINGS, AROUND) if directions is None else directions
    for place in places:
        if float(practice.around.bone(place[None])[0]) < practice.around.radius_mm:
            continue
        for entry in _entries(practice, place, ways):
            return replace(aim_of(goal), entry=point(entry), tips=(point(place),))
    return None


def _entries(practice: Practice, place: Array, ways: Array) -> Iterator[Array]:
    """Places on the skin from which a needle comes freely to ``place`` (3,), along the first ways (n, 3) first."""
    around, press = practice.around, scoring().modelled("press_mm")

    def stopped(start: Array, way: Array, mm: float) -> bool:
        return until_bone(*arc(start, way, 0.0, mm, 0.0), around.bone, around.radius_mm, press).stopped

    for way in ways:
        if stopped(place - NEAR_MM * way, way, NEAR_MM):
            continue
        found = practice.skin.exit(place, -way, practice.longest_mm - HUB_MM)
        if found is None:
            continue
        entry, depth = found
        if not stopped(entry, way, depth):
            yield entry
