"""Undo and redo of any exercise: every state is kept, so going back gives the very same one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, Protocol, Self, TypeVar

from spine_viewer.errors import InputError

StateT = TypeVar("StateT")
ActionT = TypeVar("ActionT")
SeenT = TypeVar("SeenT")
GivenT = TypeVar("GivenT", contravariant=True)
NoticedT = TypeVar("NoticedT", covariant=True)


class Exercise(Protocol[StateT, GivenT, NoticedT]):
    """What turns a state and an action into the next state and what is noticed, and changes nothing else."""

    def apply(self, state: StateT, action: GivenT, /) -> tuple[StateT, NoticedT]:
        """The next state."""
        ...


@dataclass(frozen=True)
class Steps(Generic[StateT, ActionT, SeenT]):
    """The states of an exercise, the actions between them, and at which of the states it stands."""

    states: tuple[StateT, ...]
    actions: tuple[ActionT, ...] = ()
    at: int = 0

    @property
    def state(self) -> StateT:
        """The state in hand."""
        return self.states[self.at]

    @property
    def done(self) -> tuple[ActionT, ...]:
        """The actions that led to it."""
        return self.actions[: self.at]

    def act(self, exercise: Exercise[StateT, ActionT, SeenT], action: ActionT) -> tuple[Self, SeenT]:
        """One more action; what was undone before it is forgotten."""
        after, seen = exercise.apply(self.state, action)
        states = (*self.states[: self.at + 1], after)
        return replace(self, states=states, actions=(*self.done, action), at=self.at + 1), seen

    def undo(self) -> Self:
        """One action back."""
        if self.at == 0:
            raise InputError("there is nothing to undo")
        return replace(self, at=self.at - 1)

    def redo(self) -> Self:
        """One action forwards again."""
        if self.at == len(self.actions):
            raise InputError("there is nothing to redo")
        return replace(self, at=self.at + 1)
