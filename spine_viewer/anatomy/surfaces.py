"""Closed meshes of a field at three levels: display, coarse (while things move) and inner (under the cortex)."""

from __future__ import annotations

import manifold3d
import numpy as np
import pyvista as pv
import trimesh

from spine_viewer.anatomy.bones.model import Face
from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.mesher import raw_surface, relax, unit_gradient
from spine_viewer.anatomy.polydata import polydata
from spine_viewer.anatomy.shading import bone_colours

DISPLAY_TOLERANCE_MM = 0.085
COARSE_TOLERANCE_MM = 0.3
INNER_TOLERANCE_MM = 0.25
COARSER = 1.15  # step of the tolerance while a mesh is over its budget
INNER_VOXEL_FACTOR = 1.5


def simplify(vertices: Array, faces: np.ndarray, tolerance_mm: float) -> tuple[Array, np.ndarray]:
    """A closed mesh with fewer triangles, nowhere more than ``tolerance_mm`` off; still closed."""
    solid = manifold3d.Manifold(
        manifold3d.Mesh(np.ascontiguousarray(vertices, dtype=np.float32), np.ascontiguousarray(faces, dtype=np.uint32))
    )
    if solid.status() != manifold3d.Error.NoError:
        raise ValueError(f"mesh is not a closed manifold ({solid.status()})")
    out = solid.simplify(tolerance_mm).to_mesh()
    return np.asarray(out.vert_properties[:, :3], dtype=float), np.asarray(out.tri_verts, dtype=np.int64)


def within_budget(vertices: Array, faces: np.ndarray, tolerance_mm: float, budget: int) -> tuple[Array, np.ndarray]:
    """As :func:`simplify`, with the tolerance raised until there are at most ``budget`` triangles."""
    while True:
        found = simplify(vertices, faces, tolerance_mm)
        if len(found[1]) <= budget:
            return found
        tolerance_mm *= COARSER


def largest_body(vertices: Array, faces: np.ndarray) -> tuple[Array, np.ndarray]:
    """The part of a mesh with the largest volume; crumbs cut off by joint clearance are dropped."""
    mesh = trimesh.Trimesh(vertices, faces, process=False)
    parts = mesh.split(only_watertight=False)
    if len(parts) <= 1:
        return vertices, faces
    best = max(parts, key=lambda part: abs(part.volume))
    return np.asarray(best.vertices), np.asarray(best.faces)


def bone_meshes(
    field: Field, faces: dict[str, Face], voxel_mm: float, shell_mm: float, budget: int
) -> dict[str, pv.PolyData]:
    """``display``, ``coarse`` and ``inner`` meshes of a bone, closed, outward normals, bone frame, mm.

    ``budget``: the most triangles of the display mesh. Triangles are thinned before the vertices are moved on the
    exact level: that costs a quarter.
    """
    vertices, triangles = within_budget(*largest_body(*raw_surface(field, voxel_mm)), DISPLAY_TOLERANCE_MM, budget)
    vertices = relax(field, vertices, voxel_mm)
    rough_vertices, rough_triangles = simplify(vertices, triangles, COARSE_TOLERANCE_MM)
    inner_voxel_mm = INNER_VOXEL_FACTOR * voxel_mm
    inner_vertices, inner_triangles = simplify(*raw_surface(field, inner_voxel_mm, -shell_mm), INNER_TOLERANCE_MM)
    inner_vertices = relax(field, inner_vertices, inner_voxel_mm, -shell_mm, steps=1)
    return {
        "display": coloured(field, vertices, triangles, faces),
        "coarse": coloured(field, rough_vertices, rough_triangles, faces),
        "inner": polydata(inner_vertices, inner_triangles),
    }


def coloured(field: Field, vertices: Array, triangles: np.ndarray, faces: dict[str, Face]) -> pv.PolyData:
    """Mesh with normals from the field and baked colour."""
    normals = unit_gradient(field, vertices)
    return polydata(vertices, triangles, normals, bone_colours(field, vertices, normals, faces))
