"""C-arm practice: pure, without a screen, and the same every time it is played again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.errors import InputError
from spine_viewer.imaging import Gauge, gauge, view
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.machine.dose import dose_rate
from spine_viewer.imaging.machine.motion import stand_beside
from spine_viewer.imaging.machine.room import Room
from spine_viewer.imaging.settings import c_arm_facts, figure
from spine_viewer.learning.carm.actions import Action, Expose, Finish, Frame, Hint, Move
from spine_viewer.learning.carm.figures import carm_figures
from spine_viewer.learning.carm.ideal import ideal_pose
from spine_viewer.learning.carm.mending import Mend, mends
from spine_viewer.learning.carm.seen import Seen
from spine_viewer.learning.carm.start import wrong_start
from spine_viewer.learning.carm.state import Pose, State
from spine_viewer.learning.carm.task import Task
from spine_viewer.learning.history import played

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine

MIDDLE = "target_off_middle"


@dataclass(frozen=True, eq=False)
class CarmPractice:
    """A task on a spine.

    Attributes
    ----------
    spine : Spine
        In the ``prone`` pose.
    task : Task
    ideal : CArm
        In the view, drawn back from the patient where that is needed.
    begin : CArm
        Where it stands at first.
    room : Room or None
        What it must not run into; None for a view that a mobile C-arm cannot get into on our table, or only between two
        whole degrees. There table and patient are not heeded.
    """

    spine: Spine
    task: Task
    ideal: CArm
    begin: CArm
    room: Room | None

    @classmethod
    def start(cls, spine: Spine, task: Task) -> CarmPractice:
        """A new exercise.

        Raises
        ------
        InputError
            If the spine is not prone, or the view cannot be set on it.
        """
        if spine.pose != "prone":
            raise InputError(f"pose {spine.pose!r} of the spine for C-arm practice; allowed: prone")
        wanted = view(spine, task.view, task.level, task.side)
        beside, whole = stand_beside(task.side), Room.of(spine.skin.mesh.points)
        ideal = whole.reached(wanted, beside)
        if not whole.refusal(ideal, beside):
            made = cls(spine, task, ideal, wrong_start(spine, task, ideal, whole), whole)
            if not made.refusal(ideal_pose(made)):
                return made
        return cls(spine, task, ideal, wrong_start(spine, task, ideal, None), None)

    @property
    def first(self) -> State:
        """Nothing done yet."""
        return State(Pose(self.begin.oblique_deg, self.begin.tilt_deg))

    def arm(self, pose: Pose) -> CArm:
        """The C-arm of a pose."""
        return pose.arm(self.begin, self.task.side)

    def refusal(self, pose: Pose, language: str = DEFAULT_LANGUAGE) -> str:
        """Why the machine cannot stand like this, in a language; empty where it can."""
        if self.room is None:
            return ""
        return self.room.refusal(self.arm(pose), stand_beside(self.task.side), language)

    @cached_property
    def _readings(self) -> dict[Pose, tuple[Gauge, ...]]:
        return {}

    def gauges(self, pose: Pose) -> tuple[Gauge, ...]:
        """How well the view is set, and last how far its target is from the middle of the picture."""
        if pose not in self._readings:
            arm, task = self.arm(pose), self.task
            self._readings[pose] = (*gauge(self.spine, arm, task.view, task.level, task.side), self._middle(arm))
        return self._readings[pose]

    def _middle(self, arm: CArm) -> Gauge:
        """How far the target lies off the middle, as a share of the field's radius."""
        column, row = arm.pixel_of(np.array(self.ideal.isocentre))
        rows, cols = arm.size
        off = float(np.hypot(column - cols / 2, row - rows / 2)) / (min(rows, cols) / 2)
        return Gauge(MIDDLE, off, "", carm_figures().limit("middle_full_share"))

    def mends(self, pose: Pose) -> tuple[Mend, ...]:
        """What is out in a pose, the worst first, and which movements would mend it."""
        return mends(self, pose)

    def apply(self, state: State, action: Action) -> tuple[State, Seen]:
        """The state after an action, and what is noticed; neither ``state`` nor the exercise is changed.

        Raises
        ------
        InputError
            If it cannot be done: beyond the machine's travel, into table or patient, or too early.
        """
        if state.finished:
            raise InputError(f"the exercise is finished; {action.do!r} comes too late")
        after, gauges, hint = self._after(state, action)
        after = replace(after, steps=state.steps + 1)
        marks = self._marks(after.pose) if gauges else ()
        return after, Seen(action.do, after.steps, after.pose, gauges, marks, hint)

    def _after(self, state: State, action: Action) -> tuple[State, tuple[Gauge, ...], Mend | None]:
        if isinstance(action, Move):
            return self._moved(state, action), (), None
        if isinstance(action, Frame):
            return replace(state, pose=state.pose.framed(action)), (), None
        if isinstance(action, Expose):
            pulses = figure(c_arm_facts().dose, "pulses_per_s")
            dose = state.dose + dose_rate(self.arm(state.pose), pulses) / pulses
            after = replace(state, shot=state.pose, exposures=state.exposures + 1, dose=dose)
            return after, self.gauges(state.pose), None
        if state.shot is None:
            raise InputError(f"{action.do!r} comes before any picture; expose first")
        if isinstance(action, Hint):
            found = self.mends(state.shot)
            return replace(state, hints=state.hints + 1), (), found[0] if found else Mend(None, ())
        if isinstance(action, Finish) and not state.pose.stands_as(state.shot):
            raise InputError("the C-arm has moved since the last picture; expose before you finish")
        return replace(state, finished=True), (), None

    def _moved(self, state: State, action: Move) -> State:
        pose = state.pose.moved(action)
        reason = self.refusal(pose)
        if reason:
            raise InputError(reason)
        joints = sum(_joint(state.pose, name) != _joint(pose, name) for name in action.asked)
        return replace(state, pose=pose, movements=state.movements + joints)

    def _marks(self, pose: Pose) -> tuple[tuple[str, float, float], ...]:
        """Landmarks of the bone of the level that are in the field, as name, column and row."""
        from spine_viewer.learning.practice.seeing import landmarks_px

        return landmarks_px(self.spine, self.arm(pose), self.task.level)

    def play(self, actions: Iterable[Action], state: State | None = None) -> tuple[State, tuple[Seen, ...]]:
        """All of a script, from the beginning or from ``state``; an error says at which action it stopped."""
        return played(self, actions, state or self.first)


def _joint(pose: Pose, name: str) -> float | None:
    return getattr(pose, name) if hasattr(pose, name) else getattr(pose.setting, name)
