"""The steps of the film on a time axis."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spine_viewer.anatomy.ids import choose
from spine_viewer.procedures.technique import Step, fill

if TYPE_CHECKING:
    from spine_viewer.procedures.planner import Plan


@dataclass(frozen=True)
class TimelineStep:
    """One step on the time axis.

    ``key`` is the step's id, with ``:1``, ``:2`` where it happens once per nerve; ``nerve`` is that nerve's place in
    the plan, None for a step that happens once, and ``bone`` where it is met. ``still_s`` is a good moment for a
    still picture of the step.
    """

    index: int
    key: str
    step: Step = field(repr=False)
    nerve: int | None
    start_s: float
    duration_s: float
    facts: dict[str, str] = field(repr=False)
    bone: str | None = None

    @property
    def id(self) -> str:
        """Id of the step in the technique file."""
        return self.step.id

    @property
    def action(self) -> str:
        """What is done: ``advance``, ``lesion`` ..."""
        return self.step.action

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
    """Steps of the technique on a time axis: neighbouring steps of one group repeat together, nerve by nerve."""
    steps, start = list(plan.technique.steps), 0.0
    out: list[TimelineStep] = []

    def add(step: Step, nerve: int | None) -> None:
        nonlocal start
        key = step.id if nerve is None else f"{step.id}:{nerve + 1}"
        bone = None if nerve is None else plan.nerves[nerve].bone
        out.append(TimelineStep(len(out), key, step, nerve, start, step.duration_s, plan.facts(nerve), bone))
        start += step.duration_s

    while steps:
        if steps[0].scope == "once":
            add(steps.pop(0), None)
            continue
        group = [steps.pop(0)]
        while steps and steps[0].scope == "each_nerve" and steps[0].group == group[0].group:
            group.append(steps.pop(0))
        for nerve in range(len(plan.nerves)):
            for step in group:
                add(step, nerve)
    return tuple(out)
