"""The signed distance kernel: exact where a closed form exists, closed meshes, and joints that keep their gap."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from spine_viewer.anatomy.field.base import Culled
from spine_viewer.anatomy.field.combine import Cleared, Cut, Union, cut_all, smooth_maximum, smooth_minimum
from spine_viewer.anatomy.field.mesher import gradient, mesh_field, project
from spine_viewer.anatomy.field.primitives import CurvedHalfSpace, Ellipsoid, Moved, RoundedBox, sphere
from spine_viewer.anatomy.field.sweep import sweep
from spine_viewer.anatomy.rigid import rigid, rotation_about_x

numbers = st.floats(-20.0, 20.0)


def as_mesh(field, voxel_mm=0.5):
    surface = mesh_field(field, voxel_mm)
    return trimesh.Trimesh(surface.vertices, surface.faces, process=False), surface


@given(numbers, numbers, st.floats(0.01, 6.0))
def test_smooth_minimum_is_symmetric_and_never_above_the_sharp_one(a, b, radius):
    a, b = np.array([a]), np.array([b])
    blend = smooth_minimum(a, b, radius)[0]
    assert blend == smooth_minimum(b, a, radius)[0]
    assert min(a[0], b[0]) - 0.25 * radius - 1e-9 <= blend <= min(a[0], b[0])
    assert smooth_maximum(a, b, radius)[0] == -smooth_minimum(-a, -b, radius)[0]


def test_sphere_mesh_has_the_volume_and_area_of_a_ball():
    mesh, surface = as_mesh(sphere((1.0, -2.0, 3.0), 10.0))
    assert mesh.is_watertight
    assert mesh.volume == pytest.approx(4.0 / 3.0 * np.pi * 1000.0, rel=2e-3)
    assert mesh.area == pytest.approx(4.0 * np.pi * 100.0, rel=2e-3)
    outward = surface.vertices - [1.0, -2.0, 3.0]
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    assert (np.einsum("ij,ij->i", outward, surface.normals) > 0.999).all()


def test_straight_round_sweep_is_a_capsule_like_rod():
    rod = sweep([[0, 0, 0], [0, 0, 30]], 4.0, 4.0, up=(0, 1, 0))
    points = np.array([[4.0, 0.0, 15.0], [0.0, 0.0, 15.0], [9.0, 0.0, 15.0], [0.0, 0.0, 34.0]])
    assert rod(points) == pytest.approx([0.0, -4.0, 5.0, 0.0], abs=0.02)
    mesh, _ = as_mesh(rod)
    exact = np.pi * 16.0 * 30.0 + 4.0 / 3.0 * np.pi * 64.0
    assert mesh.volume == pytest.approx(exact, rel=0.01)


def test_a_sweep_along_its_own_up_is_refused():
    with pytest.raises(ValueError, match="parallel"):
        sweep([[0, 0, 0], [0, 0, 30]], 4.0, 4.0, up=(0, 0, 1))


def test_tunnel_through_a_block_adds_one_to_the_genus():
    block = RoundedBox(np.zeros(3), np.array([10.0, 8.0, 6.0]), 1.0)
    tunnel = sweep([[0, -20, 0], [0, 20, 0]], 2.5, 2.5)
    for cuts, genus in (([], 0), ([(tunnel, 0.5)], 1)):
        mesh, _ = as_mesh(cut_all(block, cuts))
        assert mesh.is_watertight and mesh.body_count == 1
        assert 1 - mesh.euler_number // 2 == genus


@pytest.mark.parametrize("level_mm", [-1.0, 1.5])
def test_iso_level_of_a_ball_is_a_ball(level_mm):
    surface = mesh_field(sphere((0, 0, 0), 8.0), 0.5, level_mm=level_mm)
    assert np.linalg.norm(surface.vertices, axis=1) == pytest.approx(8.0 + level_mm, abs=0.02)


def test_culling_changes_nothing_near_the_surface():
    ellipsoid = Ellipsoid(np.array([3.0, 0.0, 0.0]), np.array([9.0, 5.0, 4.0]))
    points = np.random.default_rng(1).uniform(-25, 25, (4000, 3))
    exact, culled = ellipsoid(points), Culled(ellipsoid, 8.0)(points)
    near = np.abs(exact) < 4.0
    assert np.array_equal(exact[near], culled[near])
    assert np.array_equal(exact < 0.0, culled < 0.0)


def test_moved_field_equals_field_at_moved_back_points():
    matrix = rigid(rotation_about_x(25.0), (1.0, 2.0, 3.0))
    box = RoundedBox(np.zeros(3), np.array([3.0, 2.0, 1.0]), 0.3)
    points = np.random.default_rng(2).uniform(-6, 6, (500, 3))
    there = points @ matrix[:3, :3].T + matrix[:3, 3]
    assert Moved(box, matrix)(there) == pytest.approx(box(points), abs=1e-9)


@settings(max_examples=20)
@given(st.floats(-0.05, 0.05), st.floats(-0.05, 0.05))
def test_curved_half_space_has_unit_gradient_at_its_face(ku, kv):
    face = CurvedHalfSpace(np.zeros(3), np.array([0.3, 0.2, 1.0]), np.array([0.0, 1.0, 0.0]), ku, kv)
    on = project(face, np.random.default_rng(3).uniform(-6, 6, (50, 3)), steps=6, limit_mm=6.0)
    assert np.abs(face(on)).max() < 1e-3
    assert np.linalg.norm(gradient(face, on), axis=1) == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("apart", [-1.5, 0.0, 1.0])
def test_clearance_leaves_exactly_the_gap_between_two_balls(apart):
    left, right = sphere((-8.0 - apart / 2, 0, 0), 8.0), sphere((8.0 + apart / 2, 0, 0), 8.0)
    gap = 2.4
    a = Cleared(left, ((right, gap),))
    b = Cleared(right, ((left, gap),))
    line = np.stack([np.linspace(-4, 4, 8001), np.zeros(8001), np.zeros(8001)], axis=1)
    end_of_a = line[a(line) < 0.0][-1, 0]
    start_of_b = line[b(line) < 0.0][0, 0]
    assert start_of_b - end_of_a == pytest.approx(gap, abs=0.35)
    assert start_of_b == pytest.approx(-end_of_a, abs=0.01)


def test_two_poses_of_a_neighbour_do_not_widen_the_gap_more_than_one():
    own, other = sphere((-8.0, 0, 0), 8.0), sphere((8.0, 0, 0), 8.0)
    once, twice = Cleared(own, ((other, 2.0),), 0.0), Cleared(own, ((other, 2.0), (other, 2.0)), 0.0)
    points = np.random.default_rng(4).uniform(-10, 2, (500, 3))
    assert np.array_equal(once(points), twice(points))


def test_union_and_cut_keep_the_sign_of_plain_sets():
    a, b = sphere((0, 0, 0), 6.0), sphere((5.0, 0, 0), 4.0)
    points = np.random.default_rng(5).uniform(-9, 11, (2000, 3))
    assert np.array_equal(Union(a, b, 0.0)(points) < 0, (a(points) < 0) | (b(points) < 0))
    assert np.array_equal(Cut(a, b, 0.0)(points) < 0, (a(points) < 0) & (b(points) > 0))


def test_a_field_without_a_surface_is_refused():
    with pytest.raises(ValueError, match="no surface"):
        mesh_field(sphere((0, 0, 0), 1e-6), 0.5)
