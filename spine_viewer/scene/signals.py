"""The pain signal as beads that travel from the joint along its nerves to the spinal cord, and stop where it is cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from spine_viewer.scene.fluid_items import unit_ball
from spine_viewer.scene.model import Array, Item
from spine_viewer.scene.moment_items import nearest_index
from spine_viewer.scene.palette import Palette

SPACING_MM = 11.0
SPEED_MM_S = 14.0
RADIUS_MM = 1.5
SHOWN_IN = ("pain", "position", "view", "effect", "recovery")


@dataclass(frozen=True, eq=False)
class SignalRun:
    """A nerve on which the signal travels: its course (n, 3) from the joint, and how far along it gets, both mm."""

    nerve: str
    path: Array
    end_mm: float


def signal_runs(spine: Any, moment: Any, states: Any, treated_at: dict[str, Array]) -> tuple[SignalRun, ...]:
    """The nerves of a plan that carry beads at a moment; none while hands are at work."""
    if moment.step.action not in SHOWN_IN or moment.step.nerve is not None:
        return ()
    runs = []
    for state in states:
        if state.nerve not in spine.nerves:
            continue  # a joint
        path = np.asarray(spine.nerve(state.nerve).path, dtype=float)[::-1]
        end = _length(path)
        if state.blocked:
            end = _length(path[: nearest_index(path, treated_at[state.nerve]) + 1])
        runs.append(SignalRun(state.nerve, path, end))
    return tuple(runs)


def signal_items(
    spine: Any, moment: Any, states: Any, treated_at: dict[str, Array], palette: Palette
) -> tuple[Item, ...]:
    """Beads on the nerves of a plan at a moment."""
    style = palette.style("signal")
    items = []
    for run in signal_runs(spine, moment, states, treated_at):
        start = (moment.t_s * SPEED_MM_S) % SPACING_MM
        for n, at in enumerate(np.arange(start, run.end_mm, SPACING_MM)):
            matrix = np.eye(4)
            matrix[:3, :3] *= RADIUS_MM
            matrix[:3, 3] = _point_at(run.path, float(at))
            items.append(Item(f"signal:{run.nerve}:{n}", "nerves", unit_ball(), style, None, matrix))
    return tuple(items)


def _length(path: Array) -> float:
    return float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum())


def _point_at(path: Array, at_mm: float) -> Array:
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    return np.array([np.interp(at_mm, run, path[:, i]) for i in range(3)])
