"""Exact signed distance to closed meshes, one or many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyvista as pv
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkDoubleArray
from vtkmodules.vtkFiltersCore import vtkImplicitPolyDataDistance

from spine_viewer.anatomy.field.base import Array, distance_to_box


class MeshDistance:
    """Signed distance in mm to one closed mesh, negative inside."""

    def __init__(self, mesh: pv.PolyData) -> None:
        self._implicit = vtkImplicitPolyDataDistance()
        self._implicit.SetInput(mesh)
        low, high = np.array(mesh.bounds).reshape(3, 2).T
        self.box = np.array([low, high])

    def __call__(self, points: Array) -> Array:
        """Distances (n,) of points (n, 3)."""
        out = vtkDoubleArray()
        self._implicit.FunctionValue(numpy_to_vtk(np.ascontiguousarray(points, dtype=float), deep=True), out)
        return vtk_to_numpy(out).copy()

    def closest(self, point: Array) -> tuple[float, Array]:
        """Distance of one point (3,) and the closest point (3,) of the surface."""
        found = [0.0, 0.0, 0.0]
        distance = self._implicit.EvaluateFunctionAndGetClosestPoint(list(map(float, point)), found)
        return float(distance), np.array(found)


def distance_to_all(meshes: Sequence[MeshDistance], points: Array) -> Array:
    """Distance (n,) of points (n, 3) to the nearest of many closed meshes, mm; skips meshes that are too far."""
    p = np.atleast_2d(np.asarray(points, dtype=float))
    best = np.full(len(p), np.inf)
    boxes = np.array([distance_to_box(p, mesh.box) for mesh in meshes])
    for index in np.argsort(boxes.mean(axis=1)):
        near = boxes[index] < best
        if near.any():
            best[near] = np.minimum(best[near], meshes[index](p[near]))
    return best


class NearestBone:
    """Callable: points (n, 3) -> signed distance (n,) and unit direction away from bone (n, 3)."""

    def __init__(self, meshes: Sequence[MeshDistance]) -> None:
        self._meshes = meshes

    def __call__(self, points: Array) -> tuple[Array, Array]:
        distances = np.empty(len(points))
        directions = np.zeros((len(points), 3))
        for i, point in enumerate(points):
            distances[i], directions[i] = self._one(point)
        return distances, directions

    def _one(self, point: Array) -> tuple[float, Array]:
        best, away = np.inf, np.zeros(3)
        for mesh in self._meshes:
            if distance_to_box(point[None], mesh.box)[0] >= best:
                continue
            distance, found = mesh.closest(point)
            if distance < best:
                step = point - found
                size = float(np.linalg.norm(step))
                best = distance
                away = np.sign(distance) * step / size if size > 1e-9 else np.zeros(3)
        return best, away
