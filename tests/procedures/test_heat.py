"""Figures of the heat at a moment of the film."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spine_viewer.errors import InputError
from spine_viewer.procedures import heat as heat_module
from spine_viewer.procedures import plan
from spine_viewer.procedures.heat import burns_of, electrode_of, heat_beside_bone, heat_in_even_tissue, heat_of
from spine_viewer.procedures.heat_reading import beside, held, held_nerves, read_heat
from tests.procedures.fake_spine import FakeSpine, fake_simulate


@pytest.fixture(scope="module")
def spine() -> FakeSpine:
    return FakeSpine()


@pytest.fixture(scope="module")
def film(spine):
    return plan(spine, "medial-branch-rf", "L4-L5", "left", simulate=fake_simulate).timeline()


@pytest.fixture(scope="module")
def heat(film):
    return heat_in_even_tissue(film.plan)


def moment_of(film, key: str, part: float):
    step = film.find(key)
    return film.at(step.start_s + part * step.duration_s - 1e-6)


def test_nothing_is_read_before_anything_is_heated(spine, film, heat) -> None:
    assert read_heat(spine, film.plan, heat, film.at(0.0)) is None
    assert read_heat(spine, film.plan, heat, moment_of(film, "lesion:2", 0.02)) is None, "the first nerve is done with"
    assert read_heat(spine, film.plan, heat, moment_of(film, "sensory:2", 0.5)).key[1] == 1


def test_the_covered_length_grows_and_percent_is_of_the_course(spine, film, heat) -> None:
    nerve = film.plan.nerves[0].nerve
    readings = [read_heat(spine, film.plan, heat, moment_of(film, "lesion:1", x)) for x in (0.1, 0.2, 0.4, 0.8, 1.0)]
    assert [r.key for r in readings] == [(nerve, 0)] * 3 + [(nerve, 1)] * 2
    covered = [r.covered_mm for r in readings]
    assert covered == sorted(covered) and covered[-1] > 8.0
    for r in readings:
        assert r.covered_percent == pytest.approx(100.0 * r.covered_mm / r.course_mm)
    path = spine.nerve(nerve).path
    assert readings[0].course_mm == pytest.approx(np.linalg.norm(np.diff(path, axis=0), axis=1).sum())


def test_the_tip_keeps_the_set_temperature_and_tissue_is_cooler_the_farther_away(spine, film, heat) -> None:
    end = moment_of(film, "lesion:1", 0.44)
    near, far = (read_heat(spine, film.plan, heat, end, away) for away in (2.0, 4.0))
    assert near.tip_now_c == pytest.approx(film.plan.lesion.temperature_c, abs=0.5)
    assert near.tip_now_c > near.place_now_c > far.place_now_c > 40.0
    assert near.times_s[0] == 0.0 and near.place_c[0] == pytest.approx(37.0)
    assert (near.seconds, near.total_s) == (pytest.approx(87.75, abs=0.01), pytest.approx(90.0))


def test_the_place_beside_the_tip_is_on_the_side_with_most_room(spine, film) -> None:
    planned = film.plan.nerves[0]
    burn, key = planned.burns[0], (planned.nerve, 0)
    point = beside(spine.distance_to_bone, planned, key, 3.0)
    middle = burn.tip - 0.5 * planned.needle.active_tip_mm * burn.direction
    assert np.linalg.norm(point - middle) == pytest.approx(3.0)
    other = 2.0 * middle - point
    assert spine.distance_to_bone(point[None])[0] > spine.distance_to_bone(other[None])[0]


def test_beside_bone_is_shown_as_far_as_it_is_known(heat) -> None:
    key = next(iter(heat.even))
    part = type("Known", (), {"known_s": 30.0, "beside_bone": True})()
    both = heat.beside({key: part})
    assert both.at(key, 20.0) is part and both.at(key, 30.0) is part
    assert both.at(key, 31.0) is heat.even[key]
    assert heat.bone == {}, "the first one stays as it was"


def test_two_burns_hold_what_either_holds(film, heat, spine) -> None:
    nerve = film.plan.nerves[0].nerve
    path = spine.nerve(nerve).path
    parts = [held(path, [(heat.even[nerve, k], 90.0)]) for k in (0, 1)]
    both = held(path, [(heat.even[nerve, k], 90.0) for k in (0, 1)])
    assert max(parts) <= both <= sum(parts)
    assert held(path, []) == 0.0


def test_of_each_nerve_the_union_of_its_burns_is_told_and_whether_bone_is_in_it(film, heat, spine) -> None:
    found = held_nerves(spine, film.plan, heat)
    assert [one.nerve for one in found] == [n.nerve for n in film.plan.nerves]
    for one in found:
        assert not one.beside_bone and one.perfusion == "body"
        assert 5.0 < one.covered_mm < one.course_mm
        assert one.covered_percent == pytest.approx(100.0 * one.covered_mm / one.course_mm)


def test_several_burns_are_one_work(film, spine, monkeypatch) -> None:
    def made(_spine, _plan, key, _perfusion, tell):
        for part in (0.5, 1.0):
            tell(part, None)
        return key

    monkeypatch.setattr(heat_module, "heat_beside_bone", made)
    told: list[float] = []
    keys = burns_of(film.plan)[:2]
    assert heat_of(spine, film.plan, keys, "bench", told.append).bone == {key: key for key in keys}
    assert told == [0.25, 0.5, 0.75, 1.0]


def test_burns_are_in_the_order_of_treatment_and_others_are_refused(film, spine) -> None:
    made = film.plan
    keys = burns_of(made)
    assert keys[:2] == ((made.nerves[0].nerve, 0), (made.nerves[0].nerve, 1))
    assert electrode_of(made, keys[1]).tip == pytest.approx(made.nerves[0].burns[1].tip)
    with pytest.raises(InputError, match="allowed: 0 to 1"):
        electrode_of(made, (keys[0][0], 7))
    with pytest.raises(InputError, match="not treated"):
        heat_beside_bone(spine, made, ("medial_branch:L1:left", 0))
    with pytest.raises(InputError, match="burns nothing"):
        heat_in_even_tissue(replace(made, lesion=None))


def test_what_the_listener_raises_ends_the_work(film, spine) -> None:
    class Enough(Exception):
        pass

    def stop(_part: float, _growth: object) -> None:
        raise Enough

    with pytest.raises(Enough):
        heat_beside_bone(spine, film.plan, burns_of(film.plan)[0], progress=stop)
