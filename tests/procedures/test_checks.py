"""The safety checks against geometry that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spine_viewer.errors import InputError
from spine_viewer.procedures import checks
from spine_viewer.procedures.model import Checks, Figure
from spine_viewer.procedures.search import clear_until, cone, disc, perpendicular

LINE = np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 30.0]])
NUMBER = st.floats(-50.0, 50.0, allow_nan=False)
POINT = st.tuples(NUMBER, NUMBER, NUMBER).map(lambda p: np.array(p, dtype=float))


@given(POINT)
def test_distance_to_a_straight_nerve_is_that_to_a_segment(point):
    gap, near, arc = checks.closest_on_path(point, LINE)
    foot = np.array([0.0, 0.0, np.clip(point[2], 0.0, 30.0)])
    assert np.allclose(near, foot)
    assert gap == pytest.approx(np.linalg.norm(point - foot))
    assert arc == pytest.approx(foot[2])


def test_stretch_beside_is_as_long_as_the_active_tip_on_a_parallel_nerve():
    tip, direction = np.array([1.5, 0.0, 20.0]), np.array([0.0, 0.0, 1.0])
    beside = checks.stretch_beside(LINE, tip, direction, 10.0)
    assert beside[:, 2].min() >= 10.0 - 0.25 and beside[:, 2].max() <= 20.0
    assert np.ptp(beside[:, 2]) == pytest.approx(10.0, abs=0.5)


def test_stretch_beside_takes_the_near_run_of_a_nerve_that_turns_back():
    loop = np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 40.0], [12.0, 0.0, 40.0], [12.0, 0.0, 0.0]])
    beside = checks.stretch_beside(loop, np.array([1.0, 0.0, 20.0]), np.array([0.0, 0.0, 1.0]), 10.0)
    assert np.allclose(beside[:, 0], 0.0)


def test_stretch_beside_is_empty_far_from_the_ends_of_the_nerve():
    assert len(checks.stretch_beside(LINE, np.array([0.0, 0.0, 90.0]), np.array([0.0, 0.0, 1.0]), 10.0)) == 0


@given(st.floats(0.0, 180.0))
def test_angle_between_lines_ignores_which_way_they_point(degrees):
    a, t = np.array([0.0, 0.0, 1.0]), np.radians(degrees)
    b = np.array([np.sin(t), 0.0, np.cos(t)])
    assert checks.angle_between_lines_deg(a, 3.0 * b) == pytest.approx(min(degrees, 180.0 - degrees), abs=1e-4)


def test_behind_border_follows_a_slanting_border_and_goes_straight_on_beyond_its_ends():
    border = np.array([[5.0, 20.0, 0.0], [5.0, 30.0, 10.0]])
    posterior, superior = np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0])
    tips = np.array([[0.0, 27.0, 5.0], [0.0, 22.0, -40.0], [0.0, 28.0, 40.0]])
    assert np.allclose(checks.behind_border_mm(tips, border, posterior, superior), [2.0, 2.0, -2.0])
    assert checks.behind_border_mm(tips[0], border[::-1], posterior, superior) == pytest.approx(2.0)


def test_clearances_split_at_the_contact_zone():
    shaft, contact = checks.clearances_mm(np.array([0.5, 0.7, 4.0, 3.0]), np.array([0.0, 10.0, 20.0, 30.0]), 0.5, 12.0)
    assert (shaft, contact) == pytest.approx((2.5, 0.0))


def test_resample_keeps_length_and_shape():
    bent = np.array([[0.0, 0.0, 0.0], [10.0, 0.0, 0.0], [10.0, 10.0, 0.0]])
    fine = checks.resample(bent, 0.5)
    steps = np.linalg.norm(np.diff(fine, axis=0), axis=1)
    assert steps.max() <= 0.5 + 1e-9 and steps.sum() == pytest.approx(20.0, abs=0.51)


@given(POINT.filter(lambda p: np.linalg.norm(p) > 1e-3), st.floats(1.0, 60.0))
def test_cone_holds_unit_vectors_within_its_angle(direction, half_angle):
    direction = direction / np.linalg.norm(direction)
    made = cone(direction, half_angle)
    assert np.allclose(np.linalg.norm(made, axis=1), 1.0)
    angles = np.degrees(np.arccos(np.clip(made @ direction, -1.0, 1.0)))
    assert angles[0] == pytest.approx(0.0, abs=1e-5) and angles.max() == pytest.approx(half_angle, abs=1e-4)
    u, v = perpendicular(direction)
    assert np.allclose(np.array([u, v]) @ np.array([direction, u, v]).T, [[0, 1, 0], [0, 0, 1]], atol=1e-9)


def test_disc_starts_at_the_centre_and_stays_inside():
    made = disc(2.0, 0.5)
    assert np.allclose(made[0], 0.0) and np.hypot(*made.T).max() <= 2.0 + 1e-9 and len(made) == 49


def test_a_thin_plate_between_two_samples_still_stops_a_needle():
    """A wall of 0.2 mm: a fixed step of a millimetre would pass it, the walk by distance does not."""

    def plate(points):
        return np.abs(points[:, 2] + 33.37) - 0.1

    tips, directions = np.zeros((2, 3)), np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    clear = clear_until(plate, tips, directions, 5.0, np.array([80.0, 80.0]), 0.6)
    assert clear.tolist() == [False, True]


def test_a_figure_is_held_against_its_limits():
    assert Figure("pleura_mm", 5.0).passed
    assert Figure("pleura_mm", 5.0, least=5.0).passed and not Figure("pleura_mm", 4.9, least=5.0).passed
    assert not Figure("tip_to_nerve_mm", 2.1, most=2.0).passed


def test_checks_pass_when_every_figure_does_and_say_so_in_json():
    good, bad = Figure("tip_to_nerve_mm", 1.0, most=2.0), Figure("pleura_mm", 1.0, least=3.0)
    assert Checks((good,), {}).passed and not Checks((good, bad), {}).passed
    told = Checks((good, bad), {"tip_to_nerve_max_mm": 2.0}).to_json()
    assert told["tip_to_nerve_mm"] == 1.0 and told["passed"] is False
    assert [row["passed"] for row in told["figures"]] == [True, False]
    with pytest.raises(InputError, match="not measured here: tip_to_foramen_mm"):
        _ = Checks((good,), {}).tip_to_foramen_mm
