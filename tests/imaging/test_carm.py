"""The C-arm's geometry: where the detector stands and which way the picture looks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spine_viewer.errors import InputError
from spine_viewer.imaging import CArm, angles_of

ANGLES = {"oblique_deg": st.floats(-120, 120), "tilt_deg": st.floats(-75, 75)}


@given(**ANGLES)
def test_picture_axes_are_orthonormal_and_look_at_the_viewer(oblique_deg: float, tilt_deg: float) -> None:
    arm = CArm((1, 2, 3), oblique_deg, tilt_deg)
    axes = np.stack([arm.right, arm.up, arm.detector_direction])
    assert np.allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    assert np.allclose(np.cross(arm.right, arm.up), arm.detector_direction)
    assert np.linalg.norm(arm.detector_centre - arm.source) == pytest.approx(arm.source_to_detector_mm)
    assert np.linalg.norm(arm.source - [1, 2, 3]) == pytest.approx(arm.source_to_isocentre_mm)


def test_from_behind_left_is_left_and_cranial_is_up() -> None:
    arm = CArm((0, 0, 0), size=(512, 512))
    left, head, middle = arm.pixel_of([[40, 0, 0], [0, 0, 40], [0, 0, 0]])
    assert left[0] < 256 and left[1] == pytest.approx(256)
    assert head[1] < 256 and head[0] == pytest.approx(256)
    assert np.allclose(middle, 256)
    assert np.allclose(arm.detector_direction, [0, 1, 0])


def test_lateral_stands_on_the_left_and_sees_the_back_on_the_right() -> None:
    arm = CArm((0, 0, 0), 90)
    assert np.allclose(arm.detector_direction, [1, 0, 0])
    assert arm.pixel_of([0, 40, 0])[0] > arm.size[1] / 2


def test_positive_tilt_is_towards_the_head() -> None:
    assert CArm((0, 0, 0), 0, 30).detector_direction[2] > 0


@given(**ANGLES)
def test_magnification_at_the_isocentre(oblique_deg: float, tilt_deg: float) -> None:
    arm = CArm((5, 6, 7), oblique_deg, tilt_deg)
    across = arm.pixel_of(np.array([5, 6, 7]) + 10 * arm.right) - arm.pixel_of([5, 6, 7])
    assert across[0] * arm.pixel_mm == pytest.approx(10 * arm.magnification)


@given(x=st.floats(-50, 50), y=st.floats(-50, 50), z=st.floats(-50, 50), **ANGLES)
def test_ray_through_the_pixel_of_a_point_meets_the_point(
    x: float, y: float, z: float, oblique_deg: float, tilt_deg: float
) -> None:
    arm = CArm((0, 0, 0), oblique_deg, tilt_deg, size=(256, 384))
    point = np.array([x, y, z])
    origin, direction = arm.ray(arm.pixel_of(point))
    along = (point - origin) @ direction
    assert np.linalg.norm(origin + along * direction - point) < 1e-9
    assert np.linalg.norm(direction) == pytest.approx(1)


@given(**ANGLES)
def test_angles_of_a_direction_come_back(oblique_deg: float, tilt_deg: float) -> None:
    found = angles_of(3.5 * CArm((0, 0, 0), oblique_deg, tilt_deg).detector_direction)
    assert found == pytest.approx((oblique_deg, tilt_deg), abs=1e-6)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"oblique_deg": 130}, "oblique angle 130"),
        ({"tilt_deg": float("nan")}, "tilt angle nan"),
        ({"isocentre": (0, 0)}, "isocentre"),
        ({"isocentre": (0, 0, float("inf"))}, "isocentre"),
        ({"size": (512,)}, "picture size"),
        ({"size": (8, 8)}, "picture size 8"),
        ({"size": (99.5, 100)}, "picture size"),
        ({"field_mm": 1000}, "field 1000"),
        ({"source_to_detector_mm": 2000}, "source to detector 2000"),
    ],
)
def test_bad_input_names_the_value_and_what_is_allowed(change: dict, told: str) -> None:
    with pytest.raises(InputError, match=told) as error:
        CArm(**({"isocentre": (0, 0, 0)} | change))
    assert "allowed" in str(error.value) or "not (rows, columns)" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_point_behind_the_source_is_refused() -> None:
    with pytest.raises(InputError, match="source"):
        CArm((0, 0, 0)).pixel_of([0, -900, 0])


def test_same_settings_are_equal_and_usable_as_a_key() -> None:
    first, second = CArm(np.array([1.0, 2.0, 3.0]), 10), CArm((1, 2, 3), 10)
    assert first == second and len({first, second}) == 1
    assert first.sized(256).size == (256, 256)
    assert first.turned(tilt_deg=5).tilt_deg == 5
    assert first.centred([0, 0, 1]).isocentre == (0, 0, 1)
