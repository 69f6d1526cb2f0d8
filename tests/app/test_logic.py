"""The logic beside each panel, without a browser: what a control does to the choices and what they do to the panel."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from trame_server import Server

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.explore.catalogue import Catalogue
from spine_viewer.app.explore.layers_logic import LayersLogic
from spine_viewer.app.explore.region_logic import RegionLogic
from spine_viewer.app.procedure.films import Film, Films
from spine_viewer.app.procedure.recovery_logic import RecoveryLogic, place_of, polyline, spoken_day
from spine_viewer.app.procedure.transport_logic import TransportLogic
from spine_viewer.app.serving.scheduler import FlowControl
from spine_viewer.app.serving.server import make_server
from spine_viewer.app.shell.rail_logic import RailLogic
from spine_viewer.app.view.aim import aimed_level, levels_for, meant_view, views_at
from spine_viewer.app.view.fluoroscopy.logic import FluoroscopyLogic
from spine_viewer.app.view.machine_logic import MachineLogic
from spine_viewer.app.view.view_logic import c_arm_shown, changed, line_end
from spine_viewer.errors import InputError
from spine_viewer.imaging import CArm, Collimation, Setting
from spine_viewer.procedures.recovery import Recovery
from spine_viewer.scene.model import FluoroscopyRequest


class Line:
    """A film of four steps of ten seconds."""

    duration_s = 40.0

    def __init__(self) -> None:
        self.steps = [SimpleNamespace(start_s=10.0 * i, name=lambda *_, i=i: f"step {i}") for i in range(4)]

    def at(self, t_s: float) -> Any:
        index = min(3, int(t_s // 10))
        words = {"name": lambda *_: f"step {index}", "caption": lambda *_: f"caption {index}"}
        return SimpleNamespace(t_s=t_s, index=index, **words)

    def still(self, index: int) -> float:
        return 10.0 * index + 9.0


@pytest.fixture
def server() -> Server:
    return make_server()


@pytest.fixture
def store() -> Store:
    return Store(Choices(mode="procedure"))


@pytest.fixture
def film() -> Film:
    return Film(plan=None, timeline=Line(), recovery=Recovery.load("medial-branch-rf"))


def test_steps_go_to_their_telling_moment_and_stop_at_both_ends(server: Server, store: Store, film: Film) -> None:
    transport = TransportLogic(server, store, lambda: film)
    transport.step(1)
    assert store.now.time_s == 19.0
    transport.step(-5)
    assert store.now.time_s == 9.0
    transport.step(99)
    assert store.now.time_s == 39.0
    assert (transport.typed.data.step, transport.typed.data.steps) == (4, 4)
    assert transport.typed.data.caption == "caption 3"


def test_playing_runs_by_the_clock_to_the_end_and_gives_the_c_arm_back(
    server: Server, store: Store, film: Film
) -> None:
    now = [0.0]
    transport = TransportLogic(server, store, lambda: film, clock=lambda: now[0])
    store.update(oblique_deg=30.0, tilt_deg=0.0)

    async def play() -> list[float]:
        transport.play()
        seen = []
        while transport.playing:
            now[0] += 8.0
            await asyncio.sleep(0.06)
            seen.append(store.now.time_s)
        return seen

    seen = asyncio.run(play())
    assert seen == sorted(seen) and len(seen) > 2
    assert store.now.time_s == 40.0
    assert store.now.oblique_deg is None
    assert transport.typed.data.playing is False


def test_another_joint_stops_the_film(server: Server, store: Store, film: Film) -> None:
    transport = TransportLogic(server, store, lambda: film)

    async def play() -> bool:
        transport.play()
        await asyncio.sleep(0.05)
        store.update(joint="L2-L3")
        return transport.playing

    assert asyncio.run(play()) is False


def test_a_film_is_planned_once_and_a_refusal_is_told(store: Store) -> None:
    planned: list[tuple[str, str, str]] = []
    told: list[str] = []

    def make(procedure: str, joint: str, side: str, *_: object) -> Film:
        planned.append((procedure, joint, side))
        if joint == "L1-L2":
            raise InputError("no way in")
        return Film(None, None, None)

    async def scene() -> tuple[Film | None, Film | None]:
        films = Films(make, ThreadPoolExecutor(1), lambda _: told.append(films.problem(store.now)))
        first = films.get(store.now)
        films.get(store.now)
        while not told:
            await asyncio.sleep(0.01)
        store.update(joint="L1-L2")
        films.get(store.now)
        while len(told) < 2:
            await asyncio.sleep(0.01)
        films.get(store.now)
        store.update(joint="L4-L5")
        return first, films.get(store.now)

    first, later = asyncio.run(scene())
    assert first is None and later is not None
    assert planned == [("medial-branch-rf", "L4-L5", "left"), ("medial-branch-rf", "L1-L2", "left")]
    assert told == ["", "no way in"]


def test_the_recovery_clock_gives_every_phase_the_same_room(film: Film) -> None:
    course = film.recovery
    count = len(course.phases)
    for index, phase in enumerate(course.phases):
        assert place_of(course, phase.start_day) == pytest.approx(index / count)
    for place in (0.0, 0.13, 0.5, 0.77, 0.999):
        assert place_of(course, course.day_of_film(place)) == pytest.approx(place, abs=1e-6)


def test_the_recovery_panel_follows_the_clock(server: Server, film: Film) -> None:
    store = Store(Choices(mode="after"))
    recovery = RecoveryLogic(server, store, lambda: film)
    recovery.refresh()
    first = recovery.typed.data.text
    store.update(after_days=120.0)
    assert recovery.typed.data.when == "4 months after"
    assert recovery.typed.data.text != first
    recovery.step(-100)
    assert store.now.after_days < 1.0
    recovery.step(100)
    assert store.now.after_days > 365.0


@pytest.mark.parametrize(
    ("day", "words"),
    [(0.0, "Just after"), (0.5, "12 hours after"), (1.0, "1 day after"), (9.0, "9 days after"),
     (42.0, "6 weeks after"), (182.0, "6 months after"), (730.0, "2 years after")],
)  # fmt: skip
def test_times_are_spoken_as_people_speak(day: float, words: str) -> None:
    assert spoken_day(day) == words


def test_more_pain_is_higher_on_the_curve() -> None:
    low, high = (float(p.split(",")[1]) for p in polyline([0.2, 1.0]).split())
    assert high < low


def test_a_layer_is_switched_and_shown(server: Server) -> None:
    store = Store(Choices())
    layers = LayersLogic(server, store)
    layers.toggle("skin")
    assert "skin" in store.now.layers and "skin" in layers.typed.data.on
    layers.toggle("skin")
    assert "skin" not in store.now.layers and "skin" not in layers.typed.data.on


def test_the_rail_changes_mode_and_frees_the_c_arm_and_the_same_mode_folds_the_panel(server: Server) -> None:
    store = Store(Choices(oblique_deg=20.0, tilt_deg=0.0))
    rail = RailLogic(server, store)
    rail.go("procedure")
    assert (store.now.mode, store.now.oblique_deg, store.now.view) == ("procedure", None, "guided")
    rail.go("procedure")
    assert rail.typed.data.drawer is False


@pytest.mark.parametrize(
    ("choices", "level"),
    [
        (Choices(), "L5"),
        (Choices(joint="L5-S1"), "S1"),
        (Choices(region="cervical"), "C5"),
        (Choices(region="thoracic"), "T6"),
        (Choices(region="whole", joint="L2-L3"), "L3"),
        (Choices(region="cervical", level="C3"), "C3"),
        (Choices(mode="procedure", region="cervical", joint="L2-L3"), "L3"),
    ],
)
def test_the_c_arm_is_aimed_at_what_is_looked_at(choices: Choices, level: str) -> None:
    assert aimed_level(choices) == level


def test_the_film_aims_the_c_arm_at_the_bone_of_the_nerve_unless_somebody_else_does() -> None:
    nerves = [SimpleNamespace(bone="L4"), SimpleNamespace(bone="sacrum")]
    film = SimpleNamespace(plan=SimpleNamespace(nerves=nerves))
    moment = SimpleNamespace(step=SimpleNamespace(nerve=1), view=SimpleNamespace(name="trajectory"))
    choices = Choices(mode="procedure", joint="L4-L5")
    assert aimed_level(choices, film, moment) == "S1"
    assert meant_view(choices, "S1", moment) == "trajectory"
    assert aimed_level(replace(choices, level="L2"), film, moment) == "L2"


def test_views_and_levels_that_are_offered_are_those_that_apply() -> None:
    assert "oblique" in views_at("L4") and "pillar" not in views_at("L4")
    assert meant_view(Choices(carm_view="pillar"), "L4") == "ap"
    assert levels_for(Choices())[0] == "C3" and levels_for(Choices())[-1] == "S1"
    assert "C5" not in levels_for(Choices(mode="procedure"))


def test_another_region_takes_the_c_arm_with_it(server: Server) -> None:
    store = Store(Choices(level="L2", carm_view="oblique", oblique_deg=30.0))
    RegionLogic(server, store).choose("cervical")
    assert (store.now.level, store.now.carm_view, store.now.oblique_deg) == (None, None, None)


def test_what_a_change_means_for_the_3d_view() -> None:
    before = Choices()
    assert changed(before, replace(before, landmarks=True, live=False)) == "nothing"
    turned = replace(before, oblique_deg=20.0, landmarks=True)
    assert changed(before, turned) == "carm"
    assert changed(before, replace(turned, region="cervical")) == "scene"
    assert c_arm_shown(replace(before, layers=before.layers | {"c_arm"})) and c_arm_shown(replace(before, view="room"))
    assert not c_arm_shown(before)


class Ground:
    """A stage on which the table is in the way below 40 degrees caudal."""

    def __init__(self) -> None:
        self.spine = None

    def carm(self, choices: Choices) -> CArm:
        arm = CArm((0.0, 0.0, 0.0)).turned(choices.oblique_deg, choices.tilt_deg)
        return choices.setting.applied(arm)

    def refusal(self, choices: Choices) -> str:
        return "the table is in the way" if (choices.tilt_deg or 0.0) < -40.0 else ""

    def posed(self, choices: Choices) -> Choices:
        return choices

    def level(self, choices: Choices) -> str:
        return "L5"

    def carm_view(self, choices: Choices) -> str:
        return "ap"

    def locked(self, _choices: Choices) -> bool:
        return False

    def gauges(self, choices: Choices) -> tuple[Any, ...]:
        return ()

    def exposure(self, choices: Choices) -> FluoroscopyRequest:
        return FluoroscopyRequest(self.carm(choices))


class Film8:
    """An X-ray that is always the same grey."""

    def picture(self, request: Any, side: int, look: Any, moving: bool = False) -> Any:
        return np.full((side, side), 128, np.uint8)


def fluoroscopy(server: Server, store: Store) -> tuple[FluoroscopyLogic, list[dict[str, Any]]]:
    sent: list[dict[str, Any]] = []
    logic = FluoroscopyLogic(server, store, sent.append, FlowControl(), ThreadPoolExecutor(1))
    logic.open(Ground(), Film8())  # type: ignore[arg-type]
    return logic, sent


def test_the_c_arm_refuses_a_collision_with_one_line_and_stays_where_it_is(server: Server) -> None:
    store = Store(Choices())
    logic, _ = fluoroscopy(server, store)
    assert logic.move(oblique_deg=0.0, tilt_deg=-20.0)
    assert not logic.move(oblique_deg=0.0, tilt_deg=-50.0)
    assert store.now.tilt_deg == -20.0
    assert logic.typed.data.refusal == "the table is in the way"
    assert logic.typed.data.tilt_deg == -20.0, "the slider goes back"
    assert logic.move(oblique_deg=0.0, tilt_deg=-10.0)
    assert logic.typed.data.refusal == ""


def test_a_film_that_goes_where_the_machine_cannot_says_so(server: Server) -> None:
    store = Store(Choices())
    logic, _ = fluoroscopy(server, store)
    store.update(tilt_deg=-50.0)
    assert logic.typed.data.refusal == "this view is only drawn: the table is in the way"
    store.update(tilt_deg=0.0)
    assert logic.typed.data.refusal == ""


def test_a_held_image_costs_nothing_until_a_picture_is_taken(server: Server) -> None:
    store = Store(Choices())
    logic, sent = fluoroscopy(server, store)

    async def draw(*qualities: Any) -> str:
        for quality in qualities:
            await logic.draw(quality)
        return logic.typed.data.dose_text

    first = asyncio.run(draw("moving", "rest"))
    assert first.startswith("1 exposure,")
    store.update(look=replace(store.now.look, invert=True), collimation=Collimation(iris=0.5))
    assert asyncio.run(draw("moving", "rest")) == first, "shown otherwise, not taken anew"
    store.update(live=False)
    store.update(oblique_deg=20.0)
    assert asyncio.run(draw("moving", "rest")) == first
    logic.expose()
    assert asyncio.run(draw("moving", "rest")).startswith("2 exposures,")
    assert len(sent) == 8
    logic.new_patient()
    assert logic.typed.data.dose_text.startswith("0 exposures")


def test_joints_blades_and_turns_reach_the_choices_and_come_back(server: Server) -> None:
    store = Store(Choices())
    refuse = [False]

    def move(**changes: Any) -> bool:
        if not refuse[0]:
            store.update(**changes)
        return not refuse[0]

    machine = MachineLogic(server, store, move, lambda choices: choices.field_name or "6 in")
    machine.turn_joint("wig_wag_deg", 6.0)
    machine.set_blade("shutters", 0.4)
    machine.rotate(-30.0)
    assert store.now.setting == Setting(wig_wag_deg=6.0)
    assert store.now.collimation.shutters == 0.4 and store.now.look.rotate_deg == -30.0
    assert machine.typed.data.texts["wig_wag_deg"] == "6° to the head"
    refuse[0] = True
    machine.typed.data.table_height_mm = 50.0
    machine.turn_joint("table_height_mm", 50.0)
    assert machine.typed.data.table_height_mm == 0.0
    refuse[0] = False
    machine.back()
    machine.open_up()
    machine.mirror()
    assert store.now.setting == Setting() and store.now.collimation == Collimation()
    assert store.now.look.flip_left_right
    machine.choose_field("12 in")
    assert store.now.field_name == machine.typed.data.field_name == "12 in"
    machine.choose_field("6 in")  # the film's own
    assert store.now.field_name is None and machine.typed.data.field_name == "6 in"


def test_structures_are_listed_by_names_that_can_be_told_apart() -> None:
    ids = {"L4": "bone", "medial_branch:L3:left": "nerve", "medial_branch:L3:right": "nerve", "disc:L4-L5": "disc",
           "disc:L3-L4": "disc"}  # fmt: skip
    spine = SimpleNamespace(
        nerves=tuple(i for i, kind in ids.items() if kind == "nerve"),
        joints=(),
        structures=lambda: tuple(ids),
        structure=lambda i: SimpleNamespace(kind=ids[i]),
        nerve=lambda i: SimpleNamespace(crosses="L4", kind="medial_branch"),
    )
    catalogue = Catalogue()
    assert catalogue.layers("lumbar", "patient", "en") == {}
    catalogue.load(spine)
    names = [item["name"] for items in catalogue.layers("lumbar", "patient", "en").values() for item in items]
    assert len(names) == len(set(names)), "left and right can be told apart"
    assert catalogue.region_of("L4", "whole") == "whole"
    assert catalogue.region_of("L4", "cervical") == "lumbar"
    assert not any(catalogue.layers("cervical", "patient", "en").values())
    assert catalogue.known("L4:mamillary_process:left") == "L4", "of a landmark it is the bone"
    assert catalogue.known("needle:0") is None
    assert catalogue.layer_of("disc:L3-L4") == "discs"


def test_a_name_keeps_pointing_at_what_moves() -> None:
    tip, beside, moved = np.zeros(3), np.array([2.0, 0.0, 0.0]), np.array([0.0, 5.0, 0.0])
    assert line_end(tip, tip, beside) is beside, "the place that could be seen"
    assert line_end(moved, tip, beside) is moved
