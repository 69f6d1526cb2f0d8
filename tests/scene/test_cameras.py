"""Cameras see everything that they are asked to show, the right way up, in wide and in narrow windows."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.errors import InputError
from spine_viewer.scene import cameras
from spine_viewer.scene.guided import blended
from spine_viewer.scene.model import Camera
from tests.scene.fake_spine import FakeSpine

PRESETS = ("posterior", "anterior", "left", "right", "superior", "oblique-left", "oblique-right")


@pytest.fixture(scope="module")
def spine() -> FakeSpine:
    return FakeSpine()


def in_picture(camera: Camera, points: np.ndarray, aspect: float) -> np.ndarray:
    """Perspective projection by hand: (n, 2) in -1..1."""
    right = np.cross(camera.direction, camera.up)
    eye = np.asarray(camera.focal_point) - camera.direction * camera.distance_for(aspect)
    local = points - eye
    depth = local @ camera.direction
    half = depth * np.tan(np.radians(0.5 * camera.view_angle_deg))
    return np.stack([local @ right / (half * aspect), local @ np.asarray(camera.up) / half], axis=1)


@pytest.mark.parametrize("view", PRESETS)
@pytest.mark.parametrize("aspect", [0.6, 1.0, 1.9])
def test_presets_hold_the_region(spine: FakeSpine, view: str, aspect: float) -> None:
    points = np.vstack([spine.structure(b).coarse.points for b in cameras.region_bones(spine)])
    assert np.abs(in_picture(cameras.preset(spine, view), points, aspect)).max() < 1.0


@pytest.mark.parametrize("view", PRESETS)
def test_up_is_a_unit_vector_across_the_direction(spine: FakeSpine, view: str) -> None:
    camera = cameras.preset(spine, view)
    assert np.linalg.norm(camera.up) == pytest.approx(1.0)
    assert np.dot(camera.up, camera.direction) == pytest.approx(0.0, abs=1e-9)


def test_from_behind_the_left_is_on_the_left(spine: FakeSpine) -> None:
    camera = cameras.preset(spine, "posterior")
    centre = np.asarray(camera.focal_point)
    left, up = in_picture(camera, np.array([centre + np.array([20.0, 0, 0]), centre + np.array([0, 0, 20.0])]), 1.0)
    assert left[0] < -0.05
    assert up[1] > 0.05


def test_close_up_holds_the_targets(spine: FakeSpine) -> None:
    joint = spine.joint("facet:L3-L4:left")
    targets = np.array([spine.nerve(n).path[spine.nerve(n).target] for n in joint.nerves])
    assert np.abs(in_picture(cameras.close_up(spine, joint), targets, 1.0)).max() < 0.85


def test_a_view_without_a_preset_is_refused(spine: FakeSpine) -> None:
    with pytest.raises(InputError, match="posterior"):
        cameras.preset(spine, "close-up")


def test_blending_starts_and_ends_at_its_cameras(spine: FakeSpine) -> None:
    a, b = cameras.preset(spine, "posterior"), cameras.preset(spine, "left")
    for share, wanted in ((0.0, a), (1.0, b)):
        found = blended(a, b, share)
        assert found.direction == pytest.approx(wanted.direction)
        assert found.parallel_scale == pytest.approx(wanted.parallel_scale)
    half = blended(a, b, 0.5)
    assert np.degrees(np.arccos(np.dot(half.direction, a.direction))) == pytest.approx(
        np.degrees(np.arccos(np.dot(half.direction, b.direction)))
    )
