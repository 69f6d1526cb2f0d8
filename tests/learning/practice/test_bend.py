"""The bent tip as it is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spine_viewer.learning.practice.bend import bent_tip

SIDE = np.array([0.0, 0.0, 1.0])
SHAFT = np.array([[0.0, 0.0, 0.0], [0.0, 90.0, 0.0]])


@given(st.floats(1.0, 15.0), st.floats(6.0, 15.0))
def test_the_last_stretch_turns_by_the_bend_to_its_side(bend_deg, bend_mm):
    path = bent_tip(SHAFT, SIDE, bend_deg, bend_mm)
    end, shaft = path[0] - path[1], path[-2] - path[-1]
    turned = np.degrees(np.arccos(end @ shaft / np.linalg.norm(end) / np.linalg.norm(shaft)))
    assert turned == pytest.approx(bend_deg * (1.0 - 0.5 / np.ceil(bend_mm)), rel=0.08)
    assert path[0] == pytest.approx(SHAFT[0])
    assert (np.diff(path[:, 2]) <= 1e-9).all(), "the shaft lies away from the bent side"


@given(st.floats(31.0, 85.0))
def test_skin_and_tip_hold_a_needle_that_is_in(depth_mm):
    path = bent_tip(np.array([[0.0, 0.0, 0.0], [0.0, depth_mm, 0.0], [0.0, 90.0, 0.0]]), SIDE, 10.0, 10.0, depth_mm)
    assert path[0] == pytest.approx([0.0, 0.0, 0.0])
    assert np.interp(depth_mm, path[:, 1], path[:, 2]) == pytest.approx(0.0, abs=1e-9)
    assert np.abs(path[:, 2]).max() < 3.0, "the hub leans a little"


def test_turned_half_round_the_shaft_lies_on_the_other_side():
    one, other = (bent_tip(SHAFT, sign * SIDE, 10.0, 10.0) for sign in (1.0, -1.0))
    assert one[:, 2] == pytest.approx(-other[:, 2])
