"""Turned and swept solids have the volume that geometry says, and frames are rigid."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.scene.fluid_items import unit_ball
from spine_viewer.scene.model import SurfaceGeometry
from spine_viewer.scene.solids import frame_matrix, rounded_box, swept, turned


def volume(shape: SurfaceGeometry) -> float:
    a, b, c = (shape.vertices[shape.faces[:, i]] for i in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6.0)


def test_a_turned_cylinder_has_its_volume() -> None:
    sides = 40
    polygon = 0.5 * sides * np.sin(2 * np.pi / sides) * 5.0**2
    shape = SurfaceGeometry(*turned(np.array([(0, -3.0), (5.0, -3.0), (5.0, 7.0), (0, 7.0)]), sides))
    assert volume(shape) == pytest.approx(polygon * 10.0)


def test_swept_bar_volume() -> None:
    path = np.array([[0.0, 0, 0], [0, 0, 5], [0, 0, 10]])
    section = np.array([(-2.0, -1.0), (2.0, -1.0), (2.0, 1.0), (-2.0, 1.0)])
    assert abs(volume(swept(path, section))) == pytest.approx(80.0)


def test_rounded_box_is_closed_and_lacks_only_its_corners() -> None:
    shape = rounded_box((0, 0, 0), (20, 30, 40), 4.0)
    edges = np.sort(shape.faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    assert (np.unique(edges, axis=0, return_counts=True)[1] == 2).all()
    assert 0.9 * 24000 < volume(shape) < 24000
    assert shape.vertices.min(axis=0) == pytest.approx([0, 0, 0]) and shape.vertices.max(axis=0) == pytest.approx(
        [20, 30, 40]
    )


def test_a_pill_with_exponent_two_is_a_sphere() -> None:
    radii = np.linalg.norm(unit_ball().vertices, axis=1)
    assert radii == pytest.approx(np.ones(len(radii)))


@pytest.mark.parametrize("z", [(0, 0, 1), (1, 2, 3), (0, -1, 0)])
def test_frame_is_rigid_and_points_along_z(z: tuple[float, ...]) -> None:
    matrix = frame_matrix((1.0, 2.0, 3.0), z, (0.0, 0.0, 1.0))
    assert matrix[:3, :3].T @ matrix[:3, :3] == pytest.approx(np.eye(3))
    assert np.linalg.det(matrix[:3, :3]) == pytest.approx(1.0)
    assert matrix[:3, 2] == pytest.approx(np.array(z) / np.linalg.norm(z))
    assert matrix[:3, 3] == pytest.approx([1.0, 2.0, 3.0])
