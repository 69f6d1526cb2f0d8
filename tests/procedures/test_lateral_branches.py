"""Lateral branch procedures on the shipped anatomy, prone: both sides, every variant, measured anew."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from spine_viewer.anatomy.ids import SIDES
from spine_viewer.anatomy.spine import Spine
from spine_viewer.errors import InputError
from spine_viewer.procedures import plan
from spine_viewer.procedures.lesions import pair_at
from spine_viewer.procedures.sacral_sites import clock_name, foramen
from spine_viewer.procedures.technique import load_technique
from spine_viewer.procedures.views import towards_detector
from tests.procedures.at_target import assert_at_target
from tests.procedures.readability import grade
from tests.procedures.told import check_told_in_spanish

WAYS = [("lateral-branch-block", None), ("lateral-branch-rf", None), ("lateral-branch-rf", "monopolar")]
PALISADE = ("lateral-branch-rf", "palisade")
ALL = [(p, v, s) for p, v in WAYS for s in SIDES]
each_way = pytest.mark.parametrize(("procedure", "variant", "side"), ALL)
LEAST_RIM_MM = 5.0
PARTS = ("lateral", "superior", "medial", "inferior")


@cache
def spine():
    return Spine.load(pose="prone")


@cache
def made(procedure, variant, side):
    return plan(spine(), procedure, "sacroiliac", side, variant=variant)


def beside_foramina(this):
    return [(nerve, one) for nerve in this.nerves[1:] for one in nerve.placements]


@each_way
def test_the_nerves_of_the_joint_are_met_and_all_limits_kept(procedure, variant, side):
    this = made(procedure, variant, side)
    wanted = ["dorsal_ramus:L5", "lateral_branch:S1", "lateral_branch:S2", "lateral_branch:S3"]
    assert [n.nerve for n in this.nerves] == [f"{name}:{side}" for name in wanted]
    assert [len(n.placements) for n in this.nerves] == [1, 3, 3, 2]
    assert all(n.passed for n in this.nerves)


@each_way
def test_every_needle_is_at_its_target(procedure, variant, side):
    assert_at_target(made(procedure, variant, side))


@each_way
def test_the_film_is_told_in_spanish(procedure, variant, side):
    check_told_in_spanish(made(procedure, variant, side))


@each_way
def test_tips_touch_the_sacrum_lateral_to_the_foramen_and_outside_every_rim(procedure, variant, side):
    sacrum, sign = spine().bone("sacrum"), 1.0 if side == "left" else -1.0
    rims = [
        np.array([spine().landmark(f"sacrum:posterior_foramen_{part}:{level}:{side}") for part in PARTS])
        for level in ("S1", "S2", "S3", "S4")
    ]
    for nerve, one in beside_foramina(made(procedure, variant, side)):
        tip, radius = one.trajectory.tip, 0.5 * one.needle.outer_diameter_mm
        assert np.linalg.norm(tip - one.target.point) <= 2.0
        assert sacrum.distance(tip)[0] - radius == pytest.approx(0.0, abs=0.1)
        assert min(np.linalg.norm(rim - tip, axis=1).min() for rim in rims) >= LEAST_RIM_MM
        level = nerve.nerve.split(":")[1]
        middle = rims[int(level[1]) - 1].mean(axis=0)
        assert sign * (tip - middle)[0] > 0.0 and (tip - middle)[1] > -1.0


@each_way
def test_needles_are_clear_of_bone_and_dura_on_the_way(procedure, variant, side):
    for nerve in made(procedure, variant, side).nerves:
        for one in nerve.placements:
            way, radius = one.trajectory, 0.5 * one.needle.outer_diameter_mm
            behind = np.arange(0.0, way.depth_mm, 0.5)
            room = spine().distance_to_bone(way.tip - behind[:, None] * way.direction) - radius
            assert room[behind > 12.0].min() >= 0.45 and room.min() >= -0.02
            assert one.checks.get("dural_sac_mm") > 15.0


def test_the_two_sides_are_mirror_images():
    left, right = made(*WAYS[1], "left"), made(*WAYS[1], "right")
    for (_, a), (_, b) in zip(beside_foramina(left), beside_foramina(right), strict=True):
        assert np.allclose(a.trajectory.tip * [-1.0, 1.0, 1.0], b.trajectory.tip, atol=0.3)


def test_hours_are_those_of_the_picture():
    back = towards_detector(spine(), "sacral", "sacrum", "right")
    one = foramen(spine(), "S2", "right", back)
    assert one.way(3.0)[0] < -0.9 and one.way(12.0) @ one.up == pytest.approx(1.0)
    assert one.outside_mm(one.beside(4.0, 7.0)[None])[0] >= 6.0
    assert one.outside_mm(one.middle[None])[0] < 0.0
    assert [clock_name(2.5, side) for side in ("right", "left")] == ["2:30", "9:30"]
    assert [clock_name(h, "right") for h in (12.0, 0.25)] == ["12:00", "12:15"]


def test_cooled_and_monopolar_heat_as_their_settings_say():
    cooled, plain = made(*WAYS[1], "left").lesion, made(*WAYS[2], "left").lesion
    assert (cooled.kind, cooled.temperature_c, cooled.seconds, cooled.gauge) == ("cooled", 60.0, 150.0, 17)
    assert (plain.kind, plain.temperature_c, plain.seconds, plain.active_tip_mm) == ("straight", 80.0, 90.0, 10.0)
    assert cooled.distal_mm > plain.distal_mm  # cooled lesions reach farther beyond the tip


def test_every_variant_has_a_film_with_fillable_and_plain_captions():
    for way in (*WAYS, PALISADE):
        film = made(*way, "left").timeline()
        for step in film.steps:
            assert "{" not in step.caption("professional") and grade(step.caption("patient")) <= 8.0
        film.at(film.still("withdraw"))


def test_a_variant_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="lateral-branch-rf 'laser'; allowed: cooled, monopolar, palisade"):
        load_technique("lateral-branch-rf", variant="laser")
    with pytest.raises(InputError, match="medial-branch-rf has no variants"):
        load_technique("medial-branch-rf", variant="cooled")
    assert load_technique("lateral-branch-rf", variant="cooled") == load_technique("lateral-branch-rf")


def row():
    """Nerve and needle of the palisade's cannulae on the left, from above downwards."""
    return [(nerve, one) for nerve in made(*PALISADE, "left").nerves for one in nerve.placements]


