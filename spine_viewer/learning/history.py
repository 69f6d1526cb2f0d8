"""Playing any exercise, with undo and redo: every state is kept, so going back gives the very same one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Generic, Protocol, Self, TypeVar

from spine_viewer.errors import InputError

StateT = TypeVar("StateT")
ActionT = TypeVar("ActionT")
SeenT = TypeVar("SeenT")
GivenT = TypeVar("GivenT", contravariant=True)
NoticedT = TypeVar("NoticedT", covariant=True)


class Named(Protocol):
    """An action, which says what it does."""

    @property
    def do(self) -> str:
        """Its name in a file."""
        ...


class Exercise(Protocol[StateT, GivenT, NoticedT]):
    """What turns a state and an action into the next state and what is noticed, and changes nothing else."""

    def apply(self, state: StateT, action: GivenT, /) -> tuple[StateT, NoticedT]:
        """The next state."""
        ...


NamedT = TypeVar("NamedT", bound=Named)


def played(
    exercise: Exercise[StateT, NamedT, SeenT], actions: Iterable[NamedT], state: StateT
) -> tuple[StateT, tuple[SeenT, ...]]:
    """All of a script from ``state`` on; an error says at which action it stopped."""
    now, seen = state, []
    for number, action in enumerate(actions):
        try:
            now, one = exercise.apply(now, action)
        except InputError as error:
            raise InputError(f"action {number + 1} ({action.do}): {error}") from error
        seen.append(one)
    return now, tuple(seen)


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
