"""Undo and redo of a needle practice session."""

from __future__ import annotations

from dataclasses import dataclass

from spine_viewer.learning.history import Steps
from spine_viewer.learning.practice.actions import Action
from spine_viewer.learning.practice.observation import Observation
from spine_viewer.learning.practice.state import State


@dataclass(frozen=True)
class History(Steps[State, Action, Observation]):
    """The states of a session, the first one with no needle."""

    states: tuple[State, ...] = (State(),)
