"""A session in somebody's hands: what is aimed at, what was done and noticed, and how it is looked at afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.imaging.carm import CArm
from spine_viewer.learning.practice import actions as act
from spine_viewer.learning.practice.aiming import Aim, first_aim
from spine_viewer.learning.practice.course import tracks
from spine_viewer.learning.practice.debrief import Debrief, debrief
from spine_viewer.learning.practice.figures import scoring
from spine_viewer.learning.practice.history import History
from spine_viewer.learning.practice.observation import Observation
from spine_viewer.learning.practice.record import Record
from spine_viewer.learning.practice.state import State
from spine_viewer.procedures.model import Array

if TYPE_CHECKING:
    from spine_viewer.learning.practice.practice import Practice


@dataclass
class Bench:
    """One attempt, from the first aim to the debrief.

    Attributes
    ----------
    practice : Practice
    seed : int or None
        Number of the random person; None for the default spine.
    history : History
    aim : Aim or None
        Where the needle in hand would go in or, with a needle in, the way it would be redirected to.
    seen : list of Observation
        After each action of the history, those that were undone included.
    """

    practice: Practice
    seed: int | None = None
    history: History = field(default_factory=History)
    aim: Aim | None = None
    seen: list[Observation] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._last_aim = self.aim = first_aim(self.practice)

    @property
    def state(self) -> State:
        """Where the session stands."""
        return self.history.state

    @property
    def last(self) -> Observation | None:
        """What was noticed last; None at the beginning."""
        return self.seen[self.history.at - 1] if self.history.at else None

    @property
    def can_redirect(self) -> bool:
        """Whether the needle is shallow enough to be turned."""
        needle = self.state.needle
        return needle is not None and needle.depth_mm <= scoring().modelled("redirect_most_mm") + 1e-9

    def do(self, action: act.Action) -> Observation:
        """One more action; an :class:`InputError` says why it cannot be done, and then nothing has changed."""
        wished, before = self.aim, self.state.needle
        self.history, seen = self.history.act(self.practice, action)
        self.seen = [*self.seen[: self.history.at - 1], seen]
        self._settle()
        if before is not None and self.state.needle == before:
            self.aim = wished
        return seen

    def aim_at(self, change: Callable[[Aim], Aim]) -> None:
        """Another aim from the present one; a needle that is in keeps its hole in the skin."""
        needle = self.state.needle
        if needle is None:
            self.aim = self._last_aim = change(self._last_aim if self.aim is None else self.aim)
            return
        if not self.can_redirect:
            raise InputError(
                f"the needle is {needle.depth_mm:.1f} mm deep; withdraw it to "
                f"{scoring().modelled('redirect_most_mm'):g} mm or less to redirect it"
            )
        wished = change(self.aim or Aim(needle.path[0], needle.heading))
        self.aim = Aim(needle.path[0], wished.direction)

    def enter(self, live: bool = False) -> Observation:
        """Through the skin, or another way from the same hole for a needle that is in; ``live``: watched."""
        if self.aim is None:
            raise InputError("no other direction was chosen")
        needle = self.state.needle
        if needle is None:
            return self.do(self.aim.action())
        return self.do(act.Redirect(direction=self.aim.direction, live=live))

    def set_arm(self, arm: CArm) -> None:
        """The C-arm where it stands before the beam is on; nothing where it stands there already."""
        action = act.SetArm.of(arm)
        if self.state.arm is None or act.SetArm.of(self.state.arm) != action:
            self.do(action)

    def undo(self) -> None:
        """One action back."""
        self.history = self.history.undo()
        self._settle()

    def redo(self) -> None:
        """One action forwards again."""
        self.history = self.history.redo()
        self._settle()

    # Afterwards --------------------------------------------------------------------------------------------------

    def debrief(self) -> Debrief:
        """What is said of it."""
        return debrief(self.practice, self.state)

    def record(self) -> Record:
        """The attempt as a record."""
        return Record.of(self.practice, self.history.done, self.seed)

    def states(self) -> tuple[State, ...]:
        """Every state on the way here, the beginning first."""
        return self.history.states[: self.history.at + 1]

    def tracks(self) -> tuple[Array, ...]:
        """The ways of its needles, (n, 3) each."""
        return tracks(self.states())

    def pictures(self) -> tuple[int, ...]:
        """Numbers of the states at which a picture was taken."""
        states = self.states()
        return tuple(n for n in range(1, len(states)) if states[n].exposures > states[n - 1].exposures)

    def _settle(self) -> None:
        """Without a needle there is always an aim; once the needle has moved on, the wish to turn it is given up."""
        needle = self.state.needle
        if needle is None:
            self.aim = None if self.state.finished else self._last_aim
        else:
            self.aim = None
            self._last_aim = Aim(needle.path[0], _unit(np.array(needle.heading)))


def _unit(way: Array) -> tuple[float, float, float]:
    x, y, z = way / np.linalg.norm(way)
    return float(x), float(y), float(z)
