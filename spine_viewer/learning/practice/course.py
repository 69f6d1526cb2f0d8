"""The lines of a needle: its shaft from tip to hub, and the ways that an expert's needles take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.learning.practice.expert import aim_of
from spine_viewer.learning.practice.state import NeedleState, State, Stop
from spine_viewer.procedures.model import Array

if TYPE_CHECKING:
    from spine_viewer.learning.practice.practice import Practice


@dataclass(frozen=True, eq=False)
class Course:
    """The way of one needle of the expert: ``path`` (2, 3) from skin to tip, for nerve and placement ``stop``."""

    stop: Stop
    path: Array


def shaft(needle: NeedleState, length_mm: float) -> Array:
    """(n, 3) from the tip on the way that it came to the skin, and straight on to the hub, world mm."""
    inside = np.array(needle.path[::-1])
    outwards = -needle.direction if len(inside) == 1 else inside[-1] - inside[-2]
    outwards = outwards / np.linalg.norm(outwards)
    hub = inside[-1] + max(length_mm - needle.depth_mm, 0.0) * outwards
    return np.vstack([inside, hub])


def length_mm(practice: Practice, depth_mm: float) -> float:
    """Length of the needle in hand: that of the plan, or the longest where it would not be enough."""
    own = practice.needle.length_mm
    return own if depth_mm <= own else practice.longest_mm


def expert_courses(practice: Practice) -> tuple[Course, ...]:
    """Every needle of the expert, in the order of the plan."""
    aims = [aim_of(goal) for goal in practice.goals]
    return tuple(Course(aim.goal.key, np.array([aim.entry, tip])) for aim in aims for tip in aim.tips)


def tracks(states: tuple[State, ...]) -> tuple[Array, ...]:
    """(n, 3) deepest course of each needle and each of its directions, from skin to tip, oldest first."""
    deepest: dict[tuple[int, int], NeedleState] = {}
    for state in states:
        needle = state.needle
        if needle is None:
            continue
        key = state.entries, state.redirections
        known = deepest.get(key)
        if known is None or needle.depth_mm > known.depth_mm:
            deepest[key] = needle
    return tuple(np.array(needle.path) for needle in deepest.values() if len(needle.path) > 1)
