"""What each action does to the state: one function per action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.imaging import view
from spine_viewer.learning.practice import actions as act
from spine_viewer.learning.practice import responses
from spine_viewer.learning.practice.figures import scoring
from spine_viewer.learning.practice.motion import advanced, arc, drawn_back, until_bone
from spine_viewer.learning.practice.observation import Event, Shown
from spine_viewer.learning.practice.seeing import beam_on, look_of, set_arm, shown
from spine_viewer.learning.practice.state import NeedleState, State, Use, point
from spine_viewer.procedures.model import Array

if TYPE_CHECKING:
    from spine_viewer.learning.practice.practice import Practice

Outcome = tuple[State, tuple[Event, ...], Shown | None]
REDIRECT_TRAVEL_MM = 100.0  # no picture from before a redirection counts after it
OFF_SKIN_MM = 30.0


def needle_of(state: State) -> NeedleState:
    """The needle that is in; an :class:`InputError` where there is none."""
    if state.needle is None:
        raise InputError("no needle is in; enter the skin first")
    return state.needle


def enter(practice: Practice, state: State, action: act.Enter) -> Outcome:
    """A new needle; one that is still in is taken out."""
    wanted, way = np.array(action.point), unit(action.direction)
    entry = _on_skin(practice, wanted, way)
    needle = NeedleState((point(entry),), point(way))
    after = _later(state, "entry_s")
    return replace(after, needle=needle, entries=state.entries + 1), (Event("entered"),), None


def advance(practice: Practice, state: State, action: act.Advance) -> Outcome:
    """Forwards until the wish is met or bone stops it."""
    needle, figures = needle_of(state), scoring()
    bend = 0.0 if action.spin else practice.needle.bend_deg
    turn = np.radians(figures.modelled("turn_deg_per_mm_per_bend_deg") * bend)
    points, headings = arc(needle.tip, needle.direction, needle.roll_deg, action.mm, float(turn))
    around = practice.around
    way = until_bone(points, headings, around.bone, around.radius_mm, figures.modelled("press_mm"))
    moved = advanced(needle, way, turn == 0.0)
    if moved.depth_mm > practice.longest_mm:
        raise InputError(
            f"the longest needle has {practice.longest_mm:g} mm; this would be {moved.depth_mm:.1f} mm deep; allowed: "
            f"at most {practice.longest_mm - needle.depth_mm:.1f} mm further"
        )
    events = [responses.bone(way, action.mm) if way.contact else Event("advanced", (("went", way.went_mm),))]
    after = replace(state, needle=moved)
    after, met = responses.met(practice, state, after, way.points)
    seconds = way.went_mm / figures.modelled("advance_mm_per_s")
    after, picture = _watched(practice, after, seconds, action.live)
    return replace(after, time_s=after.time_s + seconds), (*events, *met), picture


def withdraw(practice: Practice, state: State, action: act.Withdraw) -> Outcome:
    """Back along its own way."""
    needle = needle_of(state)
    left = drawn_back(needle, action.mm)
    seconds = min(action.mm, needle.depth_mm) / scoring().modelled("advance_mm_per_s")
    after, picture = _watched(practice, replace(state, needle=left), seconds, action.live)
    event = Event("out") if left is None else Event("drawn_back", (("depth", left.depth_mm),))
    return replace(after, time_s=after.time_s + seconds), (event,), picture


def rotate(practice: Practice, state: State, action: act.RotateTip) -> Outcome:
    """Only turns; a straight needle has no bent side."""
    needle = needle_of(state)
    roll = (needle.roll_deg + action.deg) % 360.0
    events = (Event("rotated", (("deg", roll),)),) if practice.needle.bend_deg else (Event("no_bend"),)
    after = replace(_later(state, "rotate_s"), needle=replace(needle, roll_deg=roll))
    after, picture = _watched(practice, after, scoring().modelled("rotate_s"), action.live)
    return after, events, picture


def redirect(practice: Practice, state: State, action: act.Redirect) -> Outcome:
    """Another direction from the same hole in the skin, only while the needle is shallow."""
    needle, most = needle_of(state), scoring().modelled("redirect_most_mm")
    depth = needle.depth_mm
    if depth > most + 1e-9:
        raise InputError(f"the needle is {depth:.1f} mm deep; withdraw it to {most:g} mm or less to redirect it")
    way = unit(action.direction)
    tip = needle.entry + depth * way
    path = (needle.path[0],) if depth < 1e-9 else (needle.path[0], point(tip))
    turned = NeedleState(path, point(way), needle.roll_deg, needle.travel_mm + REDIRECT_TRAVEL_MM)
    after = replace(_later(state, "redirect_s"), needle=turned, redirections=state.redirections + 1)
    line = needle.entry + np.arange(0.0, depth + 0.5, 0.5)[:, None] * way
    after, met = responses.met(practice, state, after, line)
    after, picture = _watched(practice, after, scoring().modelled("redirect_s"), action.live)
    return after, (Event("redirected"), *met), picture


def set_view(practice: Practice, state: State, action: act.SetView) -> Outcome:
    """The C-arm moves; nothing is seen yet."""
    arm = view(practice.spine, action.name, action.level, practice.plan.side)
    return replace(_later(state, "view_s"), arm=arm, view=action.name, level=action.level), (Event("view"),), None


def free_arm(practice: Practice, state: State, action: act.SetArm) -> Outcome:
    """The same at free angles."""
    arm = action.arm()
    return replace(_later(state, "view_s"), arm=arm, view="", level=""), (Event("view"),), None


def expose(practice: Practice, state: State, action: act.Expose) -> Outcome:
    """One shot."""
    set_arm(state)
    after, picture = _lit(practice, _later(state, "shot_s"), None)
    return after, (Event("shot"),), picture


def live(practice: Practice, state: State, action: act.Live) -> Outcome:
    """The beam stays on."""
    set_arm(state)
    after, picture = _lit(practice, replace(state, time_s=state.time_s + action.seconds), action.seconds)
    return after, (Event("live", (("seconds", action.seconds),)),), picture


def inject(practice: Practice, state: State, action: act.Inject) -> Outcome:
    """Fluid at the tip; where it goes can be seen only under fluoroscopy."""
    needle = needle_of(state)
    seconds = action.ml / scoring().modelled("inject_ml_per_s")
    after, picture = replace(state, time_s=state.time_s + seconds), None
    if action.live:
        after, picture = _lit(practice, after, seconds)
    inside = responses.inside(practice, needle.tip)
    used = _use(state, action.fluid, action.ml, seen=action.live, inside=inside)
    after = replace(after, uses=(*after.uses, used))
    return after, responses.injected(action.fluid, action.ml, action.live, inside), picture


def stimulate(practice: Practice, state: State, action: act.Stimulate) -> Outcome:
    """What is felt, and which muscles move, up to a voltage."""
    needle = needle_of(state)
    if practice.plan.technique.kind != "rf":
        raise InputError("this needle cannot stimulate; allowed: an electrode, that is a radiofrequency procedure")
    events, limb = responses.stimulated(practice, needle, action.kind, action.volts)
    used = _use(state, action.kind, action.volts, limb=limb)
    return replace(_later(state, "stimulate_s"), uses=(*state.uses, used)), events, None


def lesion(practice: Practice, state: State, action: act.Lesion) -> Outcome:
    """Heat at the tip."""
    needle_of(state)
    course = practice.plan.lesion
    if course is None:
        raise InputError("this procedure heats nothing; allowed: a radiofrequency procedure")
    seconds = course.seconds if action.seconds is None else action.seconds
    if seconds > course.seconds + 1e-9:
        raise InputError(f"a lesion of {seconds:g} s; allowed: at most {course.seconds:g} s, the technique's time")
    used = _use(state, "lesion", seconds)
    after = replace(state, uses=(*state.uses, used), time_s=state.time_s + seconds)
    return after, (Event("lesion", (("seconds", seconds),)),), None


def placed(practice: Practice, state: State, action: act.Placed) -> Outcome:
    """Declares where the needle is said to be."""
    needle = needle_of(state)
    goal = practice.goal(action.nerve, action.placement)
    after = replace(state, needle=replace(needle, ends=goal.key))
    return replace(after, uses=(*state.uses, _use(after, "placed"))), (Event("placed"),), None


def finish(practice: Practice, state: State, action: act.Finish) -> Outcome:
    """The end."""
    return replace(state, needle=None, finished=True), (Event("finished"),), None


def unit(vector: act.Vector) -> Array:
    """Unit vector (3,)."""
    found = np.array(vector, dtype=float)
    return np.asarray(found / np.linalg.norm(found))


def _later(state: State, name: str) -> State:
    return replace(state, time_s=state.time_s + scoring().modelled(name))


def _lit(practice: Practice, state: State, seconds: float | None) -> tuple[State, Shown]:
    exposures, total, dose = beam_on(state, seconds)
    after = replace(state, exposures=exposures, seconds=total, dose=dose, looks=(*state.looks, look_of(state)))
    return after, shown(practice.spine, state, practice.plan.side)


def _watched(practice: Practice, state: State, seconds: float, live: bool) -> tuple[State, Shown | None]:
    """The state after a movement, with the beam on for all of it where it was watched live."""
    return _lit(practice, state, max(seconds, 1e-9)) if live else (state, None)


def _use(state: State, kind: str, amount: float = 0.0, **more: Any) -> Use:
    needle = needle_of(state)
    return Use(
        kind, needle.ends, state.entries, needle.travel_mm, point(needle.tip), needle.heading, needle.path[0],
        needle.depth_mm, amount, **more,
    )  # fmt: skip


def _on_skin(practice: Practice, wanted: Array, way: Array) -> Array:
    """Where the line through a place meets the skin, nearest to that place."""
    for reach in (3.0, OFF_SKIN_MM):
        found = practice.skin.exit(wanted - reach * way, way, 2.0 * reach)
        if found is not None:
            return found[0]
    raise InputError(f"there is no skin within {OFF_SKIN_MM:g} mm of the entry along its direction")


MOVES: dict[type, Callable[[Any, State, Any], Outcome]] = {
    act.Enter: enter,
    act.Advance: advance,
    act.Withdraw: withdraw,
    act.RotateTip: rotate,
    act.Redirect: redirect,
    act.SetView: set_view,
    act.SetArm: free_arm,
    act.Expose: expose,
    act.Live: live,
    act.Inject: inject,
    act.Stimulate: stimulate,
    act.Lesion: lesion,
    act.Placed: placed,
    act.Finish: finish,
}
