"""Plans on the shipped anatomy, prone: every lumbar joint, both sides, both procedures, measured anew."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from spine_viewer.anatomy.ids import LUMBAR_JOINT_LEVELS, SIDES
from spine_viewer.anatomy.spine import Spine
from spine_viewer.procedures import plan
from spine_viewer.procedures.checks import behind_border_mm
from spine_viewer.procedures.targets import site_of
from tests.procedures.at_target import assert_at_target

LUMBAR = ("medial-branch-rf", "medial-branch-block")
ALL = [(p, j, s) for p in LUMBAR for j in LUMBAR_JOINT_LEVELS for s in SIDES]
CONTACT_MM = 12.0


@cache
def spine():
    return Spine.load(pose="prone")


@cache
def made(procedure, joint, side):
    return plan(spine(), procedure, joint, side)


def nearest_mm(path, point, step=0.05):
    """Distance to a finely resampled path: not the way the plan measures it."""
    fine = np.concatenate([np.linspace(a, b, 20, endpoint=False) for a, b in pairwise(path)])
    return float(np.min(np.linalg.norm(fine - point, axis=1)))


@pytest.mark.parametrize(("procedure", "joint", "side"), ALL)
def test_tip_is_within_2_mm_of_the_nerve(procedure, joint, side):
    for nerve in made(procedure, joint, side).nerves:
        assert nearest_mm(spine().nerve(nerve.nerve).path, nerve.trajectory.tip) <= 2.0


@pytest.mark.parametrize(("procedure", "joint", "side"), ALL)
def test_every_needle_is_at_its_target(procedure, joint, side):
    assert_at_target(made(procedure, joint, side))


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("nerve", ["medial_branch:T12", "medial_branch:L2", "medial_branch:L4", "dorsal_ramus:L5"])
def test_no_target_lies_in_front_of_the_back_of_its_foramen(nerve, side):
    site = site_of(spine(), f"{nerve}:{side}")
    assert behind_border_mm(site.target.point, site.border, site.axes.posterior, site.axes.superior) >= 1.0


@pytest.mark.parametrize(("joint", "side"), [(j, s) for j in LUMBAR_JOINT_LEVELS for s in SIDES])
def test_electrode_is_within_20_degrees_of_the_nerve(joint, side):
    for nerve in made("medial-branch-rf", joint, side).nerves:
        path, way = np.asarray(spine().nerve(nerve.nerve).path), nerve.trajectory
        middle = way.tip - 5.0 * way.direction
        near = path[np.linalg.norm(path - middle, axis=1) <= 6.0]
        _, _, axes = np.linalg.svd(near - near.mean(axis=0))
        assert np.degrees(np.arccos(min(1.0, abs(float(axes[0] @ way.direction))))) <= 20.0
        assert nerve.checks.electrode_to_nerve_angle_deg <= 20.0


@pytest.mark.parametrize(("procedure", "joint", "side"), ALL)
def test_needle_is_in_no_bone_before_contact(procedure, joint, side):
    for nerve in made(procedure, joint, side).nerves:
        way, radius = nerve.trajectory, 0.5 * nerve.needle.outer_diameter_mm
        behind = np.arange(0.0, way.depth_mm, 0.4)
        room = spine().distance_to_bone(way.tip - behind[:, None] * way.direction) - radius
        assert room[behind > CONTACT_MM].min() >= 0.45
        assert room.min() >= -0.02


@pytest.mark.parametrize(("procedure", "joint", "side"), ALL)
def test_tip_is_behind_the_foramen(procedure, joint, side):
    """Against the front of the superior articular process itself, along the vertebra's own axis."""
    for nerve in made(procedure, joint, side).nerves:
        assert nerve.checks.tip_to_foramen_mm >= 1.0
        stem = "sacrum:s1_endplate" if nerve.bone == "sacrum" else f"{nerve.bone}:superior_endplate"
        axis = spine().landmark(f"{stem}_posterior") - spine().landmark(f"{stem}_anterior")
        axis = axis / np.linalg.norm(axis)
        body = spine().landmark(f"{stem}_posterior")
        assert (nerve.trajectory.tip - body) @ axis > 0.0
        if nerve.bone != "sacrum":
            front = spine().landmark(f"{nerve.bone}:superior_articular_process_anterior:{side}")
            assert (nerve.trajectory.tip - front) @ axis > 0.0


