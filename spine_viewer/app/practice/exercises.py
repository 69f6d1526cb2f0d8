"""The exercises of Practice: one line each.

Its name stands in ``choices.EXERCISES``, and that of its tab among the words of ``practice``.
"""

from __future__ import annotations

from collections.abc import Callable

from spine_viewer.app.choices import EXERCISES
from spine_viewer.app.practice.carm_logic import CarmLogic
from spine_viewer.app.practice.carm_panel import CarmPanel
from spine_viewer.app.practice.exercise import Exercise, Panel, Screen
from spine_viewer.app.practice.progress_logic import ProgressLogic
from spine_viewer.app.practice.progress_panel import ProgressPanel
from spine_viewer.app.practice.quiz_logic import QuizLogic
from spine_viewer.app.practice.quiz_panel import QuizPanel

TABLE: dict[str, tuple[Callable[[Screen], Exercise], Panel]] = {
    "quiz": (QuizLogic, QuizPanel),
    "carm": (CarmLogic, CarmPanel),
    "progress": (ProgressLogic, ProgressPanel),
}


def make_exercises(screen: Screen) -> dict[str, Exercise]:
    """The logic of every exercise, by its name."""
    return {name: TABLE[name][0](screen) for name in EXERCISES}


def panel_of(name: str) -> Panel:
    """What makes the widgets of an exercise."""
    return TABLE[name][1]
