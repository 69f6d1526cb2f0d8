"""The outline of a surface is where its shadow ends."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from spine_viewer.imaging import CArm
from spine_viewer.imaging.overlay.silhouette import silhouette


def ball(centre, radius: float):
    made = trimesh.creation.icosphere(4, radius)
    return np.asarray(made.vertices) + centre, np.asarray(made.faces, dtype=np.int64)


@pytest.mark.parametrize(("oblique", "tilt"), [(0.0, 0.0), (35.0, -20.0), (90.0, 10.0)])
def test_a_ball_throws_a_round_shadow_a_little_larger_than_its_own_circle(oblique: float, tilt: float) -> None:
    arm, centre, radius = CArm((1.0, 2.0, 3.0), oblique, tilt), np.array([4.0, 6.0, 13.0]), 5.0
    depth = (centre - arm.source) @ arm.detector_direction
    limb = radius / np.sqrt(1.0 - (radius / depth) ** 2)
    ring = silhouette(arm, "ball", [ball(centre, radius)])
    reach = np.linalg.norm(ring.places - arm.pixel_of(centre), axis=1)
    assert reach == pytest.approx(arm.focal_px * limb / depth, rel=0.01)


def test_the_outline_of_two_is_about_both_and_nothing_has_none() -> None:
    arm = CArm((0.0, 0.0, 0.0))
    one, other = ball([0.0, 0.0, 0.0], 4.0), ball([3.0, 0.0, 0.0], 4.0)
    both = silhouette(arm, "both", [one, other])
    for single in (one, other):
        places = arm.pixel_of(single[0])
        assert (places.min(axis=0) >= both.places.min(axis=0) - 0.3).all()
        assert (places.max(axis=0) <= both.places.max(axis=0) + 0.3).all()
    alone = silhouette(arm, "one", [one])
    assert np.ptp(both.places[:, 0]) > np.ptp(alone.places[:, 0]) + 5.0
    assert np.ptp(both.places[:, 1]) == pytest.approx(np.ptp(alone.places[:, 1]), rel=0.02)
    assert silhouette(arm, "none", []) is None


def test_it_follows_the_c_arm_and_the_size_of_the_picture() -> None:
    arm = CArm((0.0, 0.0, 0.0))
    thing = ball([0.0, 20.0, 0.0], 5.0)
    middles = [silhouette(a, "x", [thing]).places.mean(axis=0) for a in (arm, arm.turned(30.0, 0.0))]
    assert middles[0] == pytest.approx([256.0, 256.0], abs=1.0) and abs(middles[1][0] - 256.0) > 20.0
    small = silhouette(arm.sized(256), "x", [thing])
    assert 2.0 * small.places == pytest.approx(silhouette(arm.sized(512), "x", [thing]).places)
