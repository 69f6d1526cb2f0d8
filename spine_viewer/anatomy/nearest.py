"""Exact signed distance to closed meshes, one or many."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

import numpy as np
import pyvista as pv
from scipy.spatial import cKDTree
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkDoubleArray
from vtkmodules.vtkFiltersCore import vtkImplicitPolyDataDistance

from spine_viewer.anatomy.field.base import Array, distance_to_box
from spine_viewer.anatomy.winding import winding_number

CLEAR_MM, IN_FRONT = 0.25, 0.5
SAMPLE_MM2 = 0.15
TANGENT_MM = 1.5


class MeshDistance:
    """Signed distance in mm to one closed mesh, negative inside.

    The sign comes from the triangles at the nearest point, which a sliver among them can turn round; away from the
    surface it is therefore held against the normal of the nearest corner, and where the two clearly differ the winding
    number decides.
    """

    def __init__(self, mesh: pv.PolyData) -> None:
        self._mesh = mesh
        self._implicit = vtkImplicitPolyDataDistance()
        self._implicit.SetInput(mesh)
        low, high = np.array(mesh.bounds).reshape(3, 2).T
        self.box = np.array([low, high])

    @property
    def bounds(self) -> Array:
        """(2, 3) lowest and highest corner, mm: with a call this makes a field."""
        return self.box

    def __call__(self, points: Array) -> Array:
        """Distances (n,) of points (n, 3)."""
        out = vtkDoubleArray()
        self._implicit.FunctionValue(numpy_to_vtk(np.ascontiguousarray(points, dtype=float), deep=True), out)
        return self._signed(np.asarray(points, dtype=float), vtk_to_numpy(out).copy())

    distance = __call__

    def closest(self, point: Array) -> tuple[float, Array]:
        """Distance of one point (3,) and the closest point (3,) of the surface."""
        place = [0.0, 0.0, 0.0]
        distance = self._implicit.EvaluateFunctionAndGetClosestPoint(list(map(float, point)), place)
        return float(self._signed(np.asarray(point, dtype=float)[None], np.array([distance]))[0]), np.array(place)

    def _signed(self, points: Array, values: Array) -> Array:
        """The distances (n,) of points (n, 3) with every doubtful sign put right."""
        clear = np.flatnonzero(np.abs(values) > CLEAR_MM)
        if not len(clear):
            return values
        tree, normals = self.corners
        reach, index = tree.query(points[clear])
        ahead = np.einsum("ij,ij->i", points[clear] - tree.data[index], normals[index])
        doubtful = clear[(np.abs(ahead) > IN_FRONT * reach) & ((ahead > 0.0) != (values[clear] > 0.0))]
        if len(doubtful):
            outside = np.abs(winding_number(points[doubtful], self._triangles)) < 0.5
            values[doubtful] = np.where(outside, 1.0, -1.0) * np.abs(values[doubtful])
        return values

    @cached_property
    def corners(self) -> tuple[cKDTree, Array]:
        """The mesh's corners as a tree, and their outward unit normals (n, 3)."""
        mesh = self._mesh if "Normals" in self._mesh.point_data else self._mesh.compute_normals(split_vertices=False)
        return cKDTree(np.asarray(mesh.points)), np.asarray(mesh.point_data["Normals"], dtype=float)

    @cached_property
    def _triangles(self) -> Array:
        return np.asarray(self._mesh.points, dtype=float)[self._mesh.regular_faces]


class Boxed(Protocol):
    """Something with a signed distance, and a box that holds it."""

    @property
    def box(self) -> Array:
        """(2, 3) lowest and highest corner, mm."""
        ...

    def distance(self, points: Array) -> Array:
        """Signed distance (n,) in mm of points (n, 3)."""
        ...


def distance_to_all(bodies: Sequence[Boxed], points: Array) -> Array:
    """Distance (n,) of points (n, 3) to the nearest of many closed bodies, mm; does not touch those too far off."""
    p = np.atleast_2d(np.asarray(points, dtype=float))
    best = np.full(len(p), np.inf)
    if not len(p):
        return best
    apart = _between_boxes(np.array([p.min(axis=0), p.max(axis=0)]), np.array([body.box for body in bodies]))
    for index in np.argsort(apart, kind="stable"):
        if apart[index] >= best.max():
            break
        near = distance_to_box(p, bodies[index].box) < best
        if near.any():
            best[near] = np.minimum(best[near], bodies[index].distance(p[near]))
    return best


def _between_boxes(box: Array, boxes: Array) -> Array:
    """Gap (m,) in mm between one box (2, 3) and many (m, 2, 3); 0 where they meet."""
    gap = np.maximum(np.maximum(boxes[:, 0] - box[1], box[0] - boxes[:, 1]), 0.0)
    return np.linalg.norm(gap, axis=1)


class NearestBone:
    """Callable: points (n, 3) -> signed distance (n,) and unit direction away from bone (n, 3)."""

    def __init__(self, meshes: Sequence[MeshDistance]) -> None:
        self._meshes = meshes

    def __call__(self, points: Array) -> tuple[Array, Array]:
        boxes = np.stack([distance_to_box(points, mesh.box) for mesh in self._meshes], axis=1)
        order = np.argsort(boxes, axis=1)
        distances = np.empty(len(points))
        directions = np.zeros((len(points), 3))
        for i, point in enumerate(points):
            distances[i], directions[i] = self._one(point, boxes[i], order[i])
        return distances, directions

    def _one(self, point: Array, boxes: Array, order: np.ndarray) -> tuple[float, Array]:
        """Distance and direction at one point; ``order``: the meshes from the nearest box on."""
        best, away = np.inf, np.zeros(3)
        for index in order:
            if boxes[index] >= best:
                break
            distance, found = self._meshes[index].closest(point)
            if distance < best:
                step = point - found
                size = float(np.linalg.norm(step))
                best = distance
                away = np.sign(distance) * step / size if size > 1e-9 else np.zeros(3)
        return best, away


class SampledBone:
    """As :class:`NearestBone`, a hundred times faster and good to about 0.1 mm: nearest of many surface points.

    Close to the surface the distance is that to the tangent plane of the nearest point, so that it is smooth.
    """

    def __init__(self, meshes: Sequence[pv.PolyData]) -> None:
        import trimesh

        points, normals = [], []
        for mesh in meshes:
            solid = trimesh.Trimesh(mesh.points, mesh.regular_faces, process=False)
            found, triangle = trimesh.sample.sample_surface(solid, int(solid.area / SAMPLE_MM2), seed=0)
            points.append(np.asarray(found))
            normals.append(solid.face_normals[triangle])
        self._points, self._normals = np.vstack(points), np.vstack(normals)
        self._tree = cKDTree(self._points)

    def __call__(self, points: Array) -> tuple[Array, Array]:
        reach, index = self._tree.query(points)
        step, normal = points - self._points[index], self._normals[index]
        height = np.einsum("ij,ij->i", step, normal)
        sign = np.where(height < 0.0, -1.0, 1.0)
        far = reach > TANGENT_MM
        away = normal.copy()
        away[far] = sign[far, None] * step[far] / reach[far, None]
        return np.where(far, sign * reach, height), away
