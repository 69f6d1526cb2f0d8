"""The two-way fit: it sees bone that no target point asks for, and weighs several targets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import pyvista as pv

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.combine import Union
from spine_viewer.anatomy.field.primitives import Ellipsoid
from spine_viewer.anatomy.fit import Free, Similarity
from spine_viewer.anatomy.two_way_fit import back, fit_both_ways, load_target, own_points


def ball(radii: tuple[float, float, float]) -> Ellipsoid:
    return Ellipsoid(np.zeros(3), np.array(radii))


def written(folder: Path, name: str, radii: tuple[float, float, float]) -> Path:
    mesh = pv.ParametricEllipsoid(*radii).triangulate()
    mesh.translate((100.0, -50.0, 900.0), inplace=True)  # a frame of its own
    mesh.save(folder / name)
    return folder / name


def no_anchors(values: object) -> Array:
    return np.zeros((0, 3))


def test_a_process_that_the_target_lacks_is_drawn_in(tmp_path: Path) -> None:
    def build(values: object) -> Union:
        horn = Ellipsoid(np.array([0.0, 12.0, 0.0]), np.array([3.0, values["horn"], 3.0]))
        return Union(ball((16.0, 14.0, 9.0)), horn)

    start = build({"horn": 10.0})
    target = load_target(written(tmp_path, "plain.ply", (16.0, 14.0, 9.0)), own_points(start, 3000), 1500)
    found = fit_both_ways(
        build, [Free("horn", 10.0, 1.0, 12.0, 3.0)], [(target, 1.0)], no_anchors, report=lambda _: None
    )
    assert found["horn"] < 6.0


def test_two_targets_meet_between(tmp_path: Path) -> None:
    def build(values: object) -> Ellipsoid:
        return ball((16.0, 14.0, values["tall"]))

    own = own_points(build({"tall": 10.0}), 3000)
    targets = [
        (load_target(written(tmp_path, f"{tall}.ply", (16.0, 14.0, tall)), own, 1500), 1.0) for tall in (8.0, 11.0)
    ]
    found = fit_both_ways(build, [Free("tall", 10.0, 6.0, 13.0, 3.0)], targets, no_anchors, report=lambda _: None)
    assert 8.5 < found["tall"] < 10.8


def test_back_undoes_a_pose() -> None:
    pose = Similarity(0.9, 3.0, -2.0, 0.2)
    points = np.random.default_rng(1).normal(size=(20, 3)) * 20.0
    assert back(pose, pose.apply(points)) == pytest.approx(points)
