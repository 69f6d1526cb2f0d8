"""Cervical plans on the shipped anatomy: every joint, both sides, measured anew."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.anatomy.ids import SIDES
from spine_viewer.errors import InputError
from spine_viewer.procedures import plan
from spine_viewer.procedures.technique import load_technique
from tests.procedures.at_target import assert_at_target
from tests.procedures.neck_and_chest import (
    gap_to_bone,
    gap_to_mesh,
    gap_to_roots,
    made,
    nearest_mm,
    spine,
)
from tests.procedures.told import check_told_in_spanish

NERVES = {
    "C2-C3": ("third_occipital",),
    "C3-C4": ("medial_branch:C3", "medial_branch:C4"),
    "C4-C5": ("medial_branch:C4", "medial_branch:C5"),
    "C5-C6": ("medial_branch:C5", "medial_branch:C6"),
    "C6-C7": ("medial_branch:C6", "medial_branch:C7"),
    "C7-T1": ("medial_branch:C7", "medial_branch:C8"),
}
BONES = {"third_occipital": "C3", "C8": "T1"}  # elsewhere the nerve's own level
PROCEDURES = ("medial-branch-block", "medial-branch-rf", "third-occipital-block", "third-occipital-rf")
CASES = [
    (p, j, s)
    for p in PROCEDURES
    for j in load_technique(p, "cervical").joints
    for s in (SIDES if j in ("C2-C3", "C4-C5", "C7-T1") else ("right",))
]
each_case = pytest.mark.parametrize(("procedure", "joint", "side"), CASES)


@each_case
def test_the_film_is_told_in_spanish(procedure, joint, side):
    check_told_in_spanish(made(procedure, joint, side))


def placements(procedure, joint, side):
    return [(n, one) for n in made(procedure, joint, side).nerves for one in n.placements]


@each_case
def test_the_right_nerves_are_met_at_the_right_bones_and_every_limit_is_kept(procedure, joint, side):
    this = made(procedure, joint, side)
    assert [n.nerve for n in this.nerves] == [f"{name}:{side}" for name in NERVES[joint]]
    for nerve in this.nerves:
        kind, level = nerve.nerve.split(":")[:2]
        assert nerve.bone == BONES.get(kind, BONES.get(level, level))
        assert nerve.passed


@each_case
def test_the_tip_reaches_its_nerve_or_its_point(procedure, joint, side):
    for nerve, one in placements(procedure, joint, side):
        path = spine().nerve(nerve.nerve).path
        if procedure.startswith("third-occipital"):
            assert one.checks.get("tip_to_target_mm") <= 2.0 and nearest_mm(path, one.trajectory.tip) <= 4.0
        else:
            assert nearest_mm(path, one.trajectory.tip) <= 2.0


@each_case
def test_every_needle_is_at_its_target(procedure, joint, side):
    assert_at_target(made(procedure, joint, side))


def test_c8_is_met_between_the_articular_and_the_transverse_process_of_t1():
    for side in SIDES:
        nerve = spine().nerve(f"medial_branch:C8:{side}")
        height = np.asarray(nerve.path)[:, 2]
        beside = height[nerve.target - 12 : nerve.target + 13]
        assert height[nerve.target] - beside.min() < 1.5  # near the lowest place, where the slopes of the two meet


@each_case
def test_needles_keep_off_bone_artery_dura_and_roots(procedure, joint, side):
    for _, one in placements(procedure, joint, side):
        assert gap_to_bone(one, 8.0) >= 0.4 and gap_to_bone(one, 0.0) >= -0.1
        assert gap_to_mesh(one, f"vertebral_artery:{side}") >= 1.9
        assert gap_to_mesh(one, "dural_sac") >= 2.9
        assert gap_to_roots(one, side) >= 0.9


@each_case
def test_no_tip_passes_the_front_of_its_bone(procedure, joint, side):
    for nerve, one in placements(procedure, joint, side):
        if nerve.bone == "T1":
            assert one.checks.get("tip_to_foramen_mm") >= 1.0
            continue
        bone = nerve.bone
        plate = [spine().landmark(f"{bone}:superior_endplate_{end}") for end in ("anterior", "posterior")]
        back = (plate[1] - plate[0]) / np.linalg.norm(plate[1] - plate[0])
        front = spine().landmark(f"{bone}:articular_pillar_anterior:{side}")
        assert (one.trajectory.tip - front) @ back > -1.5  # the process above the waist leans a little further forwards
        assert one.checks.get("tip_to_pillar_front_mm") >= 0.0


@pytest.mark.parametrize("joint", NERVES)
def test_a_block_comes_from_the_side_and_touches_bone(joint):
    procedure = "third-occipital-block" if joint == "C2-C3" else "medial-branch-block"
    for nerve, one in placements(procedure, joint, "right"):
        assert 0.0 <= one.checks.contact_clearance_mm < 0.2
        assert one.checks.electrode_to_nerve_angle_deg is None
        if nerve.bone != "T1":
            assert one.views["trajectory"].ipsilateral_deg == pytest.approx(90.0, abs=2.0)
            assert one.trajectory.direction[0] > 0.99  # from the right


def test_third_occipital_points_lie_above_at_and_below_the_joint_line():
    nerve = made("third-occipital-block", "C2-C3", "left").nerves[0]
    joint = spine().joint("facet:C2-C3:left")
    heights = [float((one.trajectory.tip - joint.centre) @ joint.normal) for one in nerve.placements]
    assert [one.name for one in nerve.placements] == ["above", "at", "below"]
    assert heights[0] > 2.0 and abs(heights[1]) < 1.5 and heights[2] < -2.0


@pytest.mark.parametrize("joint", [j for j in NERVES if j != "C2-C3"])
def test_a_neurotomy_makes_a_sagittal_and_an_oblique_pass(joint):
    for nerve in made("medial-branch-rf", joint, "right").nerves:
        names = [one.name for one in nerve.placements]
        assert names == {"C7": ["sagittal"], "T1": [""]}.get(nerve.bone, ["sagittal", "oblique"])
        for one in nerve.placements:
            turned = one.views["trajectory"].ipsilateral_deg
            limit = 35.0 if one.name == "oblique" else 20.0
            assert one.checks.electrode_to_nerve_angle_deg <= limit
            assert one.name != "oblique" or 20.0 < turned < 40.0
            assert one.name != "sagittal" or abs(turned) < 10.0
        assert len(nerve.burns) == 2 * len(nerve.placements) and nerve.nerve_covered_mm > 6.0


def test_third_occipital_neurotomy_makes_three_close_placements():
    nerve = made("third-occipital-rf", "C2-C3", "right").nerves[0]
    tips = np.array([one.trajectory.tip for one in nerve.placements])
    assert [one.name for one in nerve.placements] == ["middle", "upper", "lower"] and len(nerve.burns) == 3
    assert tips[1, 2] > tips[0, 2] > tips[2, 2]
    assert 1.0 < np.linalg.norm(tips[1] - tips[0]) < 4.0


def test_c2_c3_is_refused_with_the_procedure_that_is_right_there():
    with pytest.raises(InputError, match="medial-branch-rf is not done at C2-C3; use third-occipital-rf"):
        plan(spine(), "medial-branch-rf", "C2-C3", "left")
    with pytest.raises(InputError, match="use third-occipital-block"):
        plan(spine(), "medial-branch-block", "C2-C3", "left")
    with pytest.raises(InputError, match="unknown joint 'C3-C4'; allowed: C2-C3"):
        plan(spine(), "third-occipital-rf", "C3-C4", "left")
