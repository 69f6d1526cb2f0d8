"""C-arm practice on the screen: a task from its wish to its debrief; the X-ray shows what was exposed, nothing else."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trame_server.utils.typed_state import TypedState

from spine_viewer.anatomy.regions import region_of_level
from spine_viewer.anatomy.variation.request import Variation
from spine_viewer.app.choices import FOLLOWING, Choices
from spine_viewer.app.practice.carm_state import (
    ANY,
    CarmState,
    actions_to,
    fields_of,
    offered,
    pose_of,
    rows_of,
    same_joint,
    tell_debrief,
)
from spine_viewer.app.practice.exercise import Exercise, Screen
from spine_viewer.app.text import refused, text
from spine_viewer.errors import InputError
from spine_viewer.imaging import CArm
from spine_viewer.imaging.machine.collimation import OPEN
from spine_viewer.learning.carm import CarmPractice, Expose, Finish, Hint, History, Record, Task, debrief, drawn
from spine_viewer.learning.carm.actions import Action
from spine_viewer.learning.carm.ideal import ideal_pose
from spine_viewer.learning.carm.record import keep_record

if TYPE_CHECKING:
    from spine_viewer.app.stage import Stage

SEEDS = 1_000_000
# Nothing of what somebody has hidden, moved or pinned; the patient and the machine, as one sees them in the room.
ROOM: dict[str, Any] = {
    "hidden": frozenset(), "ghosted": frozenset(), "isolated": frozenset(), "selection": None, "explode": 0.0,
    "cut": None, "marks": (), "notes": (), "focus": None, "asked_joint": None, "live": False,
}  # fmt: skip
TURNS = {
    "ArrowLeft": ("oblique_deg", 1.0), "ArrowRight": ("oblique_deg", -1.0),
    "ArrowUp": ("tilt_deg", 1.0), "ArrowDown": ("tilt_deg", -1.0),
}  # fmt: skip
COARSE = 5.0  # times as far with Shift


class CarmLogic(Exercise):
    """Draws a task, holds the X-ray, counts exposures, tells gauges, keeps the attempt.

    Parameters
    ----------
    screen : Screen
    folder : Path, optional
        Where attempts are kept; the user's data folder where it is left out.
    """

    def __init__(self, screen: Screen, folder: Path | None = None) -> None:
        super().__init__(screen)
        self.typed = TypedState(screen.server.state, CarmState)
        self._folder = folder
        self._practice: CarmPractice | None = None
        self._history: History | None = None
        self._pending: Task | None = None
        self._work: asyncio.Task[None] | None = None
        offered(self.typed.data)
        screen.store.subscribe(self._follow)

    # What is wished for ------------------------------------------------------------------------------------------

    def choose(self, name: str, value: str) -> None:
        """A wish: ``region``, ``view``, ``level``, ``side``, ``difficulty`` or ``person``."""
        data = self.typed.data
        setattr(data, name, value)
        offered(data)

    def start(self) -> None:
        """A new task of what is wished for."""
        data = self.typed.data
        if data.busy or self.screen.stage() is None:
            return
        data.problem = ""
        try:
            seed = _seed(data.seed) if data.seed.strip() else random.randrange(SEEDS)
            view, level, side = (None if one == ANY else one for one in (data.view, data.level, data.side))
            person = seed if data.person == "random" else None
            self._begin(drawn(data.region, int(data.difficulty), seed, view, level, side, person))
        except InputError as error:
            data.problem = refused(error, self.screen.store.now.language)

    def once_more(self) -> None:
        """The same task again."""
        if self._practice is not None:
            self._begin(self._practice.task)

    def stop(self) -> None:
        """Back to what is wished for; an attempt that was not finished is not kept."""
        self._practice, self._history = None, None
        self.typed.data.phase = "start"
        self.screen.darken(False)
        self.screen.store.settle(**{**FOLLOWING, "field_name": None, "collimation": OPEN})
        self.changed("posterior")

    # A task ------------------------------------------------------------------------------------------------------

    def expose(self) -> None:
        """One picture, and its gauges."""
        seen = self._act(Expose())
        if seen is None:
            return
        data = self.typed.data
        data.gauges, data.moved, data.hint = rows_of(seen.gauges, self.language), False, ""
        self.screen.shoot()

    def hint(self) -> None:
        """Which way to move."""
        seen = self._act(Hint())
        if seen is not None:
            self.typed.data.hint = seen.told(self.language)

    def finish(self) -> None:
        """The view is set: the debrief, and the attempt is kept."""
        if self._act(Finish()) is None or self._practice is None or self._history is None:
            return
        data, practice, done = self.typed.data, self._practice, self._history.done
        data.phase, data.seen_ideal, data.kept = "debrief", False, True
        try:
            keep_record(Record.of(practice, done), self._folder)
        except InputError as error:
            data.problem, data.kept = refused(error, self.screen.store.now.language), False
        self._tell()
        self.changed()

    def show_ideal(self) -> None:
        """The view as it should be, or the one that was set."""
        if self._practice is None or self._history is None:
            return
        data = self.typed.data
        data.seen_ideal = not data.seen_ideal
        pose = ideal_pose(self._practice) if data.seen_ideal else self._history.state.pose
        self.screen.store.settle(**fields_of(pose))
        self.shows_another()
        self.screen.shoot()

    def turn(self, joint: str, by: float) -> None:
        """Orbit or tilt by a key."""
        arm = self.carm()
        if arm is not None:
            angles = {"oblique_deg": arm.oblique_deg, "tilt_deg": arm.tilt_deg}
            self.screen.move(**(angles | {joint: angles[joint] + by}))

    # Part of Practice --------------------------------------------------------------------------------------------

    @property
    def hides_names(self) -> bool:
        """While the view is being looked for."""
        return bool(self.typed.data.phase == "task")

    @property
    def holds_patient(self) -> bool:
        """While the view is being looked for."""
        return bool(self.typed.data.busy) or self.hides_names

    @property
    def holds_aim(self) -> bool:
        """From the task on."""
        return self._practice is not None

    def posed(self, choices: Choices) -> Choices:
        """The patient on the table and the machine; after the task the bones and the landmarks of the view too."""
        practice = self._practice
        if practice is None:
            return choices
        task, told = practice.task, not self.hides_names
        layers = frozenset({"skin", "c_arm"}) | (frozenset({"bones", "discs"}) if told else frozenset())
        aim = {"level": task.level, "carm_view": task.view, "side": task.side, "landmarks": told}
        return Choices(**{**vars(choices), **ROOM, **aim, "layers": layers})

    def carm(self) -> CArm | None:
        """Where the choices have set the machine, from where it started."""
        if self._practice is None or self._history is None:
            return None
        return self._practice.arm(pose_of(self.screen.store.now, self._history.state.pose))

    def refusal(self, choices: Choices) -> str | None:
        """What the machine would run into, where the task heeds it."""
        if self._practice is None or self._history is None:
            return None
        try:
            return self._practice.refusal(pose_of(choices, self._history.state.pose), choices.language)
        except InputError as error:
            return refused(error, choices.language)

    def opened(self, stage: Stage) -> None:
        """Another spine: the one that a task waits for, or one that ends it."""
        if self._pending is not None:
            self._make(stage)
        elif self._practice is not None and self._practice.spine is not stage.spine:
            self.stop()

    def entered(self) -> None:
        """The machine stands again where the task left it, and shows nothing before the next picture."""
        if self._history is not None:
            pose = self._history.state.pose
            asyncio.get_running_loop().call_soon(self._set_out, pose)
            if self.typed.data.phase == "debrief":
                asyncio.get_running_loop().call_soon(self.screen.shoot)

    def left(self) -> None:
        """Other modes have their own X-ray."""
        if self._practice is not None:
            self.screen.darken(False)

    def asked(self) -> bool:
        """The C-arm's own button takes a counted picture."""
        if self.typed.data.phase != "task":
            return False
        self.expose()
        return True

    def key(self, key: str) -> bool:
        """X exposes, H hints, arrows turn the C-arm, Enter starts, finishes and starts anew."""
        phase = self.typed.data.phase
        if key == "Enter":
            {"start": self.start, "task": self.finish, "debrief": self.stop}[phase]()
            return True
        if phase != "task":
            return False
        plain = key.removeprefix("Shift+")
        if plain in TURNS:
            joint, by = TURNS[plain]
            self.turn(joint, by * (COARSE if plain != key else 1.0))
        elif key in ("x", "h"):
            {"x": self.expose, "h": self.hint}[key]()
        else:
            return False
        return True

    def told(self, language: str) -> tuple[str, str, float]:
        """The task; at its end what to do better."""
        data = self.typed.data
        if self._practice is None:
            return text("carm.title", language), "", 0.0
        done = data.phase == "debrief"
        return self._practice.task.told(language), " ".join(data.findings) if done else "", float(done)

    # Within ------------------------------------------------------------------------------------------------------

    def _act(self, action: Action) -> Any:
        """Do it; what is seen, or None where it is refused, with the reason on the panel."""
        data = self.typed.data
        if self._practice is None or self._history is None or data.phase != "task":
            return None
        data.problem = ""
        try:
            self._history, seen = self._history.act(self._practice, action)
        except InputError as error:
            data.problem = refused(error, self.screen.store.now.language)
            return None
        data.exposures = self._history.state.exposures
        return seen

    def _begin(self, task: Task) -> None:
        """Make a task on its own spine, which is built first where another one stands there."""
        stage, store, data = self.screen.stage(), self.screen.store, self.typed.data
        wanted = Variation() if task.person is None else Variation.random(task.person)
        data.busy, self._pending = True, task
        if store.now.variation != wanted:
            store.settle(variation=wanted)
        elif stage is not None:
            self._make(stage)

    def _make(self, stage: Stage) -> None:
        task, self._pending = self._pending, None
        if task is not None:
            self._work = asyncio.get_running_loop().create_task(self._open(stage, task))

    async def _open(self, stage: Stage, task: Task) -> None:
        """Find the view and the start beside the page, then put the task on it."""
        data, problem = self.typed.data, ""
        practice: CarmPractice | None = None
        try:
            loop = asyncio.get_running_loop()
            practice = await loop.run_in_executor(self.screen.heavy, CarmPractice.start, stage.spine, task)
        except InputError as error:
            problem = refused(error, self.screen.store.now.language)
        with self.screen.server.state:
            data.busy, data.problem = False, problem
            if practice is not None:
                self._practice, self._history = practice, History((practice.first,))
                data.phase, data.exposures, data.gauges, data.hint, data.moved = "task", 0, [], "", True
                data.asked, data.number = task.told(self.language), str(task.seed)
                self._set_out(practice.first.pose)

    def _set_out(self, pose: Any) -> None:
        """Put the machine there, with a dark screen."""
        practice = self._practice
        if practice is None:
            return
        with self.screen.server.state:
            region = region_of_level(practice.task.level)
            self.screen.store.settle(region=region, landmarks=False, **fields_of(pose))
            self.screen.darken(True)
            self.changed("room")

    def _tell(self) -> None:
        """Write the task, its gauges and its debrief in the language of now."""
        data, practice, history = self.typed.data, self._practice, self._history
        if practice is None or history is None:
            return
        data.asked, shot = practice.task.told(self.language), history.state.shot
        data.gauges = [] if shot is None else rows_of(practice.gauges(shot), self.language)
        if data.phase == "debrief":
            tell_debrief(data, debrief(practice, history.state), self.language)

    def _follow(self, before: Choices, after: Choices) -> None:
        if before.language != after.language:
            self.typed.data.hint = ""
            self._tell()
        if self.typed.data.phase == "task" and after.mode == "practice" and after.exercise == "carm":
            self._record(after)

    def _record(self, choices: Choices) -> None:
        """What a slider, a button or a key did to the machine, as actions; going on with the same joint is one."""
        if self._practice is None or self._history is None:
            return
        for action in actions_to(self._history.state.pose, pose_of(choices, self._history.state.pose)):
            before = self._history
            if before.done and same_joint(before.done[-1], action):
                self._history = before.undo()
            if self._act(action) is None:
                self._history = before
                return
        state = self._history.state
        self.typed.data.moved = not state.pose.stands_as(state.shot)


def _seed(value: str) -> int:
    if not value.strip().isdecimal() or int(value) > SEEDS:
        raise InputError(f"number {value!r} of the task; allowed: a whole number from 0 to {SEEDS}")
    return int(value)
