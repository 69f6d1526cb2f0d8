"""Clearance between neighbours, and landmarks on what is left."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.anatomy.assembly import GradedGap, joint_space, neighbour_gaps, snap, sunk
from spine_viewer.anatomy.bones.builders import build_bone
from spine_viewer.anatomy.bones.model import Face
from spine_viewer.anatomy.field.combine import Cleared
from spine_viewer.anatomy.field.primitives import sphere
from spine_viewer.anatomy.levels import load_levels
from spine_viewer.errors import InputError

UP = np.array([0.0, 0.0, 1.0])
FACE = Face(np.zeros(3), UP, np.array([0.0, 1.0, 0.0]), 5.0, 6.0)


def test_the_gap_is_that_of_the_joint_between_its_faces_and_smaller_elsewhere() -> None:
    gap = GradedGap((joint_space(FACE, 2.4),), 2.4, 1.0)
    between, beside, behind = np.array([[0.0, 0.0, 1.2], [12.0, 0.0, 1.2], [0.0, 0.0, -6.0]])
    assert gap(np.array([between, beside, behind])) == pytest.approx([2.4, 1.0, 1.0])


def test_cleared_neighbours_keep_the_gap_they_are_given() -> None:
    one, two = sphere(np.array([0.0, 0.0, -10.0]), 11.0), sphere(np.array([0.0, 0.0, 10.0]), 11.0)
    for gap in (2.0, GradedGap((joint_space(FACE, 2.0),), 2.0, 2.0)):
        lower, upper = Cleared(one, ((two, gap),)), Cleared(two, ((one, gap),))
        line = np.linspace(-3.0, 3.0, 6001)[:, None] * UP
        free = line[(lower(line) > 0.0) & (upper(line) > 0.0), 2]
        assert free.max() - free.min() == pytest.approx(2.0, abs=0.3)  # the rounding of the edge takes a little more


def test_landmarks_end_on_or_in_the_bone() -> None:
    ball = sphere(np.zeros(3), 10.0)
    kinds = {"off": "surface", "shallow": "interior", "deep": "interior"}
    marks = {"off": 12.0 * UP, "shallow": 9.8 * UP, "deep": np.zeros(3)}
    found = snap(marks, kinds, ball)
    assert ball(found["off"][None])[0] == pytest.approx(0.0, abs=0.02)
    assert ball(found["shallow"][None])[0] < -0.9
    assert np.array_equal(found["deep"], np.zeros(3))


def test_a_bone_without_interior_landmarks_is_left_alone() -> None:
    assert len(sunk(sphere(np.zeros(3), 10.0), np.empty((0, 3)))) == 0


def test_every_pair_of_neighbours_has_a_gap() -> None:
    levels = load_levels()
    gaps = neighbour_gaps(levels)
    assert set(levels.segments) <= set(gaps)
    assert all(gap > 0.0 for gap in gaps.values())
    for level, side in (("T7", "left"), ("T12", "right")):
        above = f"T{int(level[1:]) - 1}"
        assert {(level, f"rib_{level[1:]}_{side}"), (above, f"rib_{level[1:]}_{side}")} <= set(gaps)


def test_an_unknown_bone_is_refused() -> None:
    with pytest.raises(InputError, match="L9"):
        build_bone("L9")
