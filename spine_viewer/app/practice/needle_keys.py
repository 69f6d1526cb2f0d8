"""What the keys do in needle practice; undo and redo are those of the task."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spine_viewer.app.practice.needle_replay import NeedleReplay
    from spine_viewer.app.practice.needle_steering import NeedleSteering

END = 10_000


def steering_keys(logic: NeedleSteering) -> dict[str, Callable[[], object]]:
    """While a task is under way."""
    return {
        "undo": logic.undo, "redo": logic.redo, "x": logic.expose, "v": logic.toggle_live, "w": logic.advance,
        "s": logic.withdraw, "q": lambda: logic.rotate(-1), "e": lambda: logic.rotate(1), "+": lambda: logic.pace(1),
        "-": lambda: logic.pace(-1), "b": logic.toggle_spin,
        "ArrowUp": lambda: logic.move(0, 1), "ArrowDown": lambda: logic.move(0, -1),
        "ArrowLeft": lambda: logic.move(1, 0), "ArrowRight": lambda: logic.move(-1, 0),
        "Shift+ArrowUp": lambda: logic.turn(0, 1), "Shift+ArrowDown": lambda: logic.turn(0, -1),
        "Shift+ArrowLeft": lambda: logic.turn(1, 0), "Shift+ArrowRight": lambda: logic.turn(-1, 0),
    }  # fmt: skip


def replay_keys(logic: NeedleReplay) -> dict[str, Callable[[], object]]:
    """While it is looked back on."""
    return {
        "ArrowLeft": lambda: logic.replay_by(-1), "ArrowRight": lambda: logic.replay_by(1),
        "Home": lambda: logic.replay_by(-END), "End": lambda: logic.replay_by(END),
    }  # fmt: skip
