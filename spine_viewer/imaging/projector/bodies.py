"""Closed triangle meshes in the one form that the projector reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.errors import InputError


@dataclass(frozen=True, eq=False)
class Triangles:
    """A triangle mesh with outward faces.

    Attributes
    ----------
    vertices : (n, 3) float64
        World mm.
    faces : (m, 3) int32
        Counter-clockwise seen from outside.
    """

    vertices: NDArray[np.float64]
    faces: NDArray[np.int32]

    @cached_property
    def box_corners(self) -> NDArray[np.float64]:
        """(8, 3) corners of the box along the axes that holds the mesh, world mm."""
        ends = np.stack([self.vertices.min(axis=0), self.vertices.max(axis=0)])
        return np.stack(np.meshgrid(*ends.T, indexing="ij"), axis=-1).reshape(8, 3)

    def moved(self, matrix: NDArray[np.float64]) -> Triangles:
        """The same mesh under a rigid (4, 4) matrix."""
        return Triangles(np.ascontiguousarray(self.vertices @ matrix[:3, :3].T + matrix[:3, 3]), self.faces)


def signed_volume(vertices: NDArray[np.float64], faces: NDArray[np.int32]) -> float:
    """Volume inside a closed mesh, mm^3, positive when its faces look outwards."""
    a, b, c = (vertices[faces[:, corner]] - vertices[0] for corner in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6.0)


def as_triangles(mesh: Any) -> Triangles:
    """Any mesh as outward triangles.

    Parameters
    ----------
    mesh : pyvista.PolyData, trimesh.Trimesh, Triangles or (vertices, faces)
        World mm. Polygons are split into triangles; a mesh turned inside out is turned back.

    Raises
    ------
    InputError
        No triangles, a vertex that is not finite, or a face that names a vertex that does not exist.
    """
    if isinstance(mesh, Triangles):
        return mesh
    if hasattr(mesh, "n_points") and hasattr(mesh, "points"):
        flat = mesh if mesh.is_all_triangles else mesh.triangulate()
        vertices, faces = flat.points, np.asarray(flat.faces).reshape(-1, 4)[:, 1:]
    elif hasattr(mesh, "vertices") and hasattr(mesh, "faces"):
        vertices, faces = mesh.vertices, mesh.faces
    elif isinstance(mesh, tuple | list) and len(mesh) == 2:
        vertices, faces = mesh
    else:
        raise InputError(f"cannot project a {type(mesh).__name__}; allowed: PolyData, Trimesh, (vertices, faces)")
    points = np.ascontiguousarray(vertices, dtype=np.float64)
    corners = np.ascontiguousarray(faces, dtype=np.int32)
    if points.ndim != 2 or points.shape[1] != 3 or corners.ndim != 2 or corners.shape[1] != 3 or not len(corners):
        raise InputError(f"mesh arrays have shapes {points.shape}, {corners.shape}; allowed: (n, 3) and (m > 0, 3)")
    if not np.isfinite(points).all():
        raise InputError("a vertex of the mesh is not finite; mend the mesh")
    if corners.min() < 0 or corners.max() >= len(points):
        raise InputError(f"a face names vertex {corners.max()} of {len(points)}; mend the mesh")
    if signed_volume(points, corners) < 0.0:
        corners = np.ascontiguousarray(corners[:, ::-1])
    return Triangles(points, corners)
