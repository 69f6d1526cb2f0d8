"""Intra-articular injections on the shipped anatomy, prone: every joint of neck and lumbar spine, measured anew."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from spine_viewer.anatomy.ids import SIDES
from spine_viewer.anatomy.spine import Spine
from spine_viewer.errors import InputError
from spine_viewer.procedures import plan
from spine_viewer.procedures.fluid_reading import read_fluid
from spine_viewer.procedures.joint_sites import joint_space
from spine_viewer.procedures.moment import InjectionWish
from spine_viewer.procedures.spreads import spreads_of
from spine_viewer.procedures.technique import joints_for, load_technique
from tests.procedures.at_target import assert_at_target
from tests.procedures.told import check_told_in_spanish

NECK = ("C2-C3", "C4-C5", "C7-T1")
LUMBAR = ("L1-L2", "L4-L5", "L5-S1")
ALL = [(joint, SIDES[n % 2]) for n, joint in enumerate((*NECK, *LUMBAR))]
each_joint = pytest.mark.parametrize(("joint", "side"), ALL)


@cache
def spine():
    return Spine.load(pose="prone")


@cache
def made(joint, side):
    return plan(spine(), "facet-injection", joint, side)


@each_joint
def test_the_tip_lies_between_the_two_bones_just_inside_the_joint(joint, side):
    this = made(joint, side)
    (target,) = this.nerves
    assert target.nerve == this.joint_id == f"facet:{joint}:{side}" and target.passed
    tip = target.trajectory.tip
    upper, lower = (spine().bone(name).distance(tip)[0] for name in spine().joint(this.joint_id).bones)
    radius = 0.5 * target.needle.outer_diameter_mm
    assert min(upper, lower) >= radius and 2.0 <= upper + lower <= 5.0
    assert_at_target(this)
    share = joint_space(spine(), this.joint_id).share(tip[None])[0]
    assert 0.5 < share <= 1.1  # near the edge of the face


@each_joint
def test_the_film_is_told_in_spanish(joint, side):
    check_told_in_spanish(made(joint, side))


@each_joint
def test_the_needle_comes_from_behind_clear_of_bone_and_of_what_must_be_avoided(joint, side):
    (target,) = made(joint, side).nerves
    way, radius = target.trajectory, 0.5 * target.needle.outer_diameter_mm
    behind = np.arange(0.0, way.depth_mm, 0.4)
    room = spine().distance_to_bone(way.tip - behind[:, None] * way.direction) - radius
    assert room.min() >= -0.02 and room[behind > 12.0].min() >= 0.25
    assert way.entry[1] > way.tip[1]
    assert target.checks.get("dural_sac_mm") >= 5.0
    if joint in NECK:
        assert target.checks.get("vertebral_artery_mm") >= 5.0 and target.checks.get("tip_to_pillar_front_mm") >= 2.0
    else:
        assert target.checks.tip_to_foramen_mm >= 5.0


def test_lumbar_joints_open_first_short_of_the_scotty_dog_view():
    """The back part of the joint shows at less rotation than the 45 degrees that profile its front."""
    turned = {joint: made(joint, side).nerves[0].views["trajectory"].ipsilateral_deg for joint, side in ALL[3:]}
    assert all(0.0 <= turn < 40.0 for turn in turned.values())
    assert turned["L1-L2"] < turned["L4-L5"]  # upper joints are more sagittal


def test_cervical_needles_come_from_below_along_the_joint():
    for joint, side in ALL[:3]:
        way = made(joint, side).nerves[0].trajectory
        normal = spine().joint(f"facet:{joint}:{side}").normal
        assert abs(float(normal @ way.direction)) < np.sin(np.radians(20.0)) and way.direction[2] > 0.0


def test_fluid_fills_joint_and_recess_first_and_leaks_from_a_full_capsule():
    this = made("L4-L5", "right")
    fluid = spreads_of(spine(), this)[0].tissue
    space, capsule = joint_space(spine(), this.joint_id), fluid.capsule_ml
    assert 1.0 <= capsule <= 1.5
    filled = [fluid.holds(space.middles, ml).mean() for ml in (0.05, 0.2, 0.5)]
    assert filled == sorted(filled) and filled[1] > 0.6 and filled[2] > 0.95
    low, full, over = (np.asarray(fluid.surface(ml).vertices) - space.centre for ml in (0.5, capsule, capsule + 0.2))
    beyond = (np.abs(low @ space.up)).max() - space.half_height_mm
    assert 1.0 < beyond < 7.0  # a recess
    reach = [float(np.linalg.norm(part, axis=1).max()) for part in (full, over)]
    assert reach[1] > reach[0] + 1.5
    nerve = spine().nerve("medial_branch:L4:right").path
    assert fluid.held_mm(nerve, capsule) == 0.0  # the capsule keeps it from the nerves
    assert fluid.filled(0.1) < fluid.filled(0.8) < 1.0
    assert spine().distance_to_bone(fluid.surface(0.8).vertices[::9]).min() > -0.45


def test_the_reading_tells_when_the_capsule_gives_way():
    this = made("L4-L5", "right")
    film, spreads = this.timeline(), spreads_of(spine(), this)
    end = film.find("inject:1").end_s - 1e-3
    planned, too_much = (
        read_fluid(spine(), spreads, film.at(end, wish))
        for wish in (InjectionWish(), InjectionWish(anaesthetic_ml=1.0))
    )
    assert planned.nerve == this.joint_id and not planned.leaks and not planned.towards_foramen
    assert too_much.leaks and too_much.contrast_ml == planned.contrast_ml > 0.0


def test_every_lumbar_and_cervical_joint_is_offered_and_the_chest_is_refused_in_one_line():
    assert joints_for("facet-injection")[0] == "C2-C3" and joints_for("facet-injection")[-1] == "L5-S1"
    assert len(joints_for("facet-injection")) == 11
    with pytest.raises(InputError, match="facet-injection is not done at T5-T6; use medial-branch-block"):
        load_technique("facet-injection", "T5-T6")
