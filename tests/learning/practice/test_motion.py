"""How a needle moves, against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spine_viewer.learning.practice.motion import advanced, arc, bent_side, drawn_back, until_bone
from spine_viewer.learning.practice.state import NeedleState, point

FORWARDS = np.array([0.0, -1.0, 0.0])
TURN = np.radians(0.2)


def test_a_spun_needle_runs_straight():
    points, headings = arc(np.zeros(3), FORWARDS, 0.0, 50.0, 0.0)
    assert points[-1] == pytest.approx(50.0 * FORWARDS)
    assert np.all(headings == FORWARDS)
    assert np.linalg.norm(np.diff(points, axis=0), axis=1).max() <= 0.25 + 1e-9


@given(st.floats(0.0, 360.0), st.floats(5.0, 120.0))
def test_a_bent_tip_runs_on_a_circle_to_its_bent_side(roll, mm):
    points, headings = arc(np.zeros(3), FORWARDS, roll, mm, TURN)
    side = bent_side(FORWARDS, roll)
    centre = side / TURN
    assert np.linalg.norm(points - centre, axis=1) == pytest.approx(1.0 / TURN)
    assert np.degrees(np.arccos(headings[-1] @ FORWARDS)) == pytest.approx(0.2 * mm, abs=1e-6)
    assert points[-1] @ side > 0.0


def test_the_bent_side_points_to_the_head_and_turns_clockwise_from_the_hub():
    assert bent_side(FORWARDS, 0.0) == pytest.approx([0.0, 0.0, 1.0])
    right_of_hub = np.cross(FORWARDS, [0.0, 0.0, 1.0])  # seen along the advance, head up
    assert bent_side(FORWARDS, 90.0) == pytest.approx(right_of_hub)
    assert bent_side(FORWARDS, 180.0) == pytest.approx([0.0, 0.0, -1.0])


@given(st.floats(5.0, 40.0), st.floats(0.3, 1.5))
def test_a_wall_stops_the_tip_at_the_depth_that_it_may_press(wall, radius):
    points, headings = arc(np.zeros(3), FORWARDS, 0.0, 60.0, 0.0)
    way = until_bone(points, headings, lambda p: p[:, 1] + wall, radius, 0.15)
    assert way.stopped
    assert way.contact
    assert way.went_mm == pytest.approx(wall - radius + 0.15, abs=1e-6)


def test_a_tip_glides_along_a_wall_and_leaves_it():
    points, headings = arc(np.zeros(3), FORWARDS, 0.0, 60.0, 0.0)
    assert not until_bone(points, headings, lambda p: np.full(len(p), 0.5), 0.6, 0.15).stopped
    pressed = until_bone(points, headings, lambda p: -p[:, 1] * 0.1, 0.6, 0.15)
    assert not pressed.stopped


def test_a_plate_thinner_than_a_millimetre_stops_it():
    points, headings = arc(np.zeros(3), FORWARDS, 0.0, 60.0, 0.0)
    way = until_bone(points, headings, lambda p: np.abs(p[:, 1] + 20.1) - 0.3, 0.25, 0.15)
    assert way.stopped
    assert way.went_mm == pytest.approx(20.1 - 0.3 - 0.25 + 0.15, abs=0.02)


@given(st.floats(1.0, 40.0), st.floats(1.0, 40.0), st.booleans())
def test_drawing_back_goes_the_way_it_came(first, second, bent):
    needle = NeedleState((point(np.zeros(3)),), point(FORWARDS))
    for mm in (first, second):
        points, headings = arc(needle.tip, needle.direction, 30.0, mm, TURN if bent else 0.0)
        needle = advanced(needle, until_bone(points, headings, lambda p: np.full(len(p), 9.0), 0.5, 0.15), not bent)
    assert needle.depth_mm == pytest.approx(first + second, rel=1e-3)
    back = drawn_back(needle, second)
    assert back is not None
    assert back.depth_mm == pytest.approx(needle.depth_mm - second, abs=1e-9)
    assert drawn_back(needle, needle.depth_mm + 1.0) is None
    assert back.travel_mm == pytest.approx(first + 2.0 * second)
