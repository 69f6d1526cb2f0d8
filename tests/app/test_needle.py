"""Needle practice in the app without a browser: what a control does to the task, and what is asked of the pictures."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from spine_viewer import Spine
from spine_viewer.anatomy.variation.request import Variation
from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.practice.exercise import Screen
from spine_viewer.app.practice.needle_files import as_csv, as_json
from spine_viewer.app.practice.needle_logic import NeedleLogic
from spine_viewer.app.serving.server import make_server
from spine_viewer.app.stage import Stage
from spine_viewer.app.state.link import fragment, from_link
from spine_viewer.app.view.fluoroscopy.beam import same_exposure
from spine_viewer.learning.practice import actions as act
from spine_viewer.learning.practice import expert_script, kept_records

BLOCK = "medial-branch-block"
NOTHING = SimpleNamespace(version=0, get=lambda _: None, heat=lambda *_: None)


class App:
    """A needle exercise with the stage that it dresses; counts what it asks of the pictures."""

    def __init__(self, spine: Any, **choices: Any) -> None:
        self.store = Store(Choices(mode="practice", exercise="needle", procedure=BLOCK, **choices))
        self.asked: list[str] = []
        self.stage = Stage(spine, NOTHING, NOTHING, lambda choices: self.logic if choices.mode == "practice" else None)

        def ask(name: str) -> Any:
            return lambda *values: self.asked.append(name + "".join(f":{value}" for value in values))

        screen = Screen(
            server=make_server(), store=self.store, stage=lambda: self.stage, redraw=ask("redraw"),
            redraw_view=ask("view"), shoot=ask("shoot"), darken=ask("darken"), report=ask("report"),
            move=lambda **_: True,
            look_from=lambda view: self.store.settle(view=view), ask=ask("figure"), heavy=ThreadPoolExecutor(1),
        )  # fmt: skip
        self.logic = NeedleLogic(screen)
        self.logic.opened(self.stage)

    @property
    def data(self) -> Any:
        return self.logic.typed.data

    def begin(self) -> App:
        async def run() -> None:
            self.logic.start()
            await self.logic._task

        self.run(run())
        return self

    @staticmethod
    def run(work: Coroutine[Any, Any, None]) -> None:
        asyncio.run(work)

    def finish(self) -> None:
        """Look back, with every fluid worked out."""

        async def run() -> None:
            self.logic.finish()
            await asyncio.gather(*self.logic.fluids.work)

        self.run(run())

    def play(self, count: int | None = None) -> None:
        """The expert's script, with the C-arm set by hand where the script sets it."""
        bench = self.logic.bench
        for action in expert_script(bench.practice)[:count]:
            if not isinstance(action, act.Finish):
                bench.do(action)


@pytest.fixture(scope="module")
def spine() -> Any:
    return Spine.load(pose="prone")


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("spine_viewer.learning.record.data_folder", lambda: tmp_path)
    return tmp_path / "practice"


def test_a_task_begins_dark_with_the_needle_in_hand(spine) -> None:
    app = App(spine).begin()
    assert app.data.phase == "aim" and app.data.task == "Nerve block, L4-L5 facet joint, left"
    assert "darken:True" in app.asked and "shoot" not in app.asked
    scene = app.stage.scene(app.store.now)
    assert scene.item("practice:needle") and app.stage.exposure(app.store.now).needles == ()
    assert [one.style.opacity for one in scene.items if one.layer == "skin"] > [0.3]
    assert scene.labels == (), "levels are counted, not read"
    assert not app.stage.posed(app.store.now).live


def test_only_a_picture_that_is_asked_for_is_taken_and_it_sees_what_stands_there(spine) -> None:
    app = App(spine).begin()
    app.logic.move(1, 0)
    app.logic.enter()
    app.logic.advance()
    assert app.data.phase == "steer" and app.data.depth == "5 mm"
    assert "shoot" not in app.asked and app.logic.bench.state.exposures == 0
    app.store.update(carm_view="lateral")
    app.logic.expose()
    state = app.logic.bench.state
    assert app.asked.count("shoot") == 1 and state.exposures == 1
    assert state.arm.sized(512) == app.stage.carm(app.store.now).sized(512)
    (needle,) = app.stage.exposure(app.store.now).needles
    assert np.allclose(needle.tip, state.needle.tip)
    app.logic.toggle_live()
    app.logic.advance()
    assert app.asked.count("shoot") == 2 and app.logic.bench.state.exposures == 2


