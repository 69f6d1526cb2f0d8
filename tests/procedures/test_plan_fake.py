"""Plans on a spine of capsules: limits, mirror symmetry, other spines, and clear refusals."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pytest

from spine_viewer.errors import InputError
from spine_viewer.procedures import plan
from spine_viewer.procedures.lesions import covered_mm, in_lesion
from tests.procedures.fake_spine import LUMBAR, FakeSpine, fake_simulate


@cache
def made_before(procedure, joint, side):
    return plan(FakeSpine(), procedure, joint, side, simulate=fake_simulate)


def make(procedure, joint="L4-L5", side="left", spine=None):
    if spine is None:
        return made_before(procedure, joint, side)
    return plan(spine, procedure, joint, side, simulate=fake_simulate)


@pytest.mark.parametrize("procedure", LUMBAR)
def test_limits_hold_when_measured_anew(procedure):
    made = make(procedure, "L2-L3", "right")
    spine = FakeSpine()
    for nerve in made.nerves:
        assert nerve.checks.passed
        path, tip, direction = spine.nerve(nerve.nerve).path, nerve.trajectory.tip, nerve.trajectory.direction
        assert np.min(np.linalg.norm(path - tip, axis=1)) <= 2.1
        assert nerve.trajectory.depth_mm == pytest.approx(np.linalg.norm(tip - nerve.trajectory.entry))
        shaft = tip - np.arange(12.0, nerve.trajectory.depth_mm, 0.5)[:, None] * direction
        assert spine.distance_to_bone(shaft).min() >= 0.5 * nerve.needle.outer_diameter_mm + 0.4


def test_left_and_right_are_mirror_images():
    left, right = make("medial-branch-rf", side="left"), make("medial-branch-rf", side="right")
    mirror = np.array([-1.0, 1.0, 1.0])
    for a, b in zip(left.nerves, right.nerves, strict=True):
        assert np.linalg.norm(a.trajectory.tip * mirror - b.trajectory.tip) < 1.0
        turn = np.degrees(np.arccos(np.clip((a.trajectory.direction * mirror) @ b.trajectory.direction, -1.0, 1.0)))
        assert turn < 6.0
        assert a.views["lateral"].oblique_deg == pytest.approx(-b.views["lateral"].oblique_deg)


def test_the_numbering_trap_is_on_every_label():
    labels = [n.label for n in make("medial-branch-rf").nerves]
    assert labels == [
        "L3 medial branch (at the L4 transverse process)",
        "L4 medial branch (at the L5 transverse process)",
    ]
    low = [n.label for n in make("medial-branch-block", "L5-S1").nerves]
    assert low == ["L4 medial branch (at the L5 transverse process)", "L5 dorsal ramus (at the sacral ala)"]
    high = [n.label for n in make("medial-branch-block", "L1-L2").nerves]
    assert high[0] == "T12 medial branch (at the L1 transverse process)"


def test_block_needle_touches_bone_and_is_not_parallel():
    for nerve in make("medial-branch-block").nerves:
        assert 0.0 <= nerve.checks.contact_clearance_mm < 0.1
        assert nerve.checks.electrode_to_nerve_angle_deg is None and nerve.burns == ()


def test_electrode_comes_from_below_and_not_from_the_midline():
    for side, sign in (("left", 1.0), ("right", -1.0)):
        for nerve in make("medial-branch-rf", side=side).nerves:
            way = nerve.trajectory
            assert way.entry[2] < way.tip[2] - 20.0
            assert sign * (way.entry[0] - way.tip[0]) >= 0.0


def test_the_heated_nerve_is_that_inside_the_lesions():
    nerve = make("medial-branch-rf").nerves[0]
    path = FakeSpine().nerve(nerve.nerve).path
    assert 8.0 < nerve.nerve_covered_mm <= 14.0
    assert nerve.nerve_covered_mm == pytest.approx(covered_mm(path, nerve.burns, 0.05), abs=0.5)
    assert covered_mm(path, nerve.burns[:1]) <= nerve.nerve_covered_mm
    burn = nerve.burns[0]
    ends = burn.tip + np.outer([1.4, 1.6, -11.4, -11.6], burn.direction)
    assert in_lesion(ends, burn).tolist() == [True, False, True, False]
    across = np.cross(burn.direction, [0.0, 0.0, 1.0])
    sides = burn.tip - 5.0 * burn.direction + np.outer([2.98, 3.02], across / np.linalg.norm(across))
    assert in_lesion(sides, burn).tolist() == [True, False]


def test_a_wall_of_bone_gives_a_clear_error():
    for procedure in LUMBAR:
        with pytest.raises(InputError, match="no clear needle path to medial_branch:L3:left") as caught:
            make(procedure, spine=FakeSpine(wall=True))
        assert "\n" not in str(caught.value)


def test_a_nerve_far_from_bone_cannot_be_blocked_on_bone():
    class Drifted(FakeSpine):
        def nerve(self, nerve_id):
            found = super().nerve(nerve_id)
            found.path = found.path + np.array([6.0, 0.0, 4.0])
            return found

    with pytest.raises(InputError, match="touch no bone near the nerve"):
        make("medial-branch-block", spine=Drifted())


def test_a_moved_spine_moves_the_plan_with_it():
    shift = np.array([5.0, -7.0, 11.0])

    class Moved(FakeSpine):
        def __post_init__(self):
            super().__post_init__()
            for bone in self.bones.values():
                bone.centre = bone.centre + shift
            self.skin.mesh.points += shift

    a, b = make("medial-branch-block"), make("medial-branch-block", spine=Moved())
    assert np.allclose(a.nerves[0].trajectory.tip + shift, b.nerves[0].trajectory.tip, atol=1.0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("knee-injection", "L4-L5", "left"), "unknown procedure 'knee-injection'; allowed: medial-branch-rf"),
        (("medial-branch-rf", "L4-L6", "left"), "unknown joint 'L4-L6'; allowed: "),
        (("medial-branch-rf", "L4-L5", "up"), "unknown side 'up'; allowed: left, right"),
    ],
)
def test_bad_input_is_one_clear_line(arguments, message):
    with pytest.raises(InputError, match=message):
        plan(FakeSpine(), *arguments, simulate=fake_simulate)


@pytest.mark.parametrize("procedure", LUMBAR)
def test_json_is_plain_and_complete(procedure):
    text = json.dumps(make(procedure).to_json())
    back = json.loads(text)
    assert back["joint_id"] == "facet:L4-L5:left" and len(back["nerves"]) == 2
    first = back["nerves"][0]
    assert set(first["views"]) == {"ap", "oblique", "lateral", "trajectory"}
    assert {"tip_to_nerve_mm", "tip_to_foramen_mm", "passed"} <= set(first["checks"])
    assert all("source" in v and "status" in v for v in back["values"].values())
    assert "L3 medial branch (at the L4 transverse process)" in make(procedure).summary()