def test_the_film_of_a_palisade_is_told_in_spanish():
    check_told_in_spanish(made(*PALISADE, "left"))


def test_a_palisade_is_an_even_row_lateral_to_the_foramina_from_l5_to_s3():
    this = made(*PALISADE, "left")
    assert [n.nerve for n in this.nerves] == [n.nerve for n in made(*WAYS[1], "left").nerves]
    assert all(n.passed for n in this.nerves)
    assert_at_target(this)
    tips = np.array([one.trajectory.tip for _, one in row()])
    ways = np.array([one.trajectory.direction for _, one in row()])
    gaps = np.linalg.norm(np.diff(tips, axis=0), axis=1)
    assert 6 <= len(tips) <= 8 and gaps.min() > 8.5 and gaps.max() < 13.0
    parallel = np.degrees(np.arccos(np.clip(np.sum(ways[1:] * ways[:-1], axis=1), -1.0, 1.0)))
    assert parallel.max() < 20.0
    assert np.all(np.diff(tips[:, 2]) < 0.0)
    for level in ("S1", "S2", "S3"):
        rim = np.array([spine().landmark(f"sacrum:posterior_foramen_{part}:{level}:left") for part in PARTS])
        height = np.argmin(np.abs(tips[:, 2] - rim[:, 2].mean()))
        assert tips[height, 0] > rim[:, 0].max()  # lateral of the rim at its height
        assert np.linalg.norm(tips[:, None] - rim[None], axis=2).min() >= LEAST_RIM_MM


def test_each_two_neighbours_of_a_palisade_make_one_lesion_without_a_gap():
    this = made(*PALISADE, "left")
    burns = [burn for nerve in this.nerves for burn in nerve.burns]
    tips = [one.trajectory.tip for _, one in row()]
    assert len(burns) == len(tips) - 1
    for n, burn in enumerate(burns):
        assert np.allclose(burn.tip, tips[n]) and np.allclose(burn.partner_tip, tips[n + 1])
        growth = pair_at(burn, this.lesion)
        middles = [end - 5.0 * way for end, way in ((burn.tip, burn.direction), (burn.partner_tip, burn.direction))]
        between = middles[0] + np.linspace(0.0, 1.0, 30)[:, None] * (middles[1] - middles[0])
        assert growth.is_dead(between, growth.known_s).all()
        assert not growth.is_dead(between, 1.0).any()
    assert this.lesion.span_mm > this.lesion.spacing_mm + 5.0 and this.lesion.seconds == 180.0
    assert all(nerve.nerve_covered_mm > 5.0 for nerve in this.nerves)  # the row crosses every nerve's way


def test_the_lesion_of_a_pair_moves_as_a_whole():
    lesion = made(*PALISADE, "left").lesion
    burn = row()[2][1].burns[0]
    here, home = pair_at(burn, lesion), pair_at(burn, lesion).growth
    a, b = here.dead(180.0), home.dead(180.0)
    assert np.allclose(np.ptp(b.vertices, axis=0) @ [1.0, 0.0, 0.0], lesion.span_mm)
    assert np.allclose((a.vertices - here.origin) @ here.axes.T, b.vertices)
    assert np.allclose(here.axes @ here.axes.T, np.eye(3)) and np.linalg.det(here.axes) == pytest.approx(1.0)
    point = here.origin + 3.0 * here.axes[2]
    assert here.temperature_at(point, 90.0) == pytest.approx(home.temperature_at(np.array([[0.0, 0.0, 3.0]]), 90.0))


def test_the_film_of_a_palisade_heats_pair_by_pair_and_holds_every_nerve_in_the_end():
    film = made(*PALISADE, "left").timeline()
    heated = [step for step in film.steps if step.action == "lesion"]
    assert len(heated) == len(row()) - 1
    one = film.at(heated[2].still_s)
    assert [state.pair is not None for state in one.lesions] == [True] * 3 and one.lesions[-1].heating
    after = film.at(film.step_start("withdraw"))
    assert len(after.lesions) == len(row()) - 1 and all(nerve.blocked for nerve in after.nerves)
