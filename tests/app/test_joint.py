"""The joint chooser's logic: what it offers for a procedure, and what a choice changes."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from trame_server import Server

from spine_viewer.app.choices import Choices, Store, film_key
from spine_viewer.app.procedure.films import Film, Films
from spine_viewer.app.procedure.joint_logic import JointLogic, nearest_joint
from spine_viewer.app.serving.server import make_server
from spine_viewer.errors import InputError
from spine_viewer.procedures.technique import joints_for


@pytest.fixture
def store() -> Store:
    return Store(Choices(mode="procedure", time_s=30.0))


@pytest.fixture
def logic(store: Store) -> JointLogic:
    server: Server = make_server()
    return JointLogic(server, store, lambda: None)


def test_joints_of_the_shown_region_are_offered(store: Store, logic: JointLogic) -> None:
    data = logic.typed.data
    assert data.joints == ["T11-T12", "T12-L1", "L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1"]
    assert data.regions == ["cervical", "thoracic", "lumbar"] and data.region == "lumbar"


def test_a_joint_of_the_neck_shows_the_neck_from_the_beginning(store: Store, logic: JointLogic) -> None:
    logic.choose_joint("C5-C6", "right")
    now = store.now
    assert (now.joint, now.side, now.region, now.time_s) == ("C5-C6", "right", "cervical", 0.0)
    assert logic.typed.data.joints[0] == "C3-C4" and "C2-C3" not in logic.typed.data.joints


def test_a_region_brings_a_joint_of_its_own(store: Store, logic: JointLogic) -> None:
    logic.choose_region("thoracic")
    assert store.now.region == "thoracic" and store.now.joint.startswith("T")
    logic.choose_region("thoracic")
    before = store.now
    logic.choose_region("sacral")
    assert store.now == before


def test_another_procedure_goes_to_the_nearest_joint_where_it_is_done(store: Store, logic: JointLogic) -> None:
    logic.choose_joint("C4-C5", "left")
    logic.choose_procedure("third-occipital-rf")
    assert (store.now.procedure, store.now.joint) == ("third-occipital-rf", "C2-C3")
    assert logic.typed.data.joints == ["C2-C3"]
    logic.choose_procedure("medial-branch-block")
    assert store.now.joint == "C3-C4"


def test_what_bars_a_plan_is_told_in_the_language_of_the_page_and_with_its_joint_alone(store: Store) -> None:
    def make(_procedure: str, joint: str, *_: object) -> Film:
        raise InputError(f"unknown joint '{joint}'; allowed: L4-L5")

    async def told() -> None:
        films = Films(make, executor, lambda _: logic.report())
        logic = JointLogic(make_server(), store, lambda: films)
        data = logic.typed.data
        assert data.planning and not data.problem
        while not data.problem:
            await asyncio.sleep(0.01)
        first = store.now
        assert data.problem.startswith("unknown joint") and data.spoken == "en" and not data.planning
        store.update(language="es")
        assert data.problem.startswith("articulación:") and data.spoken == "es"
        store.update(joint="L3-L4")
        assert data.planning and not data.problem
        store.update(joint=first.joint)
        assert data.problem and not data.planning

    with ThreadPoolExecutor(1) as executor:
        asyncio.run(told())


def test_nearest_joint_stays_where_it_may() -> None:
    allowed = joints_for("medial-branch-rf")
    assert nearest_joint("L4-L5", allowed) == "L4-L5"
    assert nearest_joint("sacroiliac", allowed) == "L5-S1"


def test_several_joints_are_added_and_taken_out_and_go_with_the_region(store: Store, logic: JointLogic) -> None:
    logic.toggle_several()
    logic.choose_joint("L5-S1", "left")
    logic.choose_joint("L2-L3", "left")
    assert (store.now.joint, store.now.also) == ("L4-L5", ("L2-L3", "L5-S1"))
    logic.choose_joint("L2-L3", "left")
    assert store.now.also == ("L5-S1",)
    logic.toggle_both()
    assert store.now.both_sides and film_key(store.now)[-1]
    logic.choose_procedure("medial-branch-block")
    assert store.now.also == ()
    logic.choose_joint("L3-L4", "left")
    logic.toggle_several()
    assert store.now.also == ()


def test_a_way_to_do_it_is_given_up_with_its_procedure(store: Store, logic: JointLogic) -> None:
    logic.choose_procedure("lateral-branch-rf")
    assert logic.typed.data.variants == ["cooled", "monopolar", "palisade"] and logic.typed.data.variant == "cooled"
    logic.choose_variant("palisade")
    assert (store.now.variant, logic.typed.data.variant) == ("palisade", "palisade")
    logic.choose_procedure("medial-branch-rf")
    assert store.now.variant is None and logic.typed.data.variants == []
