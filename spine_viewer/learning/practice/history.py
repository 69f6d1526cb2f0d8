"""Undo and redo: every state is kept, so going back gives the very same one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spine_viewer.errors import InputError
from spine_viewer.learning.practice.actions import Action
from spine_viewer.learning.practice.state import State

if TYPE_CHECKING:
    from spine_viewer.learning.practice.observation import Observation
    from spine_viewer.learning.practice.practice import Practice


@dataclass(frozen=True)
class History:
    """The states of a session, the actions between them, and at which of the states it stands."""

    states: tuple[State, ...] = (State(),)
    actions: tuple[Action, ...] = ()
    at: int = 0

    @property
    def state(self) -> State:
        """The state in hand."""
        return self.states[self.at]

    @property
    def done(self) -> tuple[Action, ...]:
        """The actions that led to it."""
        return self.actions[: self.at]

    def act(self, practice: Practice, action: Action) -> tuple[History, Observation]:
        """One more action; what was undone before it is forgotten."""
        after, seen = practice.apply(self.state, action)
        return History((*self.states[: self.at + 1], after), (*self.done, action), self.at + 1), seen

    def undo(self) -> History:
        """One action back."""
        if self.at == 0:
            raise InputError("there is nothing to undo")
        return History(self.states, self.actions, self.at - 1)

    def redo(self) -> History:
        """One action forwards again."""
        if self.at == len(self.actions):
            raise InputError("there is nothing to redo")
        return History(self.states, self.actions, self.at + 1)
