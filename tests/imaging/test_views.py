"""The named views do what their names promise, whatever way the bone leans."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from spine_viewer.errors import InputError
from spine_viewer.imaging import CArm, trajectory_view, view

LEANS = (-15.0, 0.0, 12.0, 38.0)


def rim_height_px(arm: CArm, spine: Any, stem: str) -> float:
    """How far apart the front and the back rim of an endplate lie in the picture, up and down."""
    front, back = arm.pixel_of([spine.landmark(f"{stem}_anterior"), spine.landmark(f"{stem}_posterior")])
    return float(abs(front[1] - back[1]))


@pytest.mark.parametrize("lean", LEANS)
@pytest.mark.parametrize("level", ["L4", "S1"])
def test_ap_shows_the_superior_endplate_as_a_line(make_spine: Any, lean: float, level: str) -> None:
    spine = make_spine(lean_deg=lean)
    arm = view(spine, "ap", level)
    stem = "L4:superior_endplate" if level == "L4" else "sacrum:s1_endplate"
    assert arm.oblique_deg == 0
    assert arm.tilt_deg == pytest.approx(lean, abs=2.5)
    assert rim_height_px(arm, spine, stem) < 0.5
    assert rim_height_px(arm.turned(tilt_deg=arm.tilt_deg + 10), spine, stem) > 5


@pytest.mark.parametrize("ear", [(14.0, 30.0, 14.0), (17.0, 28.0, 12.0), (15.0, 34.0, 16.0)])
def test_oblique_halves_the_endplate_with_the_ear_of_the_dog(make_spine: Any, ear: tuple[float, float, float]) -> None:
    spine = make_spine(ear=ear)
    for side, sign in (("left", 1), ("right", -1)):
        arm = view(spine, "oblique", "L4", side)
        rim = [spine.landmark(f"L4:superior_endplate_{part}") for part in ("anterior", "posterior", "left", "right")]
        tip = arm.pixel_of(spine.landmark(f"L4:superior_articular_process_tip:{side}"))
        assert tip[0] == pytest.approx(arm.pixel_of(rim)[:, 0].mean(), abs=0.1)
        assert 20 < sign * arm.oblique_deg < 40
        assert rim_height_px(arm, spine, "L4:superior_endplate") < 8


def test_oblique_stays_within_the_usual_limits(make_spine: Any) -> None:
    assert view(make_spine(ear=(4.0, 40.0, 14.0)), "oblique", "L4", "left").oblique_deg == 20
    assert view(make_spine(ear=(40.0, 20.0, 14.0)), "oblique", "L4", "right").oblique_deg == -40
    assert view(make_spine(), "oblique", "S1", "left").oblique_deg == 15


@pytest.mark.parametrize("side", ["left", "right"])
def test_lateral_lays_the_pedicles_on_each_other(make_spine: Any, side: str) -> None:
    spine = make_spine()
    spine.points["L4:pedicle_centre:left"] = spine.points["L4:pedicle_centre:left"] + [0, 1.5, 1]
    arm = view(spine, "lateral", "L4", side)
    left, right = (spine.landmark(f"L4:pedicle_centre:{one}") for one in ("left", "right"))
    assert np.allclose(arm.pixel_of(left), arm.pixel_of(right), atol=1e-6)
    assert arm.detector_direction[0] * (1 if side == "left" else -1) > 0.9


def test_trajectory_sees_a_needle_as_a_dot(make_spine: Any) -> None:
    target, direction = np.array([18.0, 30.0, 60.0]), np.array([-0.3, -0.6, 0.5])
    arm = trajectory_view(direction, target)
    shaft = target - np.linspace(0, 80, 5)[:, None] * direction / np.linalg.norm(direction)
    assert np.allclose(arm.pixel_of(shaft), arm.size[0] / 2, atol=1e-6)
    assert view(make_spine(), "trajectory", "L4", target=target, direction=direction) == arm


def test_standard_trajectory_is_oblique_and_caudal_of_the_squared_endplate(make_spine: Any) -> None:
    spine = make_spine(lean_deg=12)
    arm = view(spine, "trajectory", "L4", "right")
    assert arm.oblique_deg == -20
    assert arm.tilt_deg == pytest.approx(12 - 42.5, abs=3)
    assert view(spine, "trajectory", "S1", "left").oblique_deg == 0


@pytest.mark.parametrize(
    ("name", "level", "side", "told"),
    [
        ("axial", "L4", "left", "unknown view 'axial'; allowed: ap, oblique, lateral, trajectory"),
        ("ap", "L9", "left", "unknown level 'L9'; allowed: C3"),
        ("oblique", "L4", "both", "unknown side 'both'"),
    ],
)
def test_bad_names_are_told(make_spine: Any, name: str, level: str, side: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        view(make_spine(), name, level, side)


def test_a_direction_from_the_front_cannot_be_reached(make_spine: Any) -> None:
    with pytest.raises(InputError, match="oblique angle"):
        trajectory_view([0, 1, 0], [0, 0, 0])
    with pytest.raises(InputError, match="takes no direction"):
        view(make_spine(), "ap", "L4", direction=[0, -1, 0])
