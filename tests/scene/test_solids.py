"""Turned and swept solids have the volume that geometry says, and frames are rigid."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.scene.model import SurfaceGeometry
from spine_viewer.scene.moment_items import unit_pill
from spine_viewer.scene.solids import bar_along, box, cylinder, frame_matrix


def volume(shape: SurfaceGeometry) -> float:
    a, b, c = (shape.vertices[shape.faces[:, i]] for i in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6.0)


def test_cylinder_volume() -> None:
    sides = 40
    polygon = 0.5 * sides * np.sin(2 * np.pi / sides) * 5.0**2
    assert volume(cylinder(5.0, -3.0, 7.0)) == pytest.approx(polygon * 10.0)


def test_box_volume() -> None:
    assert volume(box((0, 0, 0), (2, 3, 4))) == pytest.approx(24.0)


def test_straight_bar_volume() -> None:
    path = np.array([[0.0, 0, 0], [0, 0, 5], [0, 0, 10]])
    assert abs(volume(bar_along(path, np.array([1.0, 0, 0]), 4.0, 2.0))) == pytest.approx(80.0)


def test_a_pill_with_exponent_two_is_a_sphere() -> None:
    radii = np.linalg.norm(unit_pill(2.0).vertices, axis=1)
    assert radii == pytest.approx(np.ones(len(radii)))


@pytest.mark.parametrize("z", [(0, 0, 1), (1, 2, 3), (0, -1, 0)])
def test_frame_is_rigid_and_points_along_z(z: tuple[float, ...]) -> None:
    matrix = frame_matrix((1.0, 2.0, 3.0), z, (0.0, 0.0, 1.0))
    assert matrix[:3, :3].T @ matrix[:3, :3] == pytest.approx(np.eye(3))
    assert np.linalg.det(matrix[:3, :3]) == pytest.approx(1.0)
    assert matrix[:3, 2] == pytest.approx(np.array(z) / np.linalg.norm(z))
    assert matrix[:3, 3] == pytest.approx([1.0, 2.0, 3.0])