@pytest.mark.parametrize(("joint", "side"), [(j, s) for j in LUMBAR_JOINT_LEVELS for s in SIDES])
def test_electrode_comes_from_below_and_from_the_side(joint, side):
    sign = 1.0 if side == "left" else -1.0
    for nerve in made("medial-branch-rf", joint, side).nerves:
        way, view = nerve.trajectory, nerve.views["trajectory"]
        assert way.entry[2] < way.tip[2] and way.entry[1] > way.tip[1]
        assert sign * (way.entry[0] - way.tip[0]) > -1.0
        assert -70.0 < view.tilt_deg < -10.0 and -1.0 <= view.ipsilateral_deg < 60.0


@pytest.mark.parametrize(("joint", "side"), [(j, s) for j in LUMBAR_JOINT_LEVELS for s in SIDES])
def test_heat_holds_the_nerve_along_the_electrode(joint, side):
    for nerve in made("medial-branch-rf", joint, side).nerves:
        assert len(nerve.burns) == 2 and nerve.nerve_covered_mm >= 6.0


@pytest.mark.parametrize(("joint", "side"), [(j, s) for j in LUMBAR_JOINT_LEVELS for s in SIDES])
def test_block_needle_touches_bone_beside_the_target(joint, side):
    for nerve in made("medial-branch-block", joint, side).nerves:
        assert 0.0 <= nerve.checks.contact_clearance_mm < 0.1
        assert np.linalg.norm(nerve.trajectory.tip - nerve.target.point) < 6.0


@pytest.mark.parametrize(("procedure", "joint", "side"), ALL)
def test_skin_entry_lies_on_the_skin_and_the_needle_is_long_enough(procedure, joint, side):
    skin = spine().skin.mesh
    for nerve in made(procedure, joint, side).nerves:
        way = nerve.trajectory
        _, near = skin.find_closest_cell(way.entry, return_closest_point=True)
        assert np.linalg.norm(near - way.entry) < 0.05
        assert np.linalg.norm(way.entry - way.tip) == pytest.approx(way.depth_mm, abs=1e-6)
        assert way.depth_mm + 10.0 <= nerve.needle.length_mm


@pytest.mark.parametrize(("procedure", "joint", "side"), ALL)
def test_plan_says_that_its_limits_are_kept_and_names_the_right_nerves(procedure, joint, side):
    this = made(procedure, joint, side)
    assert all(n.checks.passed for n in this.nerves)
    upper, lower = joint.split("-")
    above = "T12" if upper == "L1" else f"L{int(upper[1]) - 1}"
    assert this.nerves[0].label == f"{above} medial branch (at the {upper} transverse process)"
    last = f"{upper} medial branch (at the {lower} transverse process)"
    assert this.nerves[1].label == ("L5 dorsal ramus (at the sacral ala)" if lower == "S1" else last)
    assert tuple(n.nerve for n in this.nerves) == tuple(spine().joint(this.joint_id).nerves)


@pytest.mark.parametrize("procedure", LUMBAR)
def test_the_same_plan_comes_out_twice(procedure):
    again = plan(Spine.load(pose="prone"), procedure, "L4-L5", "left")
    for a, b in zip(made(procedure, "L4-L5", "left").nerves, again.nerves, strict=True):
        assert np.array_equal(a.trajectory.tip, b.trajectory.tip)
        assert np.array_equal(a.trajectory.direction, b.trajectory.direction)
