"""What is told now, and the consult screen, without a browser."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from trame_server import Server

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.explore.card_logic import CardLogic
from spine_viewer.app.present.consult_logic import ConsultLogic
from spine_viewer.app.present.now_logic import NowLogic, NowState
from spine_viewer.app.procedure.films import Film
from spine_viewer.app.procedure.recovery_logic import RecoveryLogic
from spine_viewer.app.procedure.transport_logic import TransportLogic
from spine_viewer.app.serving.server import make_server
from spine_viewer.procedures.recovery import Recovery


class Line:
    """A film of four steps of ten seconds."""

    duration_s = 40.0
    steps = tuple(SimpleNamespace(start_s=10.0 * i, name=lambda *_, i=i: f"step {i}") for i in range(4))

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
    return Store(Choices(mode="procedure", audience="professional"))


@pytest.fixture
def now(server: Server, store: Store) -> NowLogic:
    film = Film(plan=None, timeline=Line(), recovery=Recovery.load("medial-branch-rf"))
    transport, recovery = TransportLogic(server, store, lambda: film), RecoveryLogic(server, store, lambda: film)
    return NowLogic(server, store, transport, recovery, CardLogic(server, store, lambda: None, lambda _: None))


def test_the_step_its_words_and_how_far_along_are_told(store: Store, now: NowLogic) -> None:
    heard: list[NowState] = []
    now.told.append(heard.append)
    store.update(time_s=10.0)
    store.update(time_s=39.0)
    assert heard[0] == NowState("procedure", True, "Step 2 of 4", "step 1", "caption 1", 0.25, False, False)
    assert (heard[1].heading, heard[1].last, heard[1].first) == ("Step 4 of 4", True, False)
    store.update(time_s=0.0)
    assert heard[-1].first


def test_the_same_is_told_once(store: Store, now: NowLogic) -> None:
    heard: list[NowState] = []
    now.told.append(heard.append)
    store.update(time_s=12.0)
    store.update(live=False)
    now.refresh()
    assert len(heard) == 1


def test_the_recovery_clock_is_told_from_its_first_day_to_its_last(store: Store, now: NowLogic) -> None:
    store.update(mode="after", after_days=0.0)
    told = now.typed.get_dataclass()
    assert (told.mode, told.heading, told.first, told.last) == ("after", "Just after", True, False)
    store.update(after_days=10_000.0)
    told = now.typed.get_dataclass()
    assert told.last and told.place == 1.0 and "after" in told.heading


def test_exploring_tells_the_region_while_nothing_is_picked_out(store: Store, now: NowLogic) -> None:
    store.update(mode="explore", region="cervical")
    told = now.typed.get_dataclass()
    assert (told.name, told.text, told.ready) == ("Neck", "", True)


def test_the_consult_screen_speaks_plainly_and_gives_the_words_back(server: Server, store: Store) -> None:
    consult = ConsultLogic(server, store, lambda _: None, lambda: None)
    consult.toggle()
    assert consult.on and store.now.audience == "patient"
    assert not store.can_undo, "entering is no change that somebody wants to take back"
    consult.toggle()
    assert not consult.on and store.now.audience == "professional"
    consult.leave()
    assert store.now.audience == "professional"


def test_undo_on_the_consult_screen_does_not_bring_hard_words_back(server: Server, store: Store) -> None:
    store.update(audience="patient")
    consult = ConsultLogic(server, store, lambda _: None, lambda: None)
    consult.toggle()
    store.undo()
    assert store.now.audience == "patient"
    consult.leave()
    assert store.now.audience == "professional", "what undo brought back is there afterwards"
