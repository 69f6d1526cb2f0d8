"""Signals as beads: pain from the joint to the spinal cord, which stops where its nerve is cut, and test currents.

A sensory test runs from the needle to the spinal cord, close beads for its high frequency; a motor test to the muscle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from spine_viewer.scene.fluid_items import unit_ball
from spine_viewer.scene.model import Array, Item, Style
from spine_viewer.scene.moment_items import nearest_index
from spine_viewer.scene.palette import Palette

SPACING_MM = 11.0
SPEED_MM_S = 14.0
RADIUS_MM = 1.5
CURRENT_SPACING_MM = {"sensory": 5.0, "motor": 10.0}
CURRENT_RADIUS_MM, CURRENT_GLOW_MM = 1.7, 3.6
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
            items.append(_ball(f"signal:{run.nerve}:{n}", _point_at(run.path, float(at)), RADIUS_MM, style))
    return tuple(items)


def current_items(spine: Any, moment: Any, treated_at: dict[str, Array], palette: Palette) -> tuple[Item, ...]:
    """A test current at a moment: a glow at the needle, and beads on the nerve that it runs along."""
    test = moment.stimulation
    if test is None or test.volts <= 0.0 or test.nerve not in spine.nerves:
        return ()
    path, middle = np.asarray(spine.nerve(test.nerve).path, dtype=float), treated_at[test.nerve]
    here = nearest_index(path, middle)
    way = path[here::-1] if test.kind == "sensory" else path[here:]
    spacing = CURRENT_SPACING_MM[test.kind]
    items = [_ball("current:glow", middle, CURRENT_GLOW_MM, palette.style("current_glow"))]
    start = (moment.t_s * SPEED_MM_S) % spacing
    for n, at in enumerate(np.arange(start, _length(way), spacing)):
        style = palette.style("current")
        items.append(_ball(f"current:{n}", _point_at(way, float(at)), CURRENT_RADIUS_MM, style))
    return tuple(items)


def _ball(name: str, centre: Array, radius_mm: float, style: Style) -> Item:
    matrix = np.eye(4)
    matrix[:3, :3] *= radius_mm
    matrix[:3, 3] = centre
    return Item(name, "nerves", unit_ball(), style, None, matrix)


def _length(path: Array) -> float:
    return float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum())


def _point_at(path: Array, at_mm: float) -> Array:
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    return np.array([np.interp(at_mm, run, path[:, i]) for i in range(3)])
