"""Closed meshes of a field at three levels: display, coarse (while things move) and inner (under the cortex)."""

from __future__ import annotations

import manifold3d
import numpy as np
import pyvista as pv
import trimesh

from spine_viewer.anatomy.bones.model import Face
from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.mesher import gradient, mesh_field
from spine_viewer.anatomy.polydata import polydata
from spine_viewer.anatomy.shading import bone_colours

DISPLAY_TOLERANCE_MM = 0.05
COARSE_TOLERANCE_MM = 0.3
INNER_TOLERANCE_MM = 0.12
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


def largest_body(vertices: Array, faces: np.ndarray) -> tuple[Array, np.ndarray]:
    """The part of a mesh with the largest volume; crumbs cut off by joint clearance are dropped."""
    mesh = trimesh.Trimesh(vertices, faces, process=False)
    parts = mesh.split(only_watertight=False)
    if len(parts) <= 1:
        return vertices, faces
    best = max(parts, key=lambda part: abs(part.volume))
    return np.asarray(best.vertices), np.asarray(best.faces)


def surface_normals(field: Field, vertices: Array) -> Array:
    """Outward unit normals (n, 3) from the gradient of the field."""
    g = gradient(field, vertices)
    return g / np.maximum(np.linalg.norm(g, axis=1, keepdims=True), 1e-12)


def bone_meshes(field: Field, faces: dict[str, Face], voxel_mm: float, shell_mm: float) -> dict[str, pv.PolyData]:
    """``display``, ``coarse`` and ``inner`` meshes of a bone, closed, outward normals, bone frame, mm."""
    fine = mesh_field(field, voxel_mm)
    vertices, triangles = simplify(*largest_body(fine.vertices, fine.faces), DISPLAY_TOLERANCE_MM)
    normals = surface_normals(field, vertices)
    rgb = bone_colours(field, vertices, normals, faces)
    rough_vertices, rough_triangles = simplify(vertices, triangles, COARSE_TOLERANCE_MM)
    rough_normals = surface_normals(field, rough_vertices)
    rough_rgb = bone_colours(field, rough_vertices, rough_normals, faces)
    inside = mesh_field(field, INNER_VOXEL_FACTOR * voxel_mm, level_mm=-shell_mm)
    return {
        "display": polydata(vertices, triangles, normals, rgb),
        "coarse": polydata(rough_vertices, rough_triangles, rough_normals, rough_rgb),
        "inner": polydata(*simplify(inside.vertices, inside.faces, INNER_TOLERANCE_MM)),
    }
