"""The curves of the column, measured on the shipped bones in both poses, beside the published figures."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer import Spine

LYING = "asian_spine_j_2019: T12-S1 and L4-S1 of 627 people, standing and lying"
AO = "ao_sagittal_alignment: reference angles; the spread of T4-T12 in Vialle 2005 is 10 degrees"


def slope_deg(spine: Spine, plate: str) -> float:
    """Slope of an endplate in the midsagittal plane, degrees; positive where its front edge is higher."""
    front, back = (spine.landmark(f"{plate}_{end}") for end in ("anterior", "posterior"))
    return float(np.degrees(np.arctan2(front[2] - back[2], back[1] - front[1])))


@pytest.mark.parametrize(
    ("upper", "lower", "pose", "published", "spread", "source"),  # C2-C7: no spread published, so three degrees
    [
        ("T12:superior_endplate", "sacrum:s1_endplate", "standing", 49.8, 11.2, LYING),
        ("T12:superior_endplate", "sacrum:s1_endplate", "prone", 36.8, 13.2, LYING),
        ("L4:superior_endplate", "sacrum:s1_endplate", "standing", 34.2, 8.3, LYING),
        ("L4:superior_endplate", "sacrum:s1_endplate", "prone", 29.8, 8.0, LYING),
        ("T1:superior_endplate", "T12:inferior_endplate", "standing", -40.0, 10.0, AO),
        ("C2:inferior_endplate", "C7:inferior_endplate", "standing", 15.0, 3.0, AO),
    ],
)
def test_curves_lie_within_the_published_spread(
    upper: str, lower: str, pose: str, published: float, spread: float, source: str
) -> None:
    spine = Spine.load(pose)
    lordosis = slope_deg(spine, upper) - slope_deg(spine, lower)
    assert lordosis == pytest.approx(published, abs=spread), source


def test_lying_flattens_the_lower_back() -> None:
    angles = []
    for pose in ("standing", "prone"):
        spine = Spine.load(pose)
        angles.append(slope_deg(spine, "T12:superior_endplate") - slope_deg(spine, "sacrum:s1_endplate"))
    assert 8.0 < angles[0] - angles[1] < 18.0
