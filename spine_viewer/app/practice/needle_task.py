"""How a task of needle practice begins and ends."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from spine_viewer.anatomy.refusals import in_words
from spine_viewer.anatomy.variation.request import Variation
from spine_viewer.app.practice.needle_fluids import NeedleFluids
from spine_viewer.app.practice.needle_replay import NeedleReplay
from spine_viewer.app.practice.needle_setup import LARGEST_SEED
from spine_viewer.app.practice.needle_state import goal_value
from spine_viewer.app.text import refused
from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.app.practice.exercise import Screen
    from spine_viewer.app.stage import Stage
    from spine_viewer.learning.practice import Practice

logger = logging.getLogger(__name__)


class NeedleTask(NeedleReplay):
    """From what was chosen to a task on its own spine, and out of it again.

    Attributes
    ----------
    fluids : NeedleFluids or None
        How what was injected spreads.
    """

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.fluids: NeedleFluids | None = None
        self._waits = False
        self._spine: Any = None
        self._built: Variation | None = None
        self._task: asyncio.Task[None] | None = None

    def start_with(self, procedure: str, joint: str, way: str, seed: Any) -> None:
        """As :meth:`start` with what the page shows, which may be newer than what is known here."""
        self.choose_procedure(procedure)
        self._choose(joint=joint)
        self.choose_way(way)
        self.typed.data.seed = seed
        self.start()

    def start(self) -> None:
        """Plan the task, on the spine that was asked for."""
        data = self.typed.data
        try:
            wanted = Variation() if data.person == "default" else Variation.random(_seed(data.seed))
        except InputError as error:
            data.problem = refused(error, self.screen.store.now.language)
            return
        data.phase, data.problem, self._waits = "planning", "", True
        self.screen.store.settle(variation=wanted)
        stage = self.screen.stage()
        if stage is not None and self._spine is stage.spine and self._built == wanted:
            self._plan(stage)

    def again(self) -> None:
        """The same task from its beginning."""
        if self.bench is not None:
            self._begin(self.bench.practice)

    def give_up(self) -> None:
        """Back to the setting up; nothing is kept."""
        self._end()
        self.screen.darken(False)
        self.shows_another()
        self.screen.report()

    def opened(self, stage: Stage) -> None:
        """The spine is there, or another one: a task on the old one is over."""
        self._spine, self._built = stage.spine, self.screen.store.now.variation
        if self.bench is not None and self.bench.practice.spine is not stage.spine:
            waits = self._waits
            self._end()
            self._waits = waits
            self.screen.darken(False)
            self.screen.report()
        if self._waits:
            self._plan(stage)

    def _plan(self, stage: Stage) -> None:
        self._waits = False
        self._task = asyncio.get_running_loop().create_task(self._planned(stage))

    async def _planned(self, stage: Stage) -> None:
        now, loop = self.screen.store.now, asyncio.get_running_loop()
        key = (now.procedure, now.joint, now.side, now.variant)
        problem, practice = "", None
        try:
            practice = await loop.run_in_executor(self.screen.heavy, _prepared, stage.spine, *key)
        except InputError as error:
            problem = refused(error, self.screen.store.now.language)
        except Exception as error:
            logger.exception("the task could not be prepared")
            problem = refused(error, self.screen.store.now.language)
        with self.screen.server.state:
            data = self.typed.data
            current = self.screen.stage()
            if data.phase != "planning" or current is None or current.spine is not stage.spine:
                return
            if practice is None:
                data.phase, data.problem = "setup", problem
                return
            self._begin(practice)

    def _begin(self, practice: Practice) -> None:
        from spine_viewer.learning.practice.bench import Bench
        from spine_viewer.learning.practice.figures import scoring

        variation = self.screen.store.now.variation
        self.result, self._pictured, self._by_hand = None, None, False
        self.bench = Bench(practice, variation.seed if variation != Variation() else None)
        if self.fluids is None or self.fluids.practice is not practice:
            self.fluids = NeedleFluids(practice, self.screen.heavy, self._spread)
        data, technique = self.typed.data, practice.plan.technique
        data.heats, data.bent = technique.kind == "rf", practice.needle.bend_deg > 0.0
        data.live, data.spin, data.step_mm, data.problem = False, True, 5.0, ""
        if data.heats:
            data.volts_sensory, data.volts_motor = (technique.number(n) for n in ("sensory_max_v", "motor_test_v"))
        else:
            data.contrast_ml = technique.number("contrast_ml")
        data.anaesthetic_ml = min(technique.number("anaesthetic_ml"), scoring().most_ml(technique))
        data.goal = goal_value(*practice.goals[0].key)
        self.screen.darken(True)
        self.screen.look_from("close-up")
        self._show()
        self.shows_another()

    def _end(self) -> None:
        """No task, whatever there was."""
        self.bench, self.result, self.fluids, self._pictured, self._waits = None, None, None, None, False
        data = self.typed.data
        data.phase, data.lines, data.result, data.said = "setup", [], {}, []
        data.task, data.at, data.steps = "", 0, 0

    def _spread(self, problem: str) -> None:
        """It is known where some fluid goes: show it, on the X-ray too where that was taken as it went in."""
        with self.screen.server.state:
            if self.bench is None:
                return
            said = in_words(problem, self.screen.store.now.language)
            self.typed.data.problem = said or self.typed.data.problem
            self.shows_another()
            if self.result is not None or self._watched_injection():
                self.screen.shoot()


def _seed(value: Any) -> int:
    if not str(value).isdigit() or int(value) > LARGEST_SEED:
        raise InputError(f"number {value!r} of the person; allowed: a whole number from 0 to {LARGEST_SEED}")
    return int(value)


def _prepared(spine: Any, procedure: str, joint: str, side: str, variant: str | None) -> Practice:
    """A session with everything asked once that its first steps would wait for."""
    from spine_viewer.learning.practice import Practice

    made = Practice.start(spine, procedure, joint, side, variant)
    tip = made.goals[0].placement.trajectory.tip
    made.around.bone(tip[None])
    made.around.gaps(tip[None])
    return made
