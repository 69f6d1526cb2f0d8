"""Turning, moving and nearing keep what they should keep."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spine_viewer.app.view.camera_moves import between, moved, neared, same, turned
from spine_viewer.scene.cameras import direction
from spine_viewer.scene.model import Camera

SMALL = st.floats(-0.6, 0.6)


def camera(oblique_deg: float = 20.0, tilt_deg: float = 5.0, scale: float = 120.0) -> Camera:
    n = direction(oblique_deg, tilt_deg)
    focal = np.array([4.0, -7.0, 30.0])
    up = np.array([0.0, 0.0, 1.0]) - n[2] * n
    return Camera(focal + 900 * n, focal, up / np.linalg.norm(up), scale, 90.0)


def distance(c: Camera) -> float:
    return float(np.linalg.norm(np.asarray(c.position) - np.asarray(c.focal_point)))


@given(SMALL, SMALL)
def test_turning_keeps_the_focal_point_the_distance_and_an_upright_head(dx: float, dy: float) -> None:
    after = turned(camera(), dx, dy)
    assert np.allclose(after.focal_point, camera().focal_point)
    assert distance(after) == pytest.approx(900, abs=1e-6)
    assert abs(np.dot(after.up, after.direction)) < 1e-9
    assert np.linalg.norm(after.up) == pytest.approx(1.0)
    assert after.up[2] > 0, "the head stays up"


@given(SMALL)
def test_turning_back_by_the_same_drag_gives_the_same_view(dx: float) -> None:
    assert same(turned(turned(camera(), dx, 0.0), -dx, 0.0), turned(camera(), 0.0, 0.0))


def test_a_drag_to_the_right_brings_what_is_on_the_left_into_view() -> None:
    """Seen from behind, the patient's left is on the left; the drag turns it towards the viewer."""
    behind = camera(0.0, 0.0)
    after = turned(behind, 0.2, 0.0)
    left_side = np.array([-1.0, 0.0, 0.0]) @ after.direction
    assert left_side > 0.5, "the viewer now stands on the patient's left"


@given(SMALL, SMALL)
def test_moving_keeps_the_direction_and_moves_the_picture_with_the_pointer(dx: float, dy: float) -> None:
    before = camera()
    after = moved(before, dx, dy, 1.5)
    assert np.allclose(after.direction, before.direction)
    shift = np.asarray(after.focal_point) - np.asarray(before.focal_point)
    height = 2 * before.scale_for(1.5)
    right = np.cross(before.direction, before.up)
    assert shift @ right == pytest.approx(-dx * height, abs=1e-6)
    assert shift @ before.up == pytest.approx(dy * height, abs=1e-6)


def test_nearing_scales_and_stops_at_its_limits() -> None:
    assert neared(camera(), 2.0).parallel_scale == pytest.approx(60.0)
    assert neared(neared(camera(), 2.0), 0.5).half_width_mm == pytest.approx(90.0)
    assert neared(camera(), 1e6).parallel_scale > 1.0
    assert neared(camera(), 1e-6).parallel_scale < 1e4


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_glide_begins_and_ends_at_its_cameras(share: float) -> None:
    a, b = camera(0, 0, 150), camera(120, 10, 40)
    found = between(a, b, share)
    assert np.allclose(found.position, (a if share == 0 else b).position)
    assert found.parallel_scale == pytest.approx((a if share == 0 else b).parallel_scale)


def test_a_glide_goes_around_the_patient_and_not_through_him() -> None:
    middle = between(camera(0, 0), camera(180, 0), 0.5)
    assert distance(middle) == pytest.approx(900, rel=1e-3)
