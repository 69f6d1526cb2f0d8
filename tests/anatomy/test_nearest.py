"""Distances to meshes: exact, and with the right sign where a mesh is folded upon itself."""

from __future__ import annotations

import numpy as np
import pytest
import pyvista as pv

from spine_viewer.anatomy.nearest import MeshDistance, distance_to_all
from spine_viewer.anatomy.variation.clearance import give_way


def ball(radius: float = 10.0, centre: tuple[float, float, float] = (0.0, 0.0, 0.0), fine: int = 4) -> pv.PolyData:
    mesh = pv.Icosphere(radius=radius, center=centre, nsub=fine)
    return mesh.compute_normals(cell_normals=False, split_vertices=False)


def dented(mesh: pv.PolyData) -> pv.PolyData:
    """The mesh with one corner pulled sideways across its neighbours, so that triangles there lie on their faces."""
    out = mesh.copy()
    points = np.array(mesh.points)
    top = int(np.argmax(points[:, 2]))
    points[top] += [2.5, 0.0, -0.3]
    out.points = points
    return out.compute_normals(cell_normals=False, split_vertices=False, consistent_normals=False)


def test_distance_to_a_box_is_exact_inside_and_outside() -> None:
    box = MeshDistance(pv.Box((-1.0, 1.0, -2.0, 2.0, -3.0, 3.0)).triangulate())
    points = np.array([[0.0, 0.0, 0.0], [0.9, 1.9, -2.9], [1.1, 0.0, 0.0], [4.0, 6.0, 0.0], [0.0, 0.0, 50.0]])
    assert box(points) == pytest.approx([-1.0, -0.1, 0.1, 5.0, 47.0], abs=1e-9)
    assert box.closest(points[3])[1] == pytest.approx([1.0, 2.0, 0.0], abs=1e-9)


def test_distance_to_a_ball_is_that_to_its_surface() -> None:
    points = np.random.default_rng(0).uniform(-15.0, 15.0, (400, 3))
    expected = np.linalg.norm(points, axis=1) - 10.0
    assert MeshDistance(ball(fine=5))(points) == pytest.approx(expected, abs=0.02)


def test_signs_hold_beside_a_fold() -> None:
    body = MeshDistance(dented(ball()))
    above = np.random.default_rng(1).uniform([-3.0, -3.0, 11.0], [5.0, 3.0, 30.0], (400, 3))
    inside = above - [0.0, 0.0, 20.0]
    inside = inside[np.linalg.norm(inside, axis=1) < 8.0]
    assert (body(above) > 0.0).all()
    assert (body(inside) < 0.0).all()
    assert body.closest(above[0])[0] == pytest.approx(body(above[:1])[0])


def test_distance_to_many_is_the_least_one() -> None:
    bodies = [MeshDistance(ball(centre=(30.0 * k, 0.0, 0.0), fine=3)) for k in range(3)]
    points = np.random.default_rng(2).uniform([-20.0, -20.0, -20.0], [80.0, 20.0, 20.0], (200, 3))
    assert distance_to_all(bodies, points) == pytest.approx(np.min([body(points) for body in bodies], axis=0))
    assert distance_to_all(bodies, np.empty((0, 3))).shape == (0,)


def test_bodies_give_way_to_each_other_without_a_fold() -> None:
    meshes = {"a": ball(), "b": ball()}
    poses = [{"a": np.eye(4), "b": np.eye(4)}]
    poses[0]["b"][:3, 3] = [18.5, 0.0, 0.0]  # 1.5 mm into each other
    shifts = give_way(meshes, poses, [("a", "b")], 0.5)
    moved = {}
    for name, mesh in meshes.items():
        moved[name] = mesh.copy()
        moved[name].points = mesh.points + shifts[name]
    apart = MeshDistance(moved["b"])(moved["a"].points - [18.5, 0.0, 0.0])
    assert 0.4 < apart.min() < 0.7
    for name, mesh in moved.items():
        turned = np.einsum("ij,ij->i", mesh.face_normals, meshes[name].face_normals)
        assert turned.min() > 0.3
    far = np.linalg.norm(meshes["a"].points - [10.0, 0.0, 0.0], axis=1) > 12.0
    assert np.abs(shifts["a"][far]).max() == pytest.approx(0.0, abs=0.01)
