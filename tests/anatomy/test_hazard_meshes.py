"""Meshes of what a needle must avoid."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from spine_viewer.anatomy.avoid import Hazard
from spine_viewer.anatomy.nearest import MeshDistance
from spine_viewer.anatomy.soft.hazards import hazard_meshes, sheet


def hazard(kind: str, shape: str, points: np.ndarray) -> Hazard:
    return Hazard(f"{kind}:left", kind, shape, "left", points, 2.0, "", "source", "P")  # type: ignore[arg-type]


def test_a_sheet_is_closed_and_as_thick_as_asked() -> None:
    x, y = np.meshgrid(np.arange(5) * 20.0, np.arange(4) * 10.0, indexing="ij")
    mesh = sheet(np.stack([x, y, np.zeros_like(x)], axis=-1), 0.4)
    solid = trimesh.Trimesh(mesh.points, mesh.regular_faces, process=False)
    assert solid.is_watertight
    assert solid.volume == pytest.approx(80.0 * 30.0 * 0.8, rel=1e-3)


def test_an_artery_is_a_closed_tube_through_its_points() -> None:
    way = np.array([[0.0, 0.0, 0.0], [0.0, 5.0, 20.0], [3.0, 5.0, 40.0]])
    ((name, kind, mesh),) = hazard_meshes([hazard("artery", "tube", way)])
    solid = trimesh.Trimesh(mesh.points, mesh.regular_faces, process=False)
    assert (name, kind) == ("artery:left", "artery")
    assert solid.is_watertight
    assert MeshDistance(mesh)(way[1:2])[0] == pytest.approx(-2.0, abs=0.1)


def test_what_something_else_draws_is_left_out() -> None:
    assert not list(hazard_meshes([hazard("dura", "drawn", np.empty((0, 3)))]))
