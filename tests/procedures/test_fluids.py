"""Fluids of a plan on the default spine: at the target, what they reach, and what is wished otherwise."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.anatomy.spine import Spine
from spine_viewer.injectate.facts import injectate_facts
from spine_viewer.procedures import plan
from spine_viewer.procedures.fluid_reading import read_fluid, said
from spine_viewer.procedures.moment import InjectionWish
from spine_viewer.procedures.spreads import near_bone, reached, spreads_of
from tests.procedures.readability import grade


@pytest.fixture(scope="module")
def spine():
    return Spine.load("prone")


@pytest.fixture(scope="module")
def block(spine):
    return plan(spine, "medial-branch-block", "L4-L5", "left")


@pytest.fixture(scope="module")
def spreads(spine, block):
    return spreads_of(spine, block)


def test_the_planned_volume_covers_its_nerve_and_no_other_root(spine, block, spreads):
    volume = block.technique.number("anaesthetic_ml")
    for needle, nerve in enumerate(block.nerves):
        fluid = spreads[needle].tissue
        found = reached(spine, fluid, volume)
        assert found[0].nerve == nerve.nerve and found[0].held_mm > 8.0
        assert not [one for one in found if one.nerve.startswith(("spinal_nerve", "dorsal_root_ganglion"))]


def test_the_fluid_stays_out_of_bone(spine, spreads):
    for needle in range(len(spreads)):
        fluid = spreads[needle].tissue
        assert spine.distance_to_bone(fluid.surface(0.5).vertices[::7]).min() > -0.45


def test_quick_distances_to_bone_agree_with_the_exact_ones(spine, block):
    tip = block.nerves[0].trajectory.tip
    points = tip + np.random.default_rng(1).uniform(-12.0, 12.0, (300, 3))
    quick, exact = near_bone(spine, tip)(points)[0], spine.distance_to_bone(points)
    assert np.abs(quick - exact).mean() < 0.15
    clear = np.abs(exact) > 0.5
    assert (np.sign(quick[clear]) == np.sign(exact[clear])).mean() > 0.99


def test_the_reading_grows_with_the_step(spine, block, spreads):
    film = block.timeline()
    step = film.find("inject:1")
    held = [
        read_fluid(spine, spreads, film.at(step.start_s + part * step.duration_s)).held_mm for part in (0.3, 0.6, 0.95)
    ]
    assert held == sorted(held) and held[-1] > held[0]
    assert read_fluid(spine, spreads, film.at(film.still("advance:1"))) is None


def test_a_wished_volume_is_what_goes_in(spine, block, spreads):
    film, step = block.timeline(), block.timeline().find("inject:1")
    small, large = (
        read_fluid(spine, spreads, film.at(step.end_s - 1e-3, InjectionWish(anaesthetic_ml=ml))) for ml in (0.2, 1.0)
    )
    assert large.ml - small.ml == pytest.approx(0.8, abs=0.01)
    assert large.contrast_ml == small.contrast_ml == pytest.approx(block.technique.number("contrast_ml"))
    assert large.held_mm > small.held_mm


def test_contrast_in_a_vein_leaves_no_pool_and_is_over_with_its_step(spine, block, spreads):
    film, wish = block.timeline(), InjectionWish(in_vessel=True)
    moment = film.at(film.still("contrast:1"), wish)
    reading = read_fluid(spine, spreads, moment)
    assert reading.in_vessel and reading.held_mm == 0.0
    later = film.at(film.still("inject:1"), wish)
    assert not any(fluid.in_vessel for fluid in later.injectates)


def test_every_text_is_there_for_both_audiences_and_patients_can_read_it():
    for language, table in injectate_facts().texts.items():
        for name, text in table.items():
            assert set(text) == {"patient", "professional"}, (language, name)
    plain = " ".join(
        said(name, "patient", "en", ml="0.5", held="12", nerve="", others="nerve", percent="8")
        for name in ("held", "none", "alone", "others", "foramen", "joint", "vessel", "most", "note")
    )
    assert grade(plain) <= 8.0


def test_fluids_are_worked_out_when_they_are_asked_for_and_once(spine, block, monkeypatch):
    made = []
    monkeypatch.setattr("spine_viewer.procedures.spreads._ways", lambda *asked: made.append(asked[-1]) or len(made))
    fresh = spreads_of(spine, block)
    assert made == [] and len(fresh) == len(block.nerves)
    assert fresh[1] == fresh[1] == 1 and len(made) == 1
    assert np.allclose(made[0], block.nerves[1].trajectory.tip)
