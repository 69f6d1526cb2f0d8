"""Meshes on disk."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import pyvista as pv
import trimesh

from spine_viewer.anatomy.surfaces_io import read_ply, write_ply


@pytest.mark.parametrize("resolution", [12, 300])  # corners that two bytes can number, and that they cannot
def test_a_mesh_comes_back_as_it_was(tmp_path: Path, resolution: int) -> None:
    ball = pv.Sphere(radius=20.0, theta_resolution=resolution, phi_resolution=resolution)
    ball.point_data["RGB"] = (np.arange(3 * ball.n_points) % 256).reshape(-1, 3).astype(np.uint8)
    write_ply(ball, tmp_path / "ball.ply")
    found = read_ply(tmp_path / "ball.ply")
    assert np.array_equal(found.points, ball.points)
    assert np.array_equal(found.regular_faces, ball.regular_faces)
    assert np.array_equal(found.point_data["RGB"], ball.point_data["RGB"])
    assert np.allclose(found.point_data["Normals"], ball.point_data["Normals"])
    assert [path.name for path in tmp_path.iterdir()] == ["ball.ply"]


def test_other_libraries_read_it(tmp_path: Path) -> None:
    cube = pv.Cube().triangulate().clean()
    write_ply(cube, tmp_path / "cube.ply")
    solid = trimesh.load(tmp_path / "cube.ply")
    assert solid.is_watertight
    assert solid.volume == pytest.approx(1.0)


def test_several_threads_read_at_once(tmp_path: Path) -> None:
    balls = [pv.Sphere(radius=1.0 + n, theta_resolution=40 + n, phi_resolution=40) for n in range(16)]
    files = [tmp_path / f"{n}.ply" for n in range(len(balls))]
    for ball, file in zip(balls, files, strict=True):
        write_ply(ball, file)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(read_ply, files * 4))
    for mesh, ball in zip(found, balls * 4, strict=True):
        assert np.array_equal(mesh.points, ball.points)
        assert np.array_equal(mesh.regular_faces, ball.regular_faces)


def test_a_missing_mesh_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="bones build"):
        read_ply(tmp_path / "none.ply")
