"""Laying paths on bone, and the exact distance that it rests on."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.anatomy.field.mesher import mesh_field
from spine_viewer.anatomy.field.primitives import RoundedBox, sphere
from spine_viewer.anatomy.nearest import MeshDistance, NearestBone, distance_to_all
from spine_viewer.anatomy.soft.lay import Knot, lay_path
from spine_viewer.anatomy.soft.tube import tube
from spine_viewer.anatomy.surfaces import polydata


@pytest.fixture(scope="module")
def ball():
    surface = mesh_field(sphere((0, 0, 0), 10.0), 0.6)
    return MeshDistance(polydata(surface.vertices, surface.faces))


def test_mesh_distance_is_that_of_the_ball(ball):
    points = np.random.default_rng(0).uniform(-18, 18, (300, 3))
    assert ball(points) == pytest.approx(np.linalg.norm(points, axis=1) - 10.0, abs=0.03)


def test_distance_to_all_is_the_least_of_each(ball):
    box = mesh_field(RoundedBox(np.array([25.0, 0, 0]), np.full(3, 5.0), 0.5), 0.6)
    other = MeshDistance(polydata(box.vertices, box.faces))
    points = np.random.default_rng(1).uniform(-20, 40, (300, 3))
    assert distance_to_all([ball, other], points) == pytest.approx(np.minimum(ball(points), other(points)))


def test_a_path_between_two_points_on_a_ball_hugs_it(ball):
    knots = [Knot(np.array([10.5, 0.0, 0.0]), True), Knot(np.array([0.0, 10.5, 0.0]), True)]
    path, positions = lay_path(knots, NearestBone([ball]), clearance_mm=1.0, fixed_start=False)
    distance = np.linalg.norm(path, axis=1) - 10.0
    assert distance.min() > 0.6 and distance.max() < 1.6
    length = np.linalg.norm(np.diff(path, axis=0), axis=1).sum()
    assert length == pytest.approx(0.5 * np.pi * 11.0, rel=0.08)
    assert positions[0] == 0 and positions[-1] == len(path) - 1


def test_a_free_path_through_bone_is_pushed_out(ball):
    knots = [Knot(np.array([-20.0, 1.0, 0.0]), False), Knot(np.array([20.0, 1.0, 0.0]), False)]
    path, _ = lay_path(knots, NearestBone([ball]), clearance_mm=1.0)
    assert ball(path).min() > 0.8


def test_tube_is_closed_and_as_thick_as_asked():
    line = np.stack([np.linspace(0, 30, 40), np.zeros(40), np.zeros(40)], axis=1)
    mesh = tube(line, 2.0, sides=48)
    assert mesh.n_open_edges == 0
    assert mesh.volume == pytest.approx(np.pi * 4.0 * 30.0, rel=0.01)
