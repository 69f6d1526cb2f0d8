"""Needle practice on the screen: setting a task up, aiming, steering, and looking back on it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from trame_server.utils.typed_state import TypedState

from spine_viewer.anatomy.ids import SACROILIAC
from spine_viewer.anatomy.regions import region_with
from spine_viewer.anatomy.variation.request import Variation
from spine_viewer.app.choices import MOVES_THE_CARM, Choices
from spine_viewer.app.practice.exercise import Exercise, Pictures, Screen
from spine_viewer.app.practice.needle_state import (
    NeedleState,
    goal_rows,
    goal_value,
    said_rows,
    spent_text,
    task_text,
    told_result,
)
from spine_viewer.app.procedure.joint_logic import BEGINNING, nearest_joint
from spine_viewer.app.text import text, words
from spine_viewer.app.view.fluoroscopy.words import spoken_angle
from spine_viewer.errors import InputError
from spine_viewer.learning.practice import actions as act
from spine_viewer.procedures.technique import joints_for, load_technique
from spine_viewer.scene.names import spoken

if TYPE_CHECKING:
    from spine_viewer.app.stage import Stage
    from spine_viewer.imaging import CArm
    from spine_viewer.learning.practice import Practice, State
    from spine_viewer.learning.practice.aiming import Aim
    from spine_viewer.learning.practice.bench import Bench
    from spine_viewer.scene.model import Array, FluoroscopyRequest, Scene

logger = logging.getLogger(__name__)

STEPS_MM = (1.0, 2.0, 5.0, 10.0)
TURNS_DEG = (1.0, 5.0)
ROLL_DEG = 30.0
LARGEST_SEED = 2**31 - 1
PAIRS = frozenset({"palisade"})  # heats two electrodes at a time, and practice has one needle
STUDY = ("3d", "exam")


class NeedleLogic(Exercise):
    """Everything between a step of the needle and what is seen of it.

    Parameters
    ----------
    screen : Screen
    """

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.typed = TypedState(screen.server.state, NeedleState)
        self.bench: Bench | None = None
        self._waits = False
        self._spine: Any = None
        self._built: Variation | None = None
        self._reported: tuple[str, bool, bool] = ("both", False, False)
        self._task: asyncio.Task[None] | None = None
        self._pictured: CArm | None = None
        self._by_hand = False
        self._result: Any = None
        names = self.typed.name
        changes: dict[Any, Callable[[Any], None]] = {
            names.procedure: self.choose_procedure,
            names.joint: lambda joint: self._choose(joint=joint),
            names.way: self.choose_way,
            names.at: self.replay,
        }
        self.typed.bind_changes(changes)
        trigger = screen.server.controller.trigger
        trigger("needle_json")(self.export_json)
        trigger("needle_csv")(self.export_csv)
        screen.store.subscribe(self._follow)
        self._follow(screen.store.now, screen.store.now)

    # Setting up --------------------------------------------------------------------------------------------------

    def choose_procedure(self, procedure: str) -> None:
        """Another technique, at the nearest joint where it is done."""
        now = self.screen.store.now
        if procedure != now.procedure:
            self._choose(procedure=procedure, joint=nearest_joint(now.joint, joints_for(procedure)), variant=None)

    def choose_way(self, way: str) -> None:
        """Another way to do the procedure."""
        now = self.screen.store.now
        technique = load_technique(now.procedure, now.joint)
        if way in technique.variant_names and way != (now.variant or technique.variant):
            self._choose(variant=way)

    def choose_side(self, side: str) -> None:
        """Left or right."""
        self._choose(side=side)

    def choose_person(self, person: str) -> None:
        """The typical anatomy, or a random person; the spine is changed at the start of the task."""
        self.typed.data.person = person

    def draw_seed(self) -> None:
        """Another number for the random person."""
        self.typed.data.seed = int(np.random.default_rng().integers(1, 10_000))
        self.typed.data.person = "random"

    def choose_study(self, study: str) -> None:
        """With the 3D view, or the X-ray alone."""
        self.screen.store.update(exam=study == "exam")

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
            data.problem = str(error)
            return
        data.phase, data.problem, self._waits = "planning", "", True
        self.screen.store.update(variation=wanted)
        stage = self.screen.stage()
        if stage is not None and self._spine is stage.spine and self._spine_is(wanted):
            self._plan(stage)

    def give_up(self) -> None:
        """Back to the setting up; nothing is kept."""
        self._end()
        self.screen.darken(False)
        self.shows_another()
        self.screen.report()

    # What happens ------------------------------------------------------------------------------------------------

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

    def entered(self) -> None:
        """The exercise comes to the screen; the last image of a task is gone."""
        self._pictured = None
        if self.playing:
            self.screen.darken(True)
        self._show()

    def left(self) -> None:
        """The X-ray is again what the rest of the viewer shows."""
        if self.playing:
            self.screen.darken(False)

    @property
    def playing(self) -> bool:
        """Whether a task is under way."""
        return self.bench is not None and self._result is None

    def tapped(self, hit: Any) -> bool:
        """A click beside the skin is for nobody."""
        return self.playing

    def sighted(self, origin: Array, direction: Array) -> bool:
        """A click on the 3D view: the needle goes in there."""
        if not self.playing or self.bench is None or self.bench.state.needle is not None:
            return False
        from spine_viewer.learning.practice.aiming import aim_along

        practice = self.bench.practice
        self._aim(lambda aim: aim_along(practice, origin, direction, keep=aim))
        return True

    def pointed(self, x: float, y: float) -> bool:
        """A click on the X-ray: the needle goes in end-on, over that place."""
        bench, arm = self.bench, self._pictured
        if not self.playing or bench is None or arm is None or bench.state.needle is not None:
            return False
        from spine_viewer.learning.practice.aiming import aim_on_picture

        rows, columns = arm.size
        place = self.screen.store.now.look.unplaced(np.array([[x * columns, y * rows]]), arm.size)[0]
        self._aim(lambda _: aim_on_picture(bench.practice, arm, place))
        return True

    def asked(self) -> bool:
        """One picture was asked for at the C-arm."""
        if not self.playing:
            return False
        self.expose()
        return True

    def key(self, key: str) -> bool:
        """Keys of the needle; undo and redo are those of the task."""
        if self.bench is None:
            return False
        does: dict[str, Callable[[], object]] = {}
        if self._result is not None:
            by = {"ArrowLeft": -1, "ArrowRight": 1, "Home": -10_000, "End": 10_000}
            if key in by:
                self.replay_by(by[key])
            return key in by
        step = self.typed.data.step_mm
        does = {
            "undo": self.undo, "redo": self.redo, "x": self.expose, "v": self.toggle_live, "w": self.advance,
            "s": self.withdraw, "q": lambda: self.rotate(-1), "e": lambda: self.rotate(1), "+": lambda: self.pace(1),
            "-": lambda: self.pace(-1), "b": self.toggle_spin,
            "ArrowUp": lambda: self.move(0, 1), "ArrowDown": lambda: self.move(0, -1),
            "ArrowLeft": lambda: self.move(1, 0), "ArrowRight": lambda: self.move(-1, 0),
            "Shift+ArrowUp": lambda: self.turn(0, 1), "Shift+ArrowDown": lambda: self.turn(0, -1),
            "Shift+ArrowLeft": lambda: self.turn(1, 0), "Shift+ArrowRight": lambda: self.turn(-1, 0),
        }  # fmt: skip
        if key not in does or step <= 0.0:
            return False
        does[key]()
        return True

    # Aiming ------------------------------------------------------------------------------------------------------

    def move(self, left: int, head: int) -> None:
        """The place on the skin, by a step towards the patient's left and head."""
        from spine_viewer.learning.practice.aiming import moved

        bench, step = self.bench, self.typed.data.step_mm
        if bench is not None and bench.state.needle is None:
            self._aim(lambda aim: moved(bench.practice, aim, left * step, head * step))

    def turn(self, left: int, head: int) -> None:
        """The hub by a few degrees towards the patient's left and head."""
        from spine_viewer.learning.practice.aiming import turned

        by = TURNS_DEG[0] if self.typed.data.step_mm <= STEPS_MM[1] else TURNS_DEG[1]
        if self.bench is not None and (self.bench.state.needle is None or self.bench.can_redirect):
            self._aim(lambda aim: turned(aim, left * by, head * by))

    def end_on(self) -> None:
        """Along the beam of the C-arm as it stands."""
        from spine_viewer.learning.practice.aiming import end_on

        arm = self._carm_now()
        if arm is not None:
            self._aim(lambda aim: end_on(aim, arm))

    def enter(self) -> None:
        """Through the skin, or another way from the same hole."""
        if self.bench is not None:
            self._do(lambda bench: bench.enter(live=self.typed.data.live), live=self._live_with_needle())

    # Steering ----------------------------------------------------------------------------------------------------

    def pace(self, by: int) -> None:
        """A longer or shorter step."""
        here = STEPS_MM.index(self.typed.data.step_mm)
        self.typed.data.step_mm = STEPS_MM[min(max(here + by, 0), len(STEPS_MM) - 1)]

    def choose_step(self, mm: float) -> None:
        """How far one movement goes."""
        self.typed.data.step_mm = float(mm)

    def toggle_spin(self) -> None:
        """Spun it runs straight; unspun the bent tip steers."""
        self.typed.data.spin = not self.typed.data.spin

    def choose_spin(self, way: str) -> None:
        """``spin`` or ``bend``."""
        self.typed.data.spin = way == "spin"

    def toggle_live(self) -> None:
        """Whether the beam is on while the needle moves."""
        self.typed.data.live = not self.typed.data.live

    def advance(self) -> None:
        """Forwards by a step."""
        data = self.typed.data
        if self._has_needle():
            action = act.Advance(mm=data.step_mm, spin=data.spin, live=data.live)
            self._do(lambda bench: bench.do(action), live=data.live)

    def withdraw(self) -> None:
        """Back by a step."""
        data = self.typed.data
        if self._has_needle():
            self._do(lambda bench: bench.do(act.Withdraw(mm=data.step_mm, live=data.live)), live=data.live)

    def withdraw_to_skin(self) -> None:
        """Back to where it can be turned."""
        from spine_viewer.learning.practice.figures import scoring

        data, bench = self.typed.data, self.bench
        if bench is None or bench.state.needle is None:
            return
        by = bench.state.needle.depth_mm - scoring().modelled("redirect_most_mm") + 1.0
        if by > 0.0:
            self._do(lambda bench: bench.do(act.Withdraw(mm=by, live=data.live)), live=data.live)

    def rotate(self, sign: int) -> None:
        """The bent side clockwise or back, seen from the hub."""
        live = self.typed.data.live
        if self._has_needle():
            self._do(lambda bench: bench.do(act.RotateTip(deg=sign * ROLL_DEG, live=live)), live=live)

    # Seeing and treating -----------------------------------------------------------------------------------------

    def expose(self) -> None:
        """One shot where the C-arm stands."""
        self._do(lambda bench: bench.do(act.Expose()), live=True)

    def placed(self) -> None:
        """The needle is in its place for the chosen nerve."""
        nerve, _, name = self.typed.data.goal.partition("|")
        self._do(lambda bench: bench.do(act.Placed(nerve=nerve, placement=name)))

    def stimulate(self, kind: str) -> None:
        """``sensory`` or ``motor``, up to the chosen volts."""
        volts = getattr(self.typed.data, f"volts_{kind}")
        self._do(lambda bench: bench.do(_checked({"do": "stimulate", "kind": kind, "volts": volts})))

    def inject(self, fluid: str) -> None:
        """``contrast`` or ``anaesthetic``; watched where the beam is on."""
        data = self.typed.data
        content = {"do": "inject", "fluid": fluid, "ml": getattr(data, f"{fluid}_ml"), "live": data.live}
        self._do(lambda bench: bench.do(_checked(content)), live=data.live)

    def heat(self) -> None:
        """A lesion for the technique's time."""
        self._do(lambda bench: bench.do(act.Lesion()))

    def undo(self) -> None:
        """One action back; not in an exam."""
        self._step_back(lambda bench: bench.undo(), self.typed.data.can_undo)

    def redo(self) -> None:
        """One action forwards again."""
        self._step_back(lambda bench: bench.redo(), self.typed.data.can_redo)

    def finish(self) -> None:
        """The needle is out: score, keep the attempt, look back."""
        bench = self.bench
        if bench is None or not self.playing:
            return
        from spine_viewer.learning.practice import keep_record

        bench.do(act.Finish())
        self._result, data = bench.debrief(), self.typed.data
        data.problem, data.kept = "", False
        try:
            keep_record(bench.record())
            data.kept = True
        except InputError as error:
            data.problem = str(error)
        states = bench.states()
        data.steps = len(states) - 1
        data.pictures = [round(100.0 * n / max(data.steps, 1), 2) for n in bench.pictures()]
        self._by_hand = False
        self.replay(data.steps)

    # Looking back ------------------------------------------------------------------------------------------------

    def replay(self, step: float) -> None:
        """To the state after so many actions, in 3D and on the X-ray as the C-arm stood then."""
        if self._result is None:
            return
        data = self.typed.data
        data.at = min(max(int(step), 0), data.steps)
        self._by_hand = False
        self._show()
        self.shows_another()
        self.screen.shoot()

    def replay_by(self, by: int) -> None:
        """So many actions on, or back."""
        self.replay(self.typed.data.at + by)

    def again(self) -> None:
        """The same task from its beginning."""
        if self.bench is not None:
            self._begin(self.bench.practice)

    def next_picture(self, by: int) -> None:
        """To the next picture that was taken, or the one before."""
        if self.bench is None or self._result is None:
            return
        here, shots = self.typed.data.at, self.bench.pictures()
        ahead = [n for n in shots if n > here] if by > 0 else [n for n in reversed(shots) if n < here]
        self.replay(ahead[0] if ahead else (self.typed.data.steps if by > 0 else 0))

    def export_json(self) -> dict[str, Any]:
        """The record as a file."""
        record = self._bench.record()
        content = json.dumps(record.to_json(), indent=1, ensure_ascii=False) + "\n"
        return {"name": self._file_name("json"), "mime": "application/json", "content": content.encode("utf-8")}

    def export_csv(self) -> dict[str, Any]:
        """The record as a table of one row."""
        from spine_viewer.learning.practice import to_csv

        content = to_csv((self._bench.record(),))
        return {"name": self._file_name("csv"), "mime": "text/csv", "content": content.encode("utf-8")}

    # What is shown -----------------------------------------------------------------------------------------------

    @property
    def pictures(self) -> Pictures:
        """The X-ray alone in an exam, until the debrief."""
        return "carm" if self.playing and self.screen.store.now.exam else "both"

    @property
    def points(self) -> bool:
        """Whether a place of the X-ray can be pointed at."""
        return self.playing and self._pictured is not None and not self._has_needle()

    @property
    def hides_names(self) -> bool:
        """In an exam nothing is named."""
        return self.playing and self.screen.store.now.exam

    def carm(self) -> CArm | None:
        """While looking back: where it stood."""
        if self._result is None or self._by_hand or self.bench is None:
            return None
        return self.bench.history.states[self.typed.data.at].arm

    def posed(self, choices: Choices) -> Choices:
        """The skin is there while somebody aims."""
        if self.bench is None:
            return choices
        skin = self.playing and self.bench.state.needle is None
        layers = choices.layers | {"needle", "lesion"} | ({"skin"} if skin else frozenset())
        layers = layers - {"labels"} if self.playing else layers  # to count the levels is part of the task
        plan = self.bench.practice.plan
        region = choices.region if choices.region == "whole" else region_with(plan.joint)
        return replace(
            choices,
            procedure=plan.procedure,
            joint=plan.joint,
            side=plan.side,
            region=region,
            layers=layers,
            selection=None,
            landmarks=choices.landmarks and not self.hides_names,
            live=not self.playing,
        )

    def shows_another(self) -> None:
        """The 3D view is drawn; an X-ray is taken only where somebody asks for it."""
        self.version += 1
        self.screen.redraw_view()

    def dressed(self, scene: Scene) -> Scene:
        """The scene with needle, aim and heat; afterwards with both ways."""
        bench = self.bench
        if bench is None:
            return scene
        from spine_viewer.scene.compose import shipped_palette
        from spine_viewer.scene.practice_items import (
            debrief_items,
            held_pose,
            needle_pose,
            practice_camera,
            practice_items,
            with_body,
        )

        palette, practice = shipped_palette(), bench.practice
        state = self._state(bench)
        inside = needle_pose(practice, state)
        aim = bench.aim if self.playing else None
        pose = inside if inside is not None or aim is None else held_pose(practice, aim)
        items = practice_items(practice, state, aim, palette, pose)
        shown = scene.items if inside is not None or aim is None else with_body(scene.items, palette)
        if self._result is not None:
            items += debrief_items(practice, bench.tracks(), palette)
        camera = practice_camera(practice) if self.screen.store.now.view == "close-up" else scene.camera
        return replace(scene, items=(*shown, *items), camera=camera)

    def in_beam(self, request: FluoroscopyRequest) -> FluoroscopyRequest:
        """The needle that is in."""
        if self.bench is None:
            return request
        from spine_viewer.scene.practice_items import needle_pose

        inside = needle_pose(self.bench.practice, self._state(self.bench))
        return request if inside is None else replace(request, needles=(inside,))

    def told(self, language: str) -> tuple[str, str, float]:
        """For the shared screen."""
        data = self.typed.data
        said = " ".join(row["text"] for row in data.said)
        return data.task or text("needle.title", language), said, 0.0

    # Inside ------------------------------------------------------------------------------------------------------

    @property
    def _bench(self) -> Bench:
        if self.bench is None:
            raise RuntimeError("no task was started")
        return self.bench

    def _state(self, bench: Bench) -> State:
        """The state in hand, or the one that is replayed."""
        return bench.state if self._result is None else bench.history.states[self.typed.data.at]

    def _has_needle(self) -> bool:
        return self.playing and self.bench is not None and self.bench.state.needle is not None

    def _live_with_needle(self) -> bool:
        return self.typed.data.live and self._has_needle()

    def _carm_now(self) -> CArm | None:
        stage = self.screen.stage()
        return None if stage is None else stage.carm(self.screen.store.now)

    def _aim(self, change: Callable[[Aim], Aim]) -> None:
        bench, data = self.bench, self.typed.data
        if bench is None or not self.playing:
            return
        try:
            bench.aim_at(change)
            data.problem = ""
        except InputError as error:
            data.problem = str(error)
        self._show()
        self.shows_another()

    def _do(self, action: Callable[[Bench], object], live: bool = False) -> None:
        """One action; with the beam on the C-arm is put where it stands, and the picture is taken."""
        bench, data, arm = self.bench, self.typed.data, self._carm_now()
        if bench is None or not self.playing or arm is None:
            return
        try:
            if live:
                bench.set_arm(arm)
            action(bench)
            data.problem = ""
        except InputError as error:
            data.problem = str(error)
            live = False
        if live:
            self._pictured = arm
            self.screen.shoot()
        self._show()
        self.shows_another()

    def _step_back(self, step: Callable[[Bench], object], possible: bool) -> None:
        if self.bench is not None and self.playing and possible:
            step(self.bench)
            self._show()
            self.shows_another()

    def _choose(self, **changes: Any) -> None:
        now = self.screen.store.now
        after = replace(now, **changes)
        if after == now or after.joint not in joints_for(after.procedure):
            return
        if "variant" not in changes and load_technique(after.procedure, after.joint) is not load_technique(
            now.procedure, now.joint
        ):
            changes["variant"] = None
        region = "whole" if now.region == "whole" else region_with(after.joint)
        self.screen.store.update(**{**changes, "also": (), "both_sides": False, "region": region, **BEGINNING})

    def _spine_is(self, wanted: Variation) -> bool:
        return bool(self._built == wanted)

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
            problem = str(error)
        except Exception as error:
            logger.exception("the task could not be prepared")
            problem = str(error)
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
        self._result, self._pictured, self._by_hand = None, None, False
        self.bench = Bench(practice, variation.seed if variation != Variation() else None)
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
        self.bench, self._result, self._pictured, self._waits = None, None, None, False
        data = self.typed.data
        data.phase, data.lines, data.result, data.said = "setup", [], {}, []
        data.task, data.at, data.steps = "", 0, 0

    def _file_name(self, suffix: str) -> str:
        plan = self._bench.practice.plan
        return f"practice-{plan.procedure}-{plan.joint}-{plan.side}.{suffix}"

    def _show(self) -> None:
        """Bring the page in line with the task."""
        bench, data = self.bench, self.typed.data
        if bench is None:
            return
        now, state = self.screen.store.now, self._state(bench)
        language, needle, shown = now.language, state.needle, words("fluoroscopy", now.language)
        over = self._result is not None
        data.phase = "debrief" if over else ("aim" if needle is None else "steer")
        data.task, data.spent = task_text(bench, language), spent_text(bench, language)
        data.goals = goal_rows(bench.practice, language)
        data.placed = [goal_value(*use.stop) for use in state.uses if use.kind == "placed" and use.stop]
        data.depth = "" if needle is None else f"{needle.depth_mm:.0f} mm"
        data.contact = needle is not None and needle.contact
        data.roll_deg = 0.0 if needle is None else needle.roll_deg
        data.turnable, data.wished = bench.can_redirect, needle is not None and bench.aim is not None
        data.pictured = self._pictured is not None
        aim = bench.aim or (None if needle is None else _way(needle))
        if aim is not None:
            oblique, tilt = aim.angles_deg
            data.oblique = spoken_angle(oblique, shown["to_left"], shown["to_right"])
            data.tilt = spoken_angle(tilt, shown["to_head"], shown["to_feet"])
        if over:
            data.result = told_result(self._result, language)
            done = bench.history.actions[data.at - 1].do if data.at else "start"
            data.replayed = text(f"needle.done_{done}", language)
            data.said = said_rows(bench.seen[data.at - 1] if data.at else None, language)
        else:
            data.said = said_rows(bench.last, language)
        undoing = not now.exam and not over
        data.can_undo = undoing and bench.history.at > 0
        data.can_redo = undoing and bench.history.at < len(bench.history.actions)
        self._draw_lines()
        about = (self.pictures, self.hides_names, self.points)
        if about != self._reported:
            self._reported = about
            self.screen.report()

    def _draw_lines(self) -> None:
        """What lies over the X-ray: the place of the needle in hand; afterwards both ways."""
        bench, data = self.bench, self.typed.data
        if bench is None:
            data.lines = []
        elif self._result is not None:
            from spine_viewer.learning.practice.course import expert_courses

            arm = self._carm_now()
            ways = [("expert", one.path) for one in expert_courses(bench.practice)]
            ways += [("own", path) for path in bench.tracks()]
            data.lines = [] if arm is None else [self._line(kind, path, arm) for kind, path in ways]
        elif self._pictured is not None and bench.state.needle is None and bench.aim is not None:
            data.lines = [self._line("aim", np.array([bench.aim.point]), self._pictured)]
        else:
            data.lines = []

    def _line(self, kind: str, points: Array, arm: CArm) -> dict[str, Any]:
        places = self.screen.store.now.look.placed(arm.pixel_of(points), arm.size)
        scaled = 100.0 * places / np.array([arm.size[1], arm.size[0]])
        return {"kind": kind, "points": " ".join(f"{x:.2f},{y:.2f}" for x, y in scaled)}

    def _follow(self, before: Choices, after: Choices) -> None:
        data = self.typed.data
        if self.bench is not None and any(getattr(before, n) != getattr(after, n) for n in MOVES_THE_CARM):
            self._by_hand = True
        if (before.look, before.language, before.exam, self._by_hand) != (
            after.look, after.language, after.exam, False,
        ):  # fmt: skip
            self._show()
        data.exam = after.exam
        if before.variation != after.variation:
            random = after.variation.seed if after.variation == Variation.random(after.variation.seed) else None
            data.person = "default" if random is None else "random"
            data.seed = data.seed if random is None else random
        self._offer(after)

    def _offer(self, choices: Choices) -> None:
        """What can be chosen for the procedure, in words."""
        data, technique = self.typed.data, load_technique(choices.procedure, choices.joint)
        say = words("ways", choices.language)
        pelvis = text("joint.sacroiliac", choices.language)
        data.procedure, data.side = choices.procedure, choices.side
        data.joints = [
            {"value": one, "text": pelvis if one == SACROILIAC else spoken(one)}
            for one in joints_for(choices.procedure)
        ]
        data.joint = choices.joint
        data.ways = [{"value": one, "text": say[one]} for one in technique.variant_names if one not in PAIRS]
        data.way = choices.variant or technique.variant


def _way(needle: Any) -> Aim:
    from spine_viewer.learning.practice.aiming import Aim

    return Aim(needle.path[0], needle.heading)


def _checked(content: dict[str, Any]) -> act.Action:
    return act.read_action(content)


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
