"""The steps of the film on a time axis."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from spine_viewer.anatomy.ids import choose
from spine_viewer.procedures.technique import Step, fill

if TYPE_CHECKING:
    from spine_viewer.procedures.planner import Plan


@dataclass(frozen=True)
class TimelineStep:
    """One step on the time axis.

    ``key`` is the step's id, with ``:1``, ``:2`` where it happens once per nerve, ``:1.2`` where it is that of the
    second of several needles; ``nerve`` is that nerve's place in the plan, None for a step that happens once, and
    ``bone`` where it is met. ``placement`` is the needle's place among those of the nerve, None for a step of all of
    them. ``still_s`` is a good moment for a still picture of the step.
    """

    index: int
    key: str
    step: Step = field(repr=False)
    nerve: int | None
    start_s: float
    duration_s: float
    facts: dict[str, str] = field(repr=False)
    bone: str | None = None
    placement: int | None = None

    @property
    def id(self) -> str:
        """Id of the step in the technique file."""
        return self.step.id

    @property
    def action(self) -> str:
        """What is done: ``advance``, ``lesion`` ..."""
        return self.step.action

    @property
    def view(self) -> str | None:
        """Name of the C-arm view that is asked for."""
        return self.step.view_at(self.bone)

    @property
    def end_s(self) -> float:
        """When the step ends."""
        return self.start_s + self.duration_s

    @property
    def still_s(self) -> float:
        """A moment late in the step, when the C-arm stands and the needle has moved."""
        return self.start_s + 0.9 * self.duration_s

    def name(self, audience: str = "patient", language: str = "en") -> str:
        """Short name of the step."""
        return self.step.name[choose(language, tuple(self.step.name), "language")].of(audience)

    def caption(self, audience: str = "patient", language: str = "en") -> str:
        """Caption with this plan's figures filled in."""
        texts = self.step.captions_at(self.bone)
        text = texts[choose(language, tuple(texts), "language")].of(audience)
        return fill(text, self.facts)


def lay_out(plan: Plan) -> tuple[TimelineStep, ...]:
    """Steps of the technique on a time axis.

    Neighbouring steps of one group and scope repeat together, nerve by nerve, or needle by needle.
    """
    out: list[TimelineStep] = []
    for (scope, _), run in groupby(plan.technique.steps, lambda step: (step.scope, step.group or step.id)):
        steps = tuple(run)
        for nerve, placement in _repeats(plan, scope):
            for step in steps:
                added = _laid(plan, step, nerve, placement, len(out), out[-1].end_s if out else 0.0)
                out += [] if added is None else [added]
    return tuple(out)


def _repeats(plan: Plan, scope: str) -> list[tuple[int | None, int | None]]:
    """Places of nerve and needle for which the steps of a scope are shown."""
    if scope == "once":
        return [(None, None)]
    if scope == "each_nerve":
        return [(n, None) for n in range(len(plan.nerves))]
    return [(n, k) for n, nerve in enumerate(plan.nerves) for k in range(len(nerve.placements))]


def _laid(
    plan: Plan, step: Step, nerve: int | None, placement: int | None, index: int, start_s: float
) -> TimelineStep | None:
    if nerve is None:
        return TimelineStep(index, step.id, step, None, start_s, step.duration_s, plan.facts(None))
    planned = plan.nerves[nerve]
    name = None if placement is None else planned.placements[placement].name
    if not step.applies(planned.bone, name):
        return None
    several = placement is not None and len(planned.placements) > 1
    key = f"{step.id}:{nerve + 1}.{placement + 1}" if several and placement is not None else f"{step.id}:{nerve + 1}"
    facts = plan.facts(nerve, placement or 0)
    return TimelineStep(index, key, step, nerve, start_s, step.duration_s, facts, planned.bone, placement)
