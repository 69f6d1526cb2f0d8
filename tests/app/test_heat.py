"""Heat in the app without a browser: what is worked out when, and what the panel tells of it."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from trame_server import Server

from spine_viewer.app.choices import Choices, Store, film_key
from spine_viewer.app.procedure.comparison_logic import ComparisonLogic
from spine_viewer.app.procedure.films import Film, Films
from spine_viewer.app.procedure.heat_logic import HeatLogic
from spine_viewer.app.procedure.heat_plot import (
    BOTTOM,
    LEFT,
    MOST_POINTS,
    RIGHT,
    TOP,
    across,
    down,
    polyline,
    time_ticks,
)
from spine_viewer.app.procedure.heats import KEPT, Heats
from spine_viewer.app.serving.server import make_server
from spine_viewer.app.stage import Stage
from spine_viewer.lesion import Electrode
from spine_viewer.procedures import plan
from spine_viewer.procedures.heat import PERFUSIONS, heat_in_even_tissue
from spine_viewer.procedures.heat_order import burns_at
from spine_viewer.procedures.heat_words import heat_file
from spine_viewer.procedures.recovery import Recovery
from tests.procedures.fake_spine import FakeSpine, fake_simulate
from tests.procedures.readability import grade

RF = "medial-branch-rf"


@pytest.fixture(scope="module")
def spine() -> FakeSpine:
    return FakeSpine()


@pytest.fixture(scope="module")
def film(spine) -> Film:
    made = plan(spine, RF, "L4-L5", "left", simulate=fake_simulate)
    heats = {name: heat_in_even_tissue(made, name) for name in PERFUSIONS}
    return Film(made, made.timeline(), Recovery.load(RF), heats)


@dataclass(eq=False)
class Grown:
    """Stands in for a growth beside bone: that in even tissue, known so far."""

    even: Any
    known_s: float
    beside_bone = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self.even, name)


def grown(film: Film, burn: Any, perfusion: str, known_s: float = 90.0) -> Grown:
    return Grown(film.heats[perfusion].even[burn], known_s)


def run_to_end(film: Film, heats: Heats, burns: Any) -> None:
    async def scene() -> None:
        heats.want(film, "body", burns)
        while heats._task is not None:
            await asyncio.sleep(0.005)

    asyncio.run(scene())


def test_wanted_burns_are_worked_out_in_order_and_once(film: Film) -> None:
    made: list[Any] = []
    told: list[bool] = []

    def make(_plan: Any, burn: Any, perfusion: str, progress: Any) -> Any:
        made.append(burn)
        progress(0.5, None)
        return grown(film, burn, perfusion)

    heats = Heats(make, ThreadPoolExecutor(1), told.append)
    burns = tuple(film.heats["body"].even)
    assert heats.heat(film, "body").bone == {} and heats.part(film, "body", burns[0]) == 0.0
    run_to_end(film, heats, burns[1:3])
    run_to_end(film, heats, burns[1:3])
    assert made == list(burns[1:3])
    assert set(heats.heat(film, "body").bone) == set(burns[1:3]) and heats.heat(film, "bench").bone == {}
    assert heats.part(film, "body", burns[1]) == 1.0
    assert True in told and False in told and heats.version == 2


def test_what_is_known_is_shown_before_the_end_and_nothing_newer_is_lost(film: Film) -> None:
    burn = next(iter(film.heats["body"].even))
    seen: list[float] = []
    heats: Heats

    def make(_plan: Any, burn: Any, perfusion: str, progress: Any) -> Any:
        progress(0.4, grown(film, burn, perfusion, 36.0))
        return grown(film, burn, perfusion)

    heats = Heats(make, ThreadPoolExecutor(1), lambda more: more and seen.append(known(heats)))

    def known(heats: Heats) -> float:
        return heats.heat(film, "body").bone[burn].known_s

    run_to_end(film, heats, (burn,))
    assert seen == [36.0, 90.0]


def test_another_wish_ends_the_work_on_the_first(film: Film) -> None:
    first, second = list(film.heats["body"].even)[:2]
    begun, go_on, made = threading.Event(), threading.Event(), []

    def make(_plan: Any, burn: Any, perfusion: str, progress: Any) -> Any:
        begun.set()
        go_on.wait(5.0)
        progress(0.5, None)
        made.append(burn)
        return grown(film, burn, perfusion)

    heats = Heats(make, ThreadPoolExecutor(1), lambda _: None)

    async def scene() -> None:
        heats.want(film, "body", (first,))
        while not begun.is_set():
            await asyncio.sleep(0.005)
        heats.want(film, "body", (second,))
        go_on.set()
        while heats._task is not None:
            await asyncio.sleep(0.005)

    asyncio.run(scene())
    assert made == [second]


def test_work_that_fails_is_told_once_and_not_tried_for_ever(
    server: Server, spine: FakeSpine, film: Film, caplog: pytest.LogCaptureFixture
) -> None:
    burn, tried = next(iter(film.heats["body"].even)), []

    def make(*_: Any) -> Any:
        tried.append(1)
        raise RuntimeError("no memory")

    heats = Heats(make, ThreadPoolExecutor(1), lambda _: None)
    for _ in range(2):
        run_to_end(film, heats, (burn,))
    assert len(tried) == 1 and heats.failed(film, "body", (burn,)) and "no memory" in caplog.text
    step = film.timeline.find("lesion:1")
    _, logic, own = staged(server, spine, film, step.start_s + 0.3 * step.duration_s)
    own._failed = heats._failed
    logic.refresh()
    assert logic.typed.data.failed and not logic.typed.data.working


def test_only_so_many_growths_are_kept(film: Film) -> None:
    heats = Heats(lambda *_: None, ThreadPoolExecutor(1), lambda _: None)
    burn = next(iter(film.heats["body"].even))
    for n in range(KEPT + 5):
        heats._keep(SimpleNamespace(film=film, perfusion=f"p{n}", burn=burn), SimpleNamespace(known_s=1.0))
    assert len(heats._kept) == KEPT


def test_the_burn_in_hand_comes_first_and_nothing_before_the_electrode_is_there(film: Film) -> None:
    line = film.timeline
    keys = list(film.heats["body"].even)
    at = {key: burns_at(film.plan, line.at(line.step_start(key) + 0.5 * line.find(key).duration_s)) for key in
          ("advance:1", "sensory:1", "lesion:2", "withdraw")}  # fmt: skip
    assert at["advance:1"] == ()
    assert at["sensory:1"] == tuple(keys[:2])
    assert at["lesion:2"][0] in keys[2:] and set(at["lesion:2"]) == set(keys)
    second = line.find("lesion:1")
    assert burns_at(film.plan, line.at(second.start_s + 0.8 * second.duration_s))[0] == keys[1]
    assert at["withdraw"] == tuple(reversed(keys))


@pytest.fixture
def server() -> Server:
    return make_server()


def staged(server: Server, spine: FakeSpine, film: Film, time_s: float) -> tuple[Store, HeatLogic, Heats]:
    store = Store(Choices(mode="procedure", time_s=time_s))
    films = Films(lambda *_: film, ThreadPoolExecutor(1), lambda *_: None)
    films._films[film_key(store.now)] = film
    heats = Heats(lambda *_: None, ThreadPoolExecutor(1), lambda _: None)
    heats.want = lambda *_: None  # type: ignore[method-assign]
    stage = Stage(spine, films, heats)
    return store, HeatLogic(server, store, lambda: stage), heats


def test_the_panel_tells_the_burn_and_follows_the_film(server: Server, spine: FakeSpine, film: Film) -> None:
    step = film.timeline.find("lesion:1")
    store, logic, _ = staged(server, spine, film, step.start_s + 0.3 * step.duration_s)
    data = logic.typed.data
    logic.refresh()
    assert data.shown and data.begun and data.working and data.solver == "even_tissue"
    assert data.title == "Warming 1 of 2" and data.tip_now == "80 °C"
    early, percent = data.now_x, data.percent
    store.update(time_s=step.start_s + 0.44 * step.duration_s)
    assert data.now_x > early and data.percent >= percent > 0
    assert f"{data.percent} %" in data.covered
    assert data.tip_now.split()[0] in data.described and "at the nerve" in data.described
    store.update(time_s=step.start_s + 0.02 * step.duration_s)
    assert data.shown and not data.begun
    store.update(time_s=0.0)
    assert not data.shown
    store.update(mode="explore")
    assert not data.shown


def test_farther_away_it_is_cooler_and_on_the_bench_less_is_held(server: Server, spine: FakeSpine, film: Film) -> None:
    step = film.timeline.find("lesion:1")
    store, logic, _ = staged(server, spine, film, step.end_s - 1e-3)
    data = logic.typed.data
    logic.refresh()
    body = data.percent
    warm = []
    for place in ("2", "4", "6"):
        logic._place(place)
        assert data.place == place and f"{place} mm" in data.place_name
        warm.append(int(data.place_now.split()[0]))
    assert warm == sorted(warm, reverse=True) and warm[0] > warm[-1]
    logic._place("nerve")
    assert store.now.heat_at_mm is None
    note = data.setting_note
    logic.choose_setting("bench")
    assert data.perfusion == "bench" and data.percent < body and data.setting_note != note


def test_it_says_when_the_bone_is_in(server: Server, spine: FakeSpine, film: Film) -> None:
    step = film.timeline.find("lesion:1")
    _, logic, heats = staged(server, spine, film, step.end_s - 1e-3)
    data = logic.typed.data
    first, second = list(film.heats["body"].even)[:2]
    seen = []
    for burn in (None, second, first):
        if burn is not None:
            heats._keep(SimpleNamespace(film=film, perfusion="body", burn=burn), grown(film, burn, "body"))
        logic.refresh()
        seen.append((data.solver, data.part, data.working))
    assert seen == [("even_tissue", 0, True), ("mixed", 50, True), ("beside_bone", 100, False)]


def test_the_comparison_is_worked_out_once_when_asked_for_and_told_in_words(server: Server, film: Film) -> None:
    store, asked = Store(Choices(mode="procedure")), []
    ring = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]])

    def way(name: str, mm: float) -> Any:
        electrode = Electrode((1.4, 0.6, -5.0), (0, 0, -1))
        held = np.array([mm, 1.0, 0.0])
        return SimpleNamespace(name=name, electrode=electrode, dead=ring, warm=ring, held_mm=held, held_z=(-2.0, 3.0))

    def make(*settings: Any) -> Any:
        asked.append(settings[:-1])
        settings[-1](0.5)
        both = way("parallel", 16.0), way("perpendicular", 9.0)
        return SimpleNamespace(parallel=both[0], perpendicular=both[1], nerve_mm=1.5, farther_mm=np.array([0, 2, 4]))

    logic = ComparisonLogic(server, store, lambda: film, ThreadPoolExecutor(1), make)
    data = logic.typed.data

    async def ask() -> None:
        logic.ask()
        logic.ask()
        while logic._task is not None:
            await asyncio.sleep(0.005)
        logic.ask()

    logic.refresh()
    assert data.ways == [] and data.words["compare"]
    asyncio.run(ask())
    assert asked == [(18, 10.0, 80.0, 90.0, "body")]
    assert [one["held"].split()[0] for one in data.ways] == ["16", "9"]
    assert "16 mm" in data.described and "9 mm" in data.described and not data.working
    assert data.ways[0]["shapes"]["metal"]["width"] == 10.0
    store.update(perfusion="bench")
    assert data.ways == [], "that has not been asked for"
    store.update(perfusion="body")
    assert len(data.ways) == 2


def test_what_burns_nothing_has_no_heat(film: Film) -> None:
    block = Film(replace(film.plan, lesion=None), film.timeline, film.recovery)
    heats = Heats(lambda *_: None, ThreadPoolExecutor(1), lambda _: None)
    assert heats.heat(block, "body") is None
    heats.want(block, "body", (("medial_branch:L3:left", 0),))
    assert heats._task is None


def test_hotter_is_higher_and_later_is_to_the_right() -> None:
    assert TOP <= down(90.0) < down(40.0) <= BOTTOM
    assert (across(0.0, 90.0), across(90.0, 90.0)) == (LEFT, RIGHT)
    assert polyline([0.0, 45.0], [20.0, 100.0], 90.0) == f"{LEFT:g},{BOTTOM:g} {(LEFT + RIGHT) / 2:g},{TOP:g}"
    long = polyline(np.arange(1201) / 2.0, np.linspace(20.0, 100.0, 1201), 600.0).split()
    assert len(long) == MOST_POINTS
    assert (long[0], long[-1]) == (f"{LEFT:g},{BOTTOM:g}", f"{RIGHT:g},{TOP:g}")
    for total in (30.0, 90.0, 150.0, 600.0):
        ticks = time_ticks(total)
        assert ticks[0] == 0 and 2 < len(ticks) <= 6 and ticks[-1] <= total


def test_every_text_is_there_twice_and_patients_can_read_theirs() -> None:
    texts = heat_file().texts["en"]
    for name, both in texts.items():
        assert both.patient and both.professional, name
    sentences = [both.patient for both in texts.values() if both.patient.endswith(".")]
    names = "seconds tip tissue lethal parallel perpendicular farther parallel_far perpendicular_far"
    numbers = dict.fromkeys(names.split(), "9")
    filled = [s.format(place="at the nerve", **numbers) for s in sentences]
    for text in filled:
        assert grade(text) <= 8.0, (grade(text), text)
    assert heat_file().places_mm.value == tuple(sorted(heat_file().places_mm.value))
