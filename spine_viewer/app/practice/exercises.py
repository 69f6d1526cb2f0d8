"""The exercises of Practice: one line each.

Its name stands in ``choices.EXERCISES``, and that of its tab among the words of ``practice``.
"""

from __future__ import annotations

from collections.abc import Callable

from spine_viewer.app.choices import EXERCISES
from spine_viewer.app.practice.carm_logic import CarmLogic
from spine_viewer.app.practice.carm_panel import CarmPanel
from spine_viewer.app.practice.exercise import Exercise, Panel, Screen
from spine_viewer.app.practice.needle_logic import NeedleLogic
from spine_viewer.app.practice.needle_overlay import needle_overlay
from spine_viewer.app.practice.needle_panel import NeedlePanel
from spine_viewer.app.practice.progress_logic import ProgressLogic
from spine_viewer.app.practice.progress_panel import ProgressPanel
from spine_viewer.app.practice.quiz_logic import QuizLogic
from spine_viewer.app.practice.quiz_panel import QuizPanel

TABLE: dict[str, tuple[Callable[[Screen], Exercise], Panel]] = {
    "quiz": (QuizLogic, QuizPanel),
    "carm": (CarmLogic, CarmPanel),
    "needle": (NeedleLogic, NeedlePanel),
    "progress": (ProgressLogic, ProgressPanel),
}
OVERLAYS: dict[str, Panel] = {"needle": needle_overlay}  # what lies over the X-ray


def make_exercises(screen: Screen) -> dict[str, Exercise]:
    """The logic of every exercise, by its name."""
    return {name: TABLE[name][0](screen) for name in EXERCISES}


def overlays(logics: dict[str, Exercise]) -> None:
    """Make what the exercises lay over the X-ray."""
    for name, make in OVERLAYS.items():
        make(logics[name])


def panel_of(name: str) -> Panel:
    """What makes the widgets of an exercise."""
    return TABLE[name][1]
