"""The fluid panel without a browser: what it tells, and what it lets one try."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.procedure.fluid_logic import FluidLogic, lines_of
from spine_viewer.app.serving.server import make_server
from spine_viewer.procedures.fluid_reading import FluidReading
from spine_viewer.procedures.moment import AS_PLANNED, InjectionWish
from spine_viewer.procedures.spreads import Reached

NERVE, ROOT = "medial_branch:L3:left", "spinal_nerve:L3:left"


def reading(ml=0.5, dye=0.2, held=18.0, others=(), shown=None, in_vessel=False):
    return FluidReading(NERVE, ml, dye, held, others, ml if shown is None else shown, in_vessel)


@pytest.fixture
def made():
    store = Store(Choices(mode="procedure", procedure="medial-branch-block", audience="professional"))
    now = SimpleNamespace(reading=reading())
    technique = SimpleNamespace(limit=lambda name: 0.5)
    film = SimpleNamespace(plan=SimpleNamespace(technique=technique))
    stage = SimpleNamespace(fluid_reading=lambda choices: now.reading, film=lambda choices: film)
    return FluidLogic(make_server(), store, lambda: stage), store, now


def test_it_shows_in_a_step_that_injects_only(made):
    logic, store, now = made
    logic.refresh()
    assert logic.typed.data.shown and logic.typed.data.kind == "anaesthetic" and logic.typed.data.ml == 0.5
    now.reading = None
    store.update(time_s=3.0)
    assert not logic.typed.data.shown


def test_a_vein_is_a_switch(made):
    logic, store, now = made
    logic.toggle_vessel()
    assert store.now.injection == InjectionWish(in_vessel=True)
    now.reading = reading(ml=0.1, dye=0.1, in_vessel=True)
    logic.refresh()
    assert logic.typed.data.in_vessel and logic.typed.data.lines[-1]["care"]
    logic.toggle_vessel()
    assert store.now.injection == AS_PLANNED


def test_the_slider_sets_the_volume_and_the_button_takes_it_back(made):
    logic, store, _ = made
    logic.refresh()
    logic.typed.data.ml = 0.8
    logic._slid(0.8)
    assert store.now.injection.anaesthetic_ml == 0.8 and not logic.typed.data.planned
    logic.as_planned()
    assert store.now.injection == AS_PLANNED and logic.typed.data.ml == 0.5


@pytest.mark.parametrize("audience", ["patient", "professional"])
def test_words_follow_what_is_reached(audience):
    choices = Choices(audience=audience)
    alone, root = lines_of(reading(), choices), lines_of(reading(others=(Reached(ROOT, 3.0),)), choices)
    assert "18 mm" in alone[1]["text"] and not any(line["care"] for line in alone)
    assert root[-1]["care"] and root[-1]["text"] != alone[-1]["text"]
    far = lines_of(reading(ml=2.0, shown=1.5), choices)
    assert len(far) == len(alone) + 1
    assert "mm of" not in lines_of(reading(held=0.0), choices)[1]["text"]
