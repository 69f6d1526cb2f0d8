"""How a task of needle practice is put on its panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spine_viewer.app.choices import Choices
from spine_viewer.app.practice.needle_state import (
    NeedleState,
    goal_rows,
    goal_value,
    said_rows,
    spent_text,
    task_text,
    told_result,
)
from spine_viewer.app.text import text, words
from spine_viewer.app.view.fluoroscopy.words import spoken_angle

if TYPE_CHECKING:
    from spine_viewer.learning.practice import State
    from spine_viewer.learning.practice.aiming import Aim
    from spine_viewer.learning.practice.bench import Bench
    from spine_viewer.learning.practice.debrief import Debrief


def show_task(data: NeedleState, bench: Bench, state: State, now: Choices, result: Debrief | None) -> None:
    """Bring the panel in line with a state of a task: the one in hand, or the one that is replayed."""
    language, needle, over = now.language, state.needle, result is not None
    data.phase = "debrief" if over else ("aim" if needle is None else "steer")
    data.task, data.spent = task_text(bench, language), spent_text(bench, language)
    data.goals = goal_rows(bench.practice, language)
    data.placed = [goal_value(*use.stop) for use in state.uses if use.kind == "placed" and use.stop]
    data.depth = "" if needle is None else f"{needle.depth_mm:.0f} mm"
    data.contact = needle is not None and needle.contact
    data.roll_deg = 0.0 if needle is None else needle.roll_deg
    data.turnable, data.wished = bench.can_redirect, needle is not None and bench.aim is not None
    _show_hub(data, bench.aim or (None if needle is None else _way(needle)), language)
    if result is not None:
        data.result = told_result(result, language)
        done = bench.history.actions[data.at - 1].do if data.at else "start"
        data.replayed = text(f"needle.done_{done}", language)
        data.said = said_rows(bench.seen[data.at - 1] if data.at else None, language)
    else:
        data.said = said_rows(bench.last, language)
    undoing = not now.exam and not over
    data.can_undo = undoing and bench.history.at > 0
    data.can_redo = undoing and bench.history.at < len(bench.history.actions)


def _show_hub(data: NeedleState, aim: Aim | None, language: str) -> None:
    """Where the hub stands, in words."""
    if aim is None:
        return
    shown, (oblique, tilt) = words("fluoroscopy", language), aim.angles_deg
    data.oblique = spoken_angle(oblique, shown["to_left"], shown["to_right"])
    data.tilt = spoken_angle(tilt, shown["to_head"], shown["to_feet"])


def _way(needle: Any) -> Aim:
    from spine_viewer.learning.practice.aiming import Aim

    return Aim(needle.path[0], needle.heading)
