"""Thoracic plans on the shipped anatomy: every nerve, measured anew."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from spine_viewer.anatomy.ids import THORACIC
from spine_viewer.procedures.technique import load_technique
from tests.procedures.at_target import assert_at_target
from tests.procedures.neck_and_chest import gap_to_bone, gap_to_mesh, gap_to_roots, made, nearest_mm, spine
from tests.procedures.told import check_told_in_spanish

PROCEDURES = ("medial-branch-block", "medial-branch-rf")
JOINTS = load_technique("medial-branch-rf", "thoracic").joints
SIDE = {joint: ("left", "right")[i // 2 % 2] for i, joint in enumerate(JOINTS)}
CASES = [(p, j, SIDE[j]) for p in PROCEDURES for j in JOINTS[::2]] + [
    ("medial-branch-rf", "T12-L1", "left"),
    ("medial-branch-block", "T12-L1", "left"),
    ("medial-branch-rf", "T5-T6", "left"),
    *((p, joint, side) for p in PROCEDURES for joint, side in (("T1-T2", "right"), ("T11-T12", "left"))),
]
each_case = pytest.mark.parametrize(("procedure", "joint", "side"), CASES)
ON_A_PROCESS = ("T1", "T12", "L1")  # articular process; elsewhere the corner of the transverse process
HANGING = ("T6", "T7", "T8", "T9")  # where T5 to T8 pass above the corner


def test_every_thoracic_joint_can_be_planned():
    levels = ("T1", *THORACIC[1:], "L1")
    assert tuple(f"{a}-{b}" for a, b in pairwise(levels)) == JOINTS


@each_case
def test_the_right_nerves_are_met_one_bone_below_their_names(procedure, joint, side):
    upper, lower = joint.split("-")
    above = "C8" if upper == "T1" else f"T{int(upper[1:]) - 1}"
    this = made(procedure, joint, side)
    assert [n.nerve for n in this.nerves] == [f"medial_branch:{above}:{side}", f"medial_branch:{upper}:{side}"]
    assert [n.bone for n in this.nerves] == [upper, lower]
    assert all(n.passed for n in this.nerves)


@each_case
def test_the_film_is_told_in_spanish(procedure, joint, side):
    check_told_in_spanish(made(procedure, joint, side))


@each_case
def test_the_tip_is_within_2_mm_of_the_nerve_and_near_its_place(procedure, joint, side):
    for nerve in made(procedure, joint, side).nerves:
        tip, path = nerve.trajectory.tip, spine().nerve(nerve.nerve)
        assert nearest_mm(path.path, tip) <= 2.0
        if nerve.bone not in ON_A_PROCESS:
            assert np.linalg.norm(tip - path.path[path.target]) <= 2.0


@each_case
def test_every_needle_is_at_its_target(procedure, joint, side):
    assert_at_target(made(procedure, joint, side))


@each_case
def test_needles_stay_on_bone_and_off_pleura_dura_and_roots(procedure, joint, side):
    for nerve in made(procedure, joint, side).nerves:
        one = nerve.placements[0]
        assert gap_to_bone(one, 12.0) >= 0.4 and -0.1 <= gap_to_bone(one, 0.0) <= 1.1
        assert gap_to_mesh(one, f"pleura:{side}") >= 4.9
        assert gap_to_mesh(one, "dural_sac") >= 2.9
        assert gap_to_roots(one, side) >= 0.9


@each_case
def test_tips_stay_behind_the_front_of_the_foramina(procedure, joint, side):
    for nerve in made(procedure, joint, side).nerves:
        corner = nerve.bone not in ON_A_PROCESS
        name, least = ("tip_to_foramen_front_mm", 0.0) if corner else ("tip_to_foramen_mm", 1.0)
        assert nerve.checks.get(name) >= least


def test_where_the_nerve_hangs_the_tip_is_above_the_corner():
    for joint in ("T5-T6", "T7-T8"):
        nerve = made("medial-branch-rf", joint, "left").nerves[-1]
        corner = spine().landmark(f"{nerve.bone}:transverse_process_superolateral:left")
        assert nerve.bone in HANGING and nerve.trajectory.tip[2] > corner[2] + 1.0
