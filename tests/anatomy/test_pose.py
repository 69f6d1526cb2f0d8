"""Stacking: the angles and disc heights asked for are the ones that come out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spine_viewer.anatomy.levels import POSES, load_levels, segment_name
from spine_viewer.anatomy.pose import endplate, stack
from spine_viewer.anatomy.rigid import apply, inverse, rigid, rotation_about_x


def toy_vertebra(wedge_deg: float) -> dict[str, np.ndarray]:
    """Endplates 34 mm deep and about 26 mm apart that lean towards each other behind."""
    half = np.radians(wedge_deg / 2)
    marks = {}
    for name, sign in (("superior", 1.0), ("inferior", -1.0)):
        lean = np.tan(half) * 17.0
        marks[f"{name}_endplate_anterior"] = np.array([0.0, -17.0, sign * (13.0 + lean)])
        marks[f"{name}_endplate_posterior"] = np.array([0.0, 17.0, sign * (13.0 - lean)])
        marks[f"{name}_endplate_centre"] = np.array([0.0, 0.0, sign * 11.5])
    return marks


def toy_column() -> dict[str, dict[str, np.ndarray]]:
    levels = load_levels()
    marks = {bone: toy_vertebra(4.0) for bone in levels.column[1:]}
    marks["sacrum"] = {
        "s1_endplate_anterior": np.array([0.0, -16.0, 0.5]),
        "s1_endplate_posterior": np.array([0.0, 16.0, -0.5]),
        "s1_endplate_centre": np.array([0.0, 0.0, -1.0]),
    }
    return marks


@pytest.mark.parametrize("pose", POSES)
def test_stack_gives_the_published_angles_and_heights(pose):
    levels = load_levels()
    marks = toy_column()
    heights = {segment_name(*segment): 9.0 + i for i, segment in enumerate(levels.segments)}
    placed = stack(marks, levels, heights, pose)

    def tilt(bone: str, which: str) -> float:
        plate = endplate(marks[bone], which)
        rise = apply(placed[bone], plate.anterior) - apply(placed[bone], plate.posterior)
        return float(np.degrees(np.arctan2(rise[2], -rise[1])))

    assert tilt("sacrum", "s1") == pytest.approx(-levels.sacral_slope_deg[pose].value)
    assert apply(placed["sacrum"], marks["sacrum"]["s1_endplate_centre"]) == pytest.approx(np.zeros(3))
    for upper, lower in levels.segments:
        below = tilt(lower, "s1" if lower == "sacrum" else "superior")
        wanted = levels.segmental_lordosis_deg[pose][segment_name(upper, lower)].value
        assert tilt(upper, "superior") - below == pytest.approx(wanted, abs=1e-6)
        floor = endplate(marks[lower], "s1" if lower == "sacrum" else "superior")
        roof = endplate(marks[upper], "inferior")
        gaps = [
            np.linalg.norm(apply(placed[upper], getattr(roof, part)) - apply(placed[lower], getattr(floor, part)))
            for part in ("anterior", "centre", "posterior")
        ]
        assert np.mean(gaps) == pytest.approx(heights[segment_name(upper, lower)], abs=0.6)


def test_lying_flattens_the_curve_by_the_published_amount():
    levels = load_levels()
    total = {pose: sum(f.value for f in levels.segmental_lordosis_deg[pose].values()) for pose in POSES}
    assert total["standing"] - total["prone"] == pytest.approx(49.8 - 36.8)


@given(st.floats(-90, 90), st.tuples(*[st.floats(-50, 50)] * 3))
def test_inverse_undoes_a_rigid_transform(angle, shift):
    matrix = rigid(rotation_about_x(angle), shift)
    point = np.array([3.0, -7.0, 11.0])
    assert apply(inverse(matrix), apply(matrix, point)) == pytest.approx(point, abs=1e-9)
    assert np.allclose(matrix @ inverse(matrix), np.eye(4))
