"""A pyvista mesh from arrays, apart from the mesh builders, whose libraries load slowly: the viewer needs only this."""

from __future__ import annotations

import numpy as np
import pyvista as pv

from spine_viewer.anatomy.field.base import Array


def polydata(
    vertices: Array, faces: np.ndarray, normals: Array | None = None, rgb: np.ndarray | None = None
) -> pv.PolyData:
    """pyvista mesh from arrays; point arrays ``Normals`` and ``RGB`` where given."""
    mesh = pv.PolyData.from_regular_faces(np.asarray(vertices, dtype=np.float32), faces)
    if normals is not None:
        mesh.point_data.active_normals = np.asarray(normals, dtype=np.float32)
    if rgb is not None:
        mesh.point_data["RGB"] = rgb
    return mesh


def near_part(mesh: pv.PolyData, centre: Array, reach_mm: float) -> pv.PolyData | None:
    """The triangles of a mesh that touch a cube of half side ``reach_mm`` about ``centre`` (3,); None without any."""
    points, faces = np.asarray(mesh.points), mesh.regular_faces
    near = np.abs(points - centre).max(axis=1) < reach_mm
    keep = near[faces].any(axis=1)
    return pv.PolyData.from_regular_faces(points, faces[keep]) if keep.any() else None
