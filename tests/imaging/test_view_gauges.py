"""Every named view is green wherever it applies, on any spine, and red where the C-arm is turned away."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from spine_viewer.anatomy.ids import SIDES, above, bone_of
from spine_viewer.anatomy.spine import Spine
from spine_viewer.anatomy.variation.request import Variation
from spine_viewer.errors import InputError
from spine_viewer.imaging import CArm, gauge, project, view
from spine_viewer.imaging.settings import c_arm_facts
from spine_viewer.imaging.views import TABLE, VIEW_LEVELS
from spine_viewer.imaging.views.aim import root
from spine_viewer.imaging.views.gauge import Gauge
from spine_viewer.imaging.views.measures import endplate_line_mm, flat, lens

CASES = [(name, level) for name, entry in TABLE.items() for level in entry.levels]
PEOPLE = (0, 10)  # uneven ones, the second with worn joints
TURN_DEG = 10.0


@pytest.fixture(scope="module")
def spine() -> Spine:
    return Spine.load(pose="prone")


def red(spine: Any, arm: CArm, name: str, level: str, side: str) -> list[str]:
    return [one.text for one in gauge(spine, arm, name, level, side) if not one.ok]


def test_every_vertebra_from_c3_to_l5_and_the_sacrum_has_its_views() -> None:
    assert (VIEW_LEVELS[0], VIEW_LEVELS[-2:], len(VIEW_LEVELS)) == ("C3", ("L5", "S1"), 23)
    for name in ("ap", "lateral", "profile"):
        assert TABLE[name].levels == VIEW_LEVELS


@pytest.mark.parametrize(("name", "level"), CASES)
def test_a_view_is_green_and_turned_away_red(spine: Spine, name: str, level: str) -> None:
    for side in SIDES:
        arm = view(spine, name, level, side)
        assert not red(spine, arm, name, level, side)
    for turn in (-TURN_DEG, TURN_DEG):
        assert red(spine, arm.turned(tilt_deg=arm.tilt_deg + turn), name, level, side)
        assert red(spine, arm.turned(oblique_deg=arm.oblique_deg + turn), name, level, side)


@cache
def person_of(seed: int) -> Spine:
    return Spine.build(Variation.random(seed), pose="prone")


@pytest.mark.parametrize("seed", PEOPLE)
def test_views_are_green_on_other_people(seed: int) -> None:
    """Each person shows every second view, and together they show them all."""
    person = person_of(seed)
    off = []
    for place, (name, level) in list(enumerate(CASES))[PEOPLE.index(seed) :: len(PEOPLE)]:
        side = SIDES[place % 2]
        arm = view(person, name, level, side)
        off += [f"{name} {level} {side}: {text}" for text in red(person, arm, name, level, side)]
    assert not off


def test_an_uneven_spine_is_seen_at_other_angles_left_and_right() -> None:
    person = person_of(PEOPLE[0])
    rotated = [abs(view(person, "ap", level).oblique_deg) for level in VIEW_LEVELS]
    assert max(rotated) > 1.0
    joints = [sum(view(person, "profile", level, side).oblique_deg for side in SIDES) for level in ("L3", "L4", "L5")]
    assert max(map(abs, joints)) > 1.0


@pytest.mark.parametrize("level", ["C5", "T8", "L2", "L4", "S1"])
def test_joint_space_is_a_lucent_line_in_profile(spine: Spine, level: str) -> None:
    arm = view(spine, "profile", level, "right", size=(512, 512), field_mm=100)
    meshes = [spine.bone(bone_of(one)).mesh for one in (above(level), level)]
    bone_mm = project(meshes, arm, 1.0)
    joint = spine.joint(f"facet:{above(level)}-{level}:right")
    middle, beyond = arm.pixel_of([joint.centre, joint.centre + joint.normal])
    across = (beyond - middle) / np.linalg.norm(beyond - middle)
    steps = np.arange(-6.0, 6.0, 0.1) * arm.magnification / arm.pixel_mm
    columns, rows = np.floor(middle + steps[:, None] * across).astype(int).T
    met = bone_mm[rows, columns]
    near = np.arange(50, 90)  # from 1 mm inside the lower bone to 3 mm beyond its face
    gap = near[np.argmin(met[near])]
    assert min(met[:gap].max(), met[gap:].max()) - met[gap] > 3.0


@pytest.mark.parametrize(
    ("name", "fact", "sign"),
    [("foraminal", "foraminal_oblique_usual_deg", -1.0), ("pillar", "pillar_caudal_tilt_usual_deg", -1.0)],
)
def test_angles_from_landmarks_lie_in_the_usual_range(spine: Spine, name: str, fact: str, sign: float) -> None:
    usual = c_arm_facts().views[fact]
    for level in TABLE[name].levels:
        arm = view(spine, name, level, "left")
        assert usual.low <= sign * (arm.oblique_deg if name == "foraminal" else arm.tilt_deg) <= usual.high


def test_what_cannot_be_reached_is_told_in_one_line(make_spine: Any) -> None:
    with pytest.raises(
        InputError, match=r"^view 'ap' of L4 cannot be reached: tilt angle .* allowed: -75 to 75 degrees$"
    ):
        view(make_spine(lean_deg=80), "ap", "L4")


@pytest.mark.parametrize(
    ("name", "level", "allowed"),
    [
        ("pillar", "L4", "C3, C4, C5, C6, C7"),
        ("sacral", "L5", "S1"),
        ("oblique", "T12", "L1, L2, L3, L4, L5, S1"),
        ("corner", "T12", "T1, .*, T11"),
    ],
)
def test_a_view_at_a_level_where_it_makes_no_sense_names_its_levels(name: str, level: str, allowed: str) -> None:
    with pytest.raises(InputError, match=f"allowed: {allowed}$"):
        view(None, name, level)


@pytest.mark.parametrize("turn", [0.0, 4.0, 10.0])
def test_endplate_line_is_as_thick_as_the_depth_times_the_sine(make_spine: Any, turn: float) -> None:
    spine = make_spine()
    arm = view(spine, "ap", "L4")
    thick = endplate_line_mm(spine, arm.turned(tilt_deg=arm.tilt_deg + turn), "L4")
    assert thick == pytest.approx(36.0 * np.sin(np.radians(turn)), abs=0.4)


def test_millimetres_are_those_at_the_isocentre() -> None:
    arm = CArm((3.0, 4.0, 5.0), 30.0, 20.0)
    place = np.array(arm.isocentre) + 10.0 * arm.right + 7.0 * arm.up
    assert flat(arm, place) == pytest.approx([10.0, 7.0], abs=1e-9)


@pytest.mark.parametrize(("apart", "a", "b"), [(0.0, 2.0, 3.0), (2.0, 2.0, 3.0), (4.5, 2.0, 3.0), (6.0, 2.0, 3.0)])
def test_common_area_of_two_circles(apart: float, a: float, b: float) -> None:
    step = 0.01
    x, y = np.meshgrid(np.arange(-3.5, 10.0, step), np.arange(-3.5, 3.5, step))
    counted = ((x**2 + y**2 < a * a) & ((x - apart) ** 2 + y**2 < b * b)).sum() * step * step
    assert lens(apart, a, b) == pytest.approx(counted, abs=0.05)


def test_root_finds_where_a_function_is_zero() -> None:
    assert root(lambda x: np.sin(np.radians(x - 31.0)) * 50.0, 0.0) == pytest.approx(31.0, abs=1e-3)


def test_gauges_say_what_they_mean() -> None:
    assert Gauge("endplate_off", 0.304, "degrees", 3.0).text == ("endplate off edge-on: 0.30 degrees (at most 3): ok")
    assert Gauge("foramen_open", 0.5, "", 0.8, at_least=True).text == "foramen open: 0.50 (at least 0.8): off"
    joint = Gauge("pillar_joint_off", 9.0, "degrees", 7.0, about=(("side", "left"),))
    assert joint.text == "left joint off edge-on: 9.00 degrees (at most 7): off"
    assert joint.told("es") == "desalineación de la articulación izquierda: 9.00 grados (máximo 7): fuera"


def test_every_view_is_named_in_every_language() -> None:
    for name, entry in TABLE.items():
        assert entry.titled("es") != entry.title and entry.told("es") != entry.shows, name


def test_from_the_side_a_spinous_process_is_off_the_midline_and_no_error(spine: Spine) -> None:
    left, right = (spine.landmark(f"L4:pedicle_centre:{side}") for side in SIDES)
    across = (left - right) / np.linalg.norm(left - right)
    oblique, tilt = np.degrees([np.arctan2(across[0], across[1]), np.arcsin(across[2])])
    arm = CArm(isocentre=tuple(0.5 * (left + right)), oblique_deg=float(oblique), tilt_deg=float(tilt))
    assert np.linalg.norm(np.subtract(*flat(arm, np.array([left, right])))) < 1e-6
    found = {one.key: one for one in gauge(spine, arm, "ap", "L4", "left")}
    assert not found["spinous_offset"].ok
