"""The film of a plan: :meth:`Timeline.at` is a pure function of time that every picture draws from."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.procedures.film_steps import TimelineStep, lay_out
from spine_viewer.procedures.lesions import pair_at
from spine_viewer.procedures.model import Array, LesionCourse, Placement, View
from spine_viewer.procedures.moment import (
    AS_PLANNED,
    Injectate,
    InjectionWish,
    LesionState,
    Moment,
    NeedlePose,
    NerveState,
    Stimulation,
)
from spine_viewer.procedures.recovery import Recovery, RecoveryMoment

if TYPE_CHECKING:
    from spine_viewer.procedures.planner import Plan

VIEW_MOVES_FRACTION = 0.35
BURN_MOVES_FRACTION = 0.1
HOVER_MM = 15.0
MIDLINE_SHARE = 0.25  # of a target's distance from the midline, in a view of the whole joint


@dataclass(frozen=True)
class Timeline:
    """The film of a plan."""

    plan: Plan = field(repr=False)
    steps: tuple[TimelineStep, ...]
    recovery: Recovery = field(repr=False)

    @classmethod
    def of(cls, plan: Plan) -> Timeline:
        """Lay a plan's steps out in time."""
        return cls(plan, lay_out(plan), Recovery.load(plan.procedure, plan.technique.region))

    @property
    def duration_s(self) -> float:
        """Length of the film, s."""
        return self.steps[-1].end_s

    def find(self, name_or_index: str | int) -> TimelineStep:
        """A step by key (``advance:2``), by id (``advance``: the first of that id) or by index from 0.

        Raises
        ------
        InputError
            If there is no such step; the message lists the keys.
        """
        if isinstance(name_or_index, int):
            if 0 <= name_or_index < len(self.steps):
                return self.steps[name_or_index]
            raise InputError(f"no step {name_or_index}; allowed: 0 to {len(self.steps) - 1}")
        for step in self.steps:
            if name_or_index in (step.key, step.id):
                return step
        raise InputError(f"unknown step {name_or_index!r}; allowed: {', '.join(s.key for s in self.steps)}")

    def step_start(self, name_or_index: str | int) -> float:
        """When a step starts, s."""
        return self.find(name_or_index).start_s

    def still(self, name_or_index: str | int) -> float:
        """A good moment for a still picture of a step, s."""
        return self.find(name_or_index).still_s

    def seconds_of(self, at: str | float | None) -> float:
        """A time, s, from seconds, a step's name (its telling moment), or None (the start).

        Raises
        ------
        InputError
            There is no such step, or the film is not that long.
        """
        if at is None:
            return 0.0
        try:
            seconds = float(at)
        except ValueError:
            return self.still(str(at))
        if not 0.0 <= seconds <= self.duration_s:
            raise InputError(f"moment {seconds:g} s is not in the procedure; allowed: 0 to {self.duration_s:g} s")
        return seconds

    def at(self, t_s: float, injection: InjectionWish = AS_PLANNED) -> Moment:
        """Everything that is true at a time, a pure function; times outside the film are clamped to its ends.

        ``injection`` is how the injections differ from the plan.
        """
        t = min(max(float(t_s), 0.0), self.duration_s)
        index = max(0, bisect.bisect_right([s.start_s for s in self.steps], t) - 1)
        step = self.steps[index]
        progress = min(1.0, (t - step.start_s) / step.duration_s)
        after = self._recovery(step, progress)
        view, moving = self._view(index, progress)
        return Moment(
            t_s=t,
            step=step,
            progress=progress,
            needles=tuple(self._needle(n, i, j, t) for n, (i, j) in enumerate(self._places)),
            view=view,
            view_moving=moving,
            lesions=tuple(s for i, j in self._places for s in self._lesions(i, j, t)),
            nerves=tuple(self._nerve(i, t, after) for i in range(len(self.plan.nerves))),
            injectates=self._injectates(t, step, injection),
            stimulation=self._stimulation(step, progress),
            highlighted=self._highlighted(step),
            camera=step.step.camera,
            focus=self._focus(step),
            recovery=after,
        )

    @property
    def _places(self) -> list[tuple[int, int]]:
        """Nerve and placement of every needle, in order."""
        return [(i, j) for i, nerve in enumerate(self.plan.nerves) for j in range(len(nerve.placements))]

    def _span(self, action: str, nerve: int, placement: int) -> TimelineStep | None:
        """The step of a needle: its own, else that of its nerve, else that of all."""
        own = [s for s in self.steps if s.action == action]
        for wanted in ((nerve, placement), (nerve, None), (None, None)):
            found = next((s for s in own if (s.nerve, s.placement) == wanted), None)
            if found is not None:
                return found
        return None

    def _done(self, action: str, nerve: int, placement: int, t: float) -> float:
        """How much of a step is done: 0 before it, 1 after it (or 0 where the film has no such step)."""
        span = self._span(action, nerve, placement)
        return 0.0 if span is None else min(max((t - span.start_s) / span.duration_s, 0.0), 1.0)

    def _needle(self, index: int, i: int, j: int, t: float) -> NeedlePose:
        planned = self.plan.nerves[i].placements[j]
        way, needle = planned.trajectory, planned.needle
        skin, advance, out = (self._done(action, i, j, t) for action in ("skin", "advance", "withdraw"))
        home = self._resting_tip(i, j, t)
        depth = float((home - way.entry) @ way.direction)
        if out > 0.0:
            depth -= (depth + HOVER_MM) * _ease(out)
        elif advance < 1.0:
            depth = depth * _ease(advance) if advance > 0.0 else -HOVER_MM * (1.0 - _ease(skin))
        sideways = home - way.tip
        sideways = sideways - (sideways @ way.direction) * way.direction
        tip = way.entry + sideways + depth * way.direction
        return NeedlePose(
            index=index,
            nerve=self.plan.nerves[i].nerve,
            tip=tip,
            hub=tip - needle.length_mm * way.direction,
            direction=way.direction,
            depth_mm=max(0.0, depth),
            visible=bool(skin > 0.0 and out < 1.0),
            moving=bool(0.0 < advance < 1.0 or 0.0 < out < 1.0),
            needle=needle,
        )

    def _burn_clock(self, i: int, j: int, t: float) -> tuple[int, float, float]:
        """Which burn of a needle is on, how far the tip has moved to it (0..1), and how much of its heating is done."""
        count, done = len(self.plan.nerves[i].placements[j].burns), self._done("lesion", i, j, t)
        place = done * count
        k = min(int(place), count - 1)
        within = place - k
        moved = min(1.0, within / BURN_MOVES_FRACTION)
        heated = min(max((within - BURN_MOVES_FRACTION) / (1.0 - 2.0 * BURN_MOVES_FRACTION), 0.0), 1.0)
        return k, moved, heated

    def _resting_tip(self, i: int, j: int, t: float) -> Array:
        planned = self.plan.nerves[i].placements[j]
        if not planned.burns or self._done("lesion", i, j, t) <= 0.0:
            return planned.trajectory.tip
        k, moved, _ = self._burn_clock(i, j, t)
        start = planned.burns[max(k - 1, 0)].tip
        return np.asarray(start + _ease(moved) * (planned.burns[k].tip - start))

    def _lesions(self, i: int, j: int, t: float) -> list[LesionState]:
        nerve, growth = self.plan.nerves[i], self.plan.lesion
        planned, done = nerve.placements[j], self._done("lesion", i, j, t)
        if growth is None or done <= 0.0 or not planned.burns:
            return []
        current, _, heated = self._burn_clock(i, j, t)
        before = sum(len(one.burns) for one in nerve.placements[:j])
        out = []
        for k, burn in enumerate(planned.burns[: current + 1]):
            fraction = 1.0 if done >= 1.0 or k < current else heated
            if fraction <= 0.0:
                continue
            seconds = fraction * growth.seconds
            width, length, temperature = (
                float(np.interp(seconds, growth.times_s, curve))
                for curve in (growth.width_mm, growth.length_mm, growth.tip_temperature_c)
            )
            out.append(
                LesionState(
                    nerve=nerve.nerve,
                    burn=before + k,
                    tip=burn.tip,
                    direction=burn.direction,
                    seconds=seconds,
                    fraction=fraction,
                    width_mm=width,
                    length_mm=length,
                    outline=burn.outline if growth.spacing_mm else _edge(growth, seconds, width),
                    heating=bool(fraction < 1.0),
                    temperature_c=temperature if fraction < 1.0 else None,
                    pair=None if burn.partner_tip is None else pair_at(burn, growth),
                )
            )
        return out

    def _nerve(self, i: int, t: float, after: RecoveryMoment | None) -> NerveState:
        nerve, count = self.plan.nerves[i].nerve, len(self.plan.nerves[i].placements)
        if after is not None:
            return NerveState(nerve, after.nerve_state, after.signal_passed, after.signal_passed < 0.5)
        burning = self._burning(i)
        burnt = sum(self._done("lesion", *place, t) for place in burning) / max(len(burning), 1)
        numb = sum(self._numb(i, j, t) for j in range(count)) / count
        passed = 1.0 - max(numb, burnt)
        return NerveState(nerve, burnt * self.recovery.at(0.0).nerve_state, passed, bool(passed < 0.5))

    def _burning(self, i: int) -> list[tuple[int, int]]:
        """The needles whose burns a nerve gets: its own; the last one of a row has none but that of the one before."""
        own = [(i, j) for j, one in enumerate(self.plan.nerves[i].placements) if one.burns]
        row = self.plan.lesion is not None and self.plan.lesion.spacing_mm > 0.0
        return own if own or i == 0 or not row else [(i - 1, len(self.plan.nerves[i - 1].placements) - 1)]

    def _numb(self, i: int, j: int, t: float) -> float:
        """The share of the anaesthetic that has gone in through a needle; through any, where this one gives none."""
        given = [share for kind, where, share in self._injections(i, t) if kind == "anaesthetic" and where in (None, j)]
        every = [s for s in self.steps if s.nerve == i and s.step.injectate == "anaesthetic"]
        if not any(s.placement in (None, j) for s in every):
            given = [share for kind, _, share in self._injections(i, t) if kind == "anaesthetic"]
        return max(given, default=0.0)

    def _injections(self, i: int, t: float) -> list[tuple[str, int | None, float]]:
        """What has gone in beside a nerve: kind, through which needle (None: the first), and the share of it."""
        given = [s for s in self.steps if s.nerve == i and s.step.injectate and t > s.start_s]
        return [(s.step.injectate, s.placement, min((t - s.start_s) / s.duration_s, 1.0)) for s in given]

    def _injectates(self, t: float, now: TimelineStep, wish: InjectionWish) -> tuple[Injectate, ...]:
        volumes = {kind: self._volume_ml(kind, wish) for kind in ("contrast", "anaesthetic")}
        out = []
        for i, planned in enumerate(self.plan.nerves):
            for kind, placement, share in self._injections(i, t):
                if self._done("withdraw", i, placement or 0, t) >= 1.0:
                    continue
                whole = volumes.get(kind)
                needle = self._places.index((i, placement or 0))
                way = planned.placements[placement or 0].trajectory
                volume, centre = (None, way.entry) if whole is None else (share * whole, way.tip)
                here = (now.nerve, now.placement, now.step.injectate) == (i, placement, kind)
                lost = wish.in_vessel and kind == "contrast" and here
                out.append(Injectate(planned.nerve, kind, share, volume, centre, needle, lost, here))
        return tuple(out)

    def _volume_ml(self, kind: str, wish: InjectionWish) -> float | None:
        """What the technique injects of a fluid, or what is wished; None where it uses none."""
        if f"{kind}_ml" not in self.plan.technique.values:
            return None
        wished = wish.anaesthetic_ml if kind == "anaesthetic" else None
        return self.plan.technique.number(f"{kind}_ml") if wished is None else wished

    def _stimulation(self, step: TimelineStep, progress: float) -> Stimulation | None:
        if step.action not in ("sensory", "motor") or step.nerve is None:
            return None
        number = self.plan.technique.number
        top = number("sensory_max_v" if step.action == "sensory" else "motor_test_v")
        return Stimulation(
            self.plan.nerves[step.nerve].nerve, step.action, number(f"{step.action}_hz"), top * min(1.0, progress / 0.7)
        )

    def _recovery(self, step: TimelineStep, progress: float) -> RecoveryMoment | None:
        return self.recovery.at(self.recovery.day_of_film(progress)) if step.action == "recovery" else None

    def _placement(self, step: TimelineStep) -> Placement:
        """The needle that a step is about; the first where it is about several."""
        return self.plan.nerves[step.nerve or 0].placements[step.placement or 0]

    def view_of(self, step: TimelineStep) -> View | None:
        """The C-arm view that a step asks for, None where it asks for none."""
        if step.view is None:
            return None
        views = self._placement(step).views
        view = views.get(step.view) or next(iter(views.values()))
        return view if step.nerve is not None else replace(view, isocentre=self._middle(step.view, view))

    def _middle(self, name: str, own: View) -> Array:
        """Isocentre (3,) of a step that is about no needle of its own: between the targets, near the midline."""
        found = [one.views[name].isocentre for n in self.plan.nerves for one in n.placements if name in one.views]
        middle = np.mean(found or [own.isocentre], axis=0)
        return np.array([MIDLINE_SHARE * middle[0], middle[1], middle[2]])

    def _view(self, index: int, progress: float) -> tuple[View, bool]:
        """The C-arm's place: it travels to a newly asked view in the first part of the step."""
        here = self.view_of(self.steps[index])
        before = next((v for s in reversed(self.steps[:index]) if (v := self.view_of(s)) is not None), None)
        if here is None:
            return before or self.plan.nerves[0].views["ap"], False
        share = 1.0 if before is None else _ease(min(1.0, progress / VIEW_MOVES_FRACTION))
        if share >= 1.0 or before is None:
            return here, False
        mix = View(
            here.name,
            before.oblique_deg + share * (here.oblique_deg - before.oblique_deg),
            before.tilt_deg + share * (here.tilt_deg - before.tilt_deg),
            before.ipsilateral_deg + share * (here.ipsilateral_deg - before.ipsilateral_deg),
            before.isocentre + share * (here.isocentre - before.isocentre),
        )
        moves = abs(here.oblique_deg - before.oblique_deg) + abs(here.tilt_deg - before.tilt_deg)
        return mix, bool(moves > 1e-6 or np.linalg.norm(here.isocentre - before.isocentre) > 1e-6)

    def _highlighted(self, step: TimelineStep) -> tuple[str, ...]:
        nerves = self.plan.nerves if step.nerve is None else self.plan.nerves[step.nerve : step.nerve + 1]
        lit: list[str] = []
        for what in step.step.highlight:
            lit += {
                "joint": list(self.plan.joint_ids),
                "nerve": [n.nerve for n in nerves],
                "bone": [n.bone for n in nerves],
                "skin": ["skin"],
            }[what]
        return tuple(dict.fromkeys(lit))

    def _focus(self, step: TimelineStep) -> Array:
        if step.nerve is None:
            return np.asarray(np.mean([n.target.point for n in self.plan.nerves], axis=0))
        planned = self._placement(step)
        return planned.trajectory.entry if step.action == "skin" else planned.target.point


def _edge(growth: LesionCourse, seconds: float, width_mm: float) -> Array:
    """Edge (k, 2) of the lesion at a time: the next one known, drawn in to the width of this time."""
    frame = min(int(np.searchsorted(growth.times_s, seconds)), len(growth.outlines) - 1)
    edge, full = growth.outlines[frame], float(growth.width_mm[frame])
    return edge * [width_mm / full, 1.0] if full > 0.0 else edge


def _ease(x: float) -> float:
    """Smooth start and stop, 0 to 1."""
    return x * x * (3.0 - 2.0 * x)
