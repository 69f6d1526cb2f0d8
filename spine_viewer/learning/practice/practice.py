"""A needle practice session: pure, without a screen, and the same every time it is played again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from spine_viewer.errors import InputError
from spine_viewer.learning.history import played
from spine_viewer.learning.practice.actions import Action
from spine_viewer.learning.practice.moves import MOVES
from spine_viewer.learning.practice.observation import Observation
from spine_viewer.learning.practice.reference import Goal, reference
from spine_viewer.learning.practice.state import State, point
from spine_viewer.learning.practice.surroundings import Surroundings
from spine_viewer.procedures.model import Needle
from spine_viewer.procedures.planner import Plan
from spine_viewer.procedures.skin import SkinRays

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine


@dataclass(frozen=True, eq=False)
class Practice:
    """A procedure on a joint of a spine, to be done by hand.

    Attributes
    ----------
    spine : Spine
    plan : Plan
        The expert's, which the score is measured against.
    goals : tuple of Goal
        Every needle of the plan, in order.
    skin : SkinRays
    """

    spine: Spine
    plan: Plan
    goals: tuple[Goal, ...]
    skin: SkinRays

    @classmethod
    def start(cls, spine: Spine, procedure: str, joint: str, side: str, variant: str | None = None) -> Practice:
        """A new session; takes as long as a plan.

        Parameters
        ----------
        spine : Spine
            In the ``prone`` pose.
        procedure, joint, side, variant
            As for :func:`spine_viewer.procedures.plan`, which also says what is raised.
        """
        return cls(spine, *reference(spine, procedure, joint, side, variant), SkinRays(spine.skin.mesh))

    @property
    def needle(self) -> Needle:
        """The needle that is used; its gauge is the same at every place."""
        return self.goals[0].placement.needle

    @property
    def longest_mm(self) -> float:
        """Length of the longest needle of the technique."""
        value = self.plan.technique.needle.length_mm.value
        return float(max(value) if isinstance(value, tuple) else value)

    @cached_property
    def around(self) -> Surroundings:
        """Bone, and what must not be touched."""
        return Surroundings(self.spine, 0.5 * self.needle.outer_diameter_mm)

    def goal(self, nerve: str, name: str = "") -> Goal:
        """A needle of the plan by nerve and name; the first of a nerve without a name.

        Raises
        ------
        InputError
            If the plan has none.
        """
        for one in self.goals:
            if one.nerve == nerve and name in ("", one.name):
                return one
        allowed = ", ".join(f"{one.nerve} {one.name}".strip() for one in self.goals)
        raise InputError(f"no needle is planned for {f'{nerve} {name}'.strip()!r}; allowed: {allowed}")

    def apply(self, state: State, action: Action) -> tuple[State, Observation]:
        """The state after an action, and what is noticed; neither ``state`` nor the session is changed.

        Raises
        ------
        InputError
            If the action cannot be done: no needle is in, no view was chosen, the session is finished.
        """
        if state.finished:
            raise InputError(f"the session is finished; {action.do!r} comes too late")
        after, events, picture = MOVES[type(action)](self, state, action)
        after = replace(after, steps=state.steps + 1)
        needle = after.needle
        seen = Observation(
            action.do,
            after.steps,
            after.time_s,
            events,
            None if needle is None else point(needle.tip),
            None if needle is None else needle.depth_mm,
            picture,
        )
        return after, seen

    def play(self, actions: Iterable[Action], state: State | None = None) -> tuple[State, tuple[Observation, ...]]:
        """All of a script, from the beginning or from ``state``; an error says at which action it stopped."""
        return played(self, actions, state or State())
