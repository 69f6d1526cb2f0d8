"""Which steps of a film the handout shows."""

from __future__ import annotations

from typing import Any

from spine_viewer.export.handout.words import handout_file
from spine_viewer.procedures.film_steps import TimelineStep


def shown_steps(timeline: Any) -> tuple[TimelineStep, ...]:
    """Of every action that is worth a picture the first step, in the film's order."""
    file = handout_file()
    wanted = file.steps[file.kinds[timeline.plan.procedure]]
    found = (next((s for s in timeline.steps if _is(s, action)), None) for action in wanted)
    return tuple(sorted((s for s in found if s is not None), key=lambda s: s.index))


def _is(step: TimelineStep, action: str) -> bool:
    dye = action == "inject" and step.step.injectate == "contrast"
    return step.action == action and not dye
