"""C-arm practice: its logic without a browser, and a task to its debrief in one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from driver import Driver
from test_accessible import violations

from spine_viewer import Spine
from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.practice.carm_logic import CarmLogic
from spine_viewer.app.practice.exercise import Screen
from spine_viewer.app.practice.progress_logic import ProgressLogic
from spine_viewer.app.serving.server import make_server
from spine_viewer.app.stage import Stage
from spine_viewer.learning.carm import CarmPractice, Task, ideal_script
from spine_viewer.learning.carm.record import kept_records
from spine_viewer.learning.progress import Places

SPINE = Spine.load(pose="prone")


@pytest.fixture
def made(tmp_path: Path) -> tuple[CarmLogic, list[Any]]:
    """The logic on a screen that notes what it is told."""
    told: list[Any] = []
    store = Store(Choices(mode="practice", exercise="carm"))
    stage = SimpleNamespace(spine=SPINE)

    def note(name: str) -> Callable[..., Any]:
        return lambda *given: told.append((name, *given))

    def move(**changes: Any) -> bool:
        store.update(**changes)
        return True

    screen = Screen(
        server=make_server(), store=store, stage=lambda: stage, redraw=note("redraw"), redraw_view=note("view"),
        shoot=note("shoot"), darken=note("darken"), move=move, look_from=note("look"), report=note("report"),
        ask=note("ask"), heavy=ThreadPoolExecutor(1),
    )  # fmt: skip
    return CarmLogic(screen, tmp_path), told


async def begun(logic: CarmLogic, **wishes: str) -> None:
    for name, value in ({"view": "ap", "level": "L4", "side": "left", "difficulty": "2", "seed": "5"} | wishes).items():
        logic.choose(name, value)
    logic.start()
    while logic.typed.data.busy:
        await asyncio.sleep(0.01)


def test_a_task_from_its_wish_to_its_debrief(made: tuple[CarmLogic, list[Any]], tmp_path: Path) -> None:
    logic, told = made
    data, store = logic.typed.data, logic.screen.store

    async def play() -> None:
        await begun(logic)
        assert (data.phase, data.problem) == ("task", "") and "L4" in data.asked
        assert ("darken", True) in told and ("shoot",) not in told
        expected = CarmPractice.start(SPINE, Task("ap", "L4", "left", 2, 5))
        assert logic.carm() == expected.arm(expected.first.pose)
        posed = logic.posed(store.now)
        assert posed.layers == {"skin", "c_arm"} and not posed.live and not posed.landmarks
        assert logic.hides_names and logic.holds_aim
        logic.key("Enter")  # too early
        assert data.phase == "task" and "before any picture" in data.problem
        logic.key("x")
        assert data.exposures == 1 and told[-1] == ("shoot",) and not all(one["ok"] for one in data.gauges)
        logic.key("h")
        assert data.hint
        for key in ("ArrowLeft", "ArrowLeft", "Shift+ArrowRight", "ArrowUp"):
            assert logic.key(key)
        assert data.moved and logic.asked() and data.exposures == 2, "the C-arm's own button counts too"
        before = logic.carm()
        move = ideal_script(expected)[1]
        angles = {name: move.asked[name] for name in ("oblique_deg", "tilt_deg") if name in move.asked}
        joints = {name: value for name, value in move.asked.items() if name not in angles}
        setting = store.now.setting.__class__(**joints)
        store.update(**angles, setting=setting)
        assert logic.carm() != before
        logic.key("x")
        assert all(one["ok"] for one in data.gauges)
        logic.key("Enter")
        assert data.phase == "debrief" and data.kept and float(data.score) >= 90.0
        assert {"skin", "c_arm", "bones"} <= logic.posed(store.now).layers

    asyncio.run(play())
    (record,) = kept_records(tmp_path)
    assert record.figures["exposures"] == 3 and record.figures["hints"] == 1
    done = [one["do"] for one in record.actions]
    assert done == ["expose", "hint", "move", "move", "expose", "move", "expose", "finish"]
    assert record.replay(CarmPractice.start(SPINE, record.task)).score.to_json() == record.score
    store.update(language="es")
    assert "Coloque" in data.asked and any("Pistas" in one for one in data.findings)
    logic.show_ideal()
    assert data.seen_ideal and told[-1] == ("shoot",)
    logic.key("Enter")
    assert data.phase == "start" and not logic.holds_aim and logic.carm() is None


def test_wishes_fit_each_other_and_a_bad_number_is_refused(made: tuple[CarmLogic, list[Any]]) -> None:
    logic, _ = made
    data = logic.typed.data
    logic.choose("view", "sacral")
    assert data.levels == ["S1"]
    logic.choose("region", "cervical")
    assert data.view == "any" and "sacral" not in data.views and data.levels == ["C3", "C4", "C5", "C6", "C7"]
    for seed in ("seven", "-1"):
        data.seed = seed
        logic.start()
        assert data.problem and not data.busy
    data.phase = "start"
    logic.expose()
    assert data.exposures == 0


def test_the_machine_is_refused_where_it_would_hit_something(made: tuple[CarmLogic, list[Any]]) -> None:
    logic, _ = made

    async def play() -> None:
        await begun(logic)
        now = logic.screen.store.now
        stage = Stage(SPINE, None, None, lambda _: logic)
        assert stage.refusal(now) == "" and stage.locked(now)
        far = Choices(**{**vars(now), "tilt_deg": -74.0})
        assert "cannot get there" in stage.refusal(far)
        assert stage.carm(now) == logic.carm()

    asyncio.run(play())


def test_progress_names_a_file_that_it_leaves_out(made: tuple[CarmLogic, list[Any]], tmp_path: Path) -> None:
    screen = made[0].screen
    places = Places(tmp_path / "quiz.json", tmp_path, tmp_path / "practice")
    page = ProgressLogic(screen, places)
    (tmp_path / "1.json").write_text("{", encoding="utf-8")
    (tmp_path / "2.json").write_text("{}", encoding="utf-8")
    page.entered()
    (half, empty), data = page.typed.data.unreadable, page.typed.data
    assert half["reason"].startswith("1.json: line 1: no valid JSON") and empty["reason"].startswith("2.json: ")
    screen.store.update(language="es")
    (half, empty) = data.unreadable
    assert half["reason"].startswith("1.json: línea 1: no es JSON") and half["language"] == "es"
    assert empty["language"] == "en"
    for _ in range(3):
        page.delete()
    assert data.unreadable == [] and data.gone == 2


@pytest.mark.browser
@pytest.mark.graphics
def test_a_task_by_keyboard_in_the_browser(driver: Driver) -> None:
    page = driver.page
    page.keyboard.press("4")
    page.locator("[data-exercise=carm]").first.click()
    page.select_option("#carm-wish-view", "ap")
    page.select_option("#carm-wish-level", "L4")
    page.fill("#carm-seed", "5")
    page.locator("#carm-seed").blur()
    page.keyboard.press("Enter")
    page.wait_for_selector("#carm-expose")
    page.wait_for_selector("[data-dark]")
    assert not page.locator("[data-carm=ap]").count(), "no view is set by itself"
    driver.after(lambda: page.keyboard.press("x"), "fluoroscopy")
    page.wait_for_selector("[data-exposures='1']")
    assert not page.locator("[data-dark]").count()
    seen = driver.number("fluoroscopy")
    page.keyboard.press("Shift+ArrowLeft")
    page.wait_for_selector(".carm-gauges[data-old=true]")
    assert page.locator("#carm-finish").is_disabled()
    driver.after(lambda: page.keyboard.press("x"), "fluoroscopy")
    assert driver.number("fluoroscopy") > seen
    assert violations(page) == []
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-score]")
    assert violations(page) == []
    assert 0 <= float(driver.text("[data-score]")) <= 100
    assert page.locator(".bars li").count() == 6
    page.keyboard.press("Enter")
    page.wait_for_selector("#carm-start")

    page.locator("[data-exercise=progress]").first.click()
    part = page.locator("[data-progress=carm]")
    part.wait_for()
    assert part.locator("circle").count() == part.locator("tbody tr").count() == 1
    assert part.locator(".bars li").count() == 6
    assert violations(page) == []
    part.locator("[data-export]").click()
    page.wait_for_function("(window.__saved || {}).name === 'spine-viewer-carm.csv'")
    for n, said in enumerate(("Delete all my records", "Yes, delete", "Delete for good")):
        assert part.count() == 1, f"nothing is deleted after {n} questions"
        page.get_by_role("button", name=said).click()
    page.wait_for_selector("#progress-none")
    driver.after(lambda: page.keyboard.press("1"), "view")