def test_only_the_needle_changes_in_the_scene_as_it_moves(spine) -> None:
    app = App(spine).begin()
    app.logic.enter()
    before = app.stage.scene(app.store.now)
    app.logic.advance()
    after = app.stage.scene(app.store.now)
    assert after is not before
    same = [one for one in after.items if any(one is other for other in before.items)]
    assert {one.id for one in after.items if one not in same} == {"practice:needle", "practice:mark"}


def test_a_click_on_the_skin_moves_the_entry_and_one_on_the_xray_aims_along_the_beam(spine) -> None:
    app = App(spine).begin()
    eye = np.add(app.logic.bench.aim.point, (30.0, 300.0, 10.0))
    before = app.logic.bench.aim
    assert app.logic.sighted(eye, np.array([0.0, -1.0, 0.0]))
    after = app.logic.bench.aim
    assert after.point[0] == pytest.approx(before.point[0] + 30.0) and after.direction == before.direction
    assert not app.logic.pointed(0.5, 0.5), "there is no picture yet"
    app.logic.expose()
    assert app.logic.points and app.logic.pointed(0.4, 0.45)
    arm, aim = app.stage.carm(app.store.now), app.logic.bench.aim
    rows, columns = arm.size
    assert np.allclose(arm.pixel_of(np.array(aim.point)), (0.4 * columns, 0.45 * rows), atol=1e-6)
    (cross,) = app.data.lines
    assert cross["kind"] == "aim" and cross["points"] == "40.00,45.00"
    app.store.update(look=app.store.now.look.__class__(flip_left_right=True, rotate_deg=30.0))
    app.logic.pointed(0.3, 0.6)
    assert app.data.lines[0]["points"] == "30.00,60.00"


def test_undo_is_of_the_task_and_not_in_an_exam(spine) -> None:
    app = App(spine).begin()
    app.logic.enter()
    assert app.data.can_undo and app.logic.key("undo")
    assert app.data.phase == "aim" and app.data.can_redo
    assert app.logic.pictures == "both" and not app.logic.hides_names
    app.logic.choose_study("exam")
    app.logic.enter()
    assert not app.data.can_undo and app.logic.key("undo") and app.data.phase == "steer"
    assert app.logic.pictures == "carm" and app.logic.hides_names


def test_bone_stops_the_needle_and_says_so(spine) -> None:
    app = App(spine).begin()
    bench = app.logic.bench
    goal = bench.practice.goals[0].placement.trajectory
    bench.do(act.Enter(point=tuple(goal.entry), direction=tuple(goal.direction)))
    app.logic.choose_step("10")
    for _ in range(12):
        app.logic.advance()
    assert app.data.contact
    assert any(row["care"] and "Bone stops" in row["text"] for row in app.data.said)


def test_fluid_is_seen_once_it_is_known_where_it_goes_and_its_contrast_on_the_xray(spine) -> None:
    app = App(spine).begin()
    app.play(3)
    bench, logic = app.logic.bench, app.logic
    assert bench.state.needle is not None
    logic.advance()
    bench.set_arm(app.stage.carm(app.store.now))
    logic.toggle_live()

    async def run() -> None:
        logic.inject("contrast")
        assert app.asked.count("shoot") == 1 and app.stage.exposure(app.store.now).fluids == ()
        await asyncio.gather(*logic.fluids.work)

    app.run(run())
    assert app.asked.count("shoot") == 2 and bench.state.exposures == 2, "seen anew, without another exposure"
    (seen,) = app.stage.exposure(app.store.now).fluids
    assert seen.material == "contrast_300" and seen.share > 0.0
    fluid = app.stage.scene(app.store.now).item("injectate:0")
    assert np.linalg.norm(fluid.geometry.vertices - bench.state.needle.tip, axis=1).max() < 20.0
    logic.undo()
    assert app.stage.exposure(app.store.now).fluids == ()
    assert "injectate:0" not in {one.id for one in app.stage.scene(app.store.now).items}


def test_a_tip_that_is_turned_is_drawn_turned(spine) -> None:
    app = App(spine).begin()
    app.play(2)
    app.logic.advance()
    before = app.stage.exposure(app.store.now).needles[0]
    app.logic.rotate(1)
    after = app.stage.exposure(app.store.now).needles[0]
    assert not np.allclose(before.path, after.path) and np.allclose(before.tip, after.tip)
    assert not same_exposure(*(replace(app.stage.exposure(app.store.now), needles=(one,)) for one in (before, after)))


def test_what_is_wrong_is_told_and_changes_nothing(spine) -> None:
    app = App(spine).begin()
    app.logic.enter()
    before = app.logic.bench.history
    app.logic.heat()
    assert "heats nothing" in app.data.problem and app.logic.bench.history == before
    app.data.anaesthetic_ml = 50.0
    app.logic.inject("anaesthetic")
    assert "less than or equal to 10" in app.data.problem and app.logic.bench.history == before


def test_after_the_finish_there_are_a_score_a_record_and_the_replay(spine, own_folder) -> None:
    app = App(spine).begin()
    app.play()
    app.finish()
    data = app.data
    assert data.phase == "debrief" and data.result["total"] == "100.0" and data.result["items"] == 7
    assert sum(float(one["most"]) for one in data.result["parts"]) == pytest.approx(100.0, abs=0.6)
    assert data.kept and len(kept_records(own_folder)) == 1
    assert data.steps == len(app.logic.bench.history.done) and data.at == data.steps
    app.logic.replay(0)
    assert app.stage.exposure(app.store.now).needles == () and data.replayed == "Start"
    app.logic.next_picture(1)
    state = app.logic.bench.history.states[data.at]
    assert app.stage.carm(app.store.now).detector_direction == pytest.approx(state.arm.detector_direction)
    (needle,) = app.stage.exposure(app.store.now).needles
    assert np.allclose(needle.tip, state.needle.tip)
    kinds = [one["kind"] for one in data.lines]
    assert kinds.count("own") == kinds.count("expert") == 2
    ids = {one.id for one in app.stage.scene(app.store.now).items}
    assert {"practice:own:0", "practice:own:1", "practice:expert:0", "practice:expert:1"} <= ids
    app.store.update(oblique_deg=33.0, tilt_deg=0.0)
    assert app.stage.carm(app.store.now).oblique_deg == pytest.approx(33.0), "a hand moves the C-arm on"
    record = json.loads(as_json(app.logic.bench)["content"])
    assert record["score"]["total"] == pytest.approx(100.0) and record["actions"][-1]["do"] == "finish"
    assert as_csv(app.logic.bench)["content"].decode().count("\n") == 2


def test_the_words_follow_the_language(spine) -> None:
    app = App(spine).begin()
    app.play()
    app.finish()
    app.store.update(language="es")
    assert app.data.task == "Bloqueo del nervio, articulación facetaria L4-L5 izquierda"
    assert app.data.result["summary"].startswith("Puntuación 100")


def test_a_number_is_the_same_patient_also_through_a_link(spine) -> None:
    app = App(spine)
    app.data.seed, app.data.person = 7, "random"
    app.logic.choose_study("exam")
    app.logic.start()
    assert app.data.phase == "planning", "it waits for the other spine"
    kept = from_link(fragment(app.store.now))
    assert kept.variation == Variation.random(7) and kept.exam and kept.exercise == "needle"
    other = App(spine)
    other.store.restore(kept)
    assert (other.data.person, other.data.seed, other.data.exam) == ("random", 7, True)
    other.data.seed = -3
    other.logic.start()
    assert "allowed: a whole number" in other.data.problem and other.data.phase == "setup"


def test_another_spine_ends_the_task(spine) -> None:
    app = App(spine).begin()
    app.stage = Stage(Spine.load(pose="prone"), NOTHING, NOTHING)
    app.logic.opened(app.stage)
    assert app.logic.bench is None and app.data.phase == "setup"


def test_what_can_be_chosen_follows_the_procedure(spine) -> None:
    app = App(spine)
    app.logic.choose_procedure("lateral-branch-rf")
    assert app.store.now.joint == "sacroiliac"
    assert [one["value"] for one in app.data.ways] == ["cooled", "monopolar"], "a palisade needs two needles"
    app.logic.choose_way("monopolar")
    assert app.store.now.variant == "monopolar"
    app.logic.choose_way("")
    assert app.store.now.variant == "monopolar"
    app.logic.choose_procedure(BLOCK)
    assert app.store.now.variant is None and app.data.ways == []
