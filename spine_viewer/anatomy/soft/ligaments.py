"""The mamillo-accessory ligament: a short band from the mamillary to the accessory process, over the nerve."""

from __future__ import annotations

import numpy as np
import pyvista as pv

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.mesher import mesh_field
from spine_viewer.anatomy.field.sweep import sweep
from spine_viewer.anatomy.soft.figures import load_soft
from spine_viewer.anatomy.soft.lay import Nearest
from spine_viewer.anatomy.surfaces import polydata, simplify


def mamillo_accessory_ligament(mamillary: Array, accessory: Array, notch: Array, nearest: Nearest) -> pv.PolyData:
    """Band mesh in world mm from three landmarks (3,); it arches over the notch with room for the nerve below."""
    size = load_soft()
    distance, away = nearest(notch[None])
    crest = notch + away[0] * (size.mamillo_accessory_clearance_mm.value - distance[0])
    path = np.array([mamillary, crest, accessory])
    across = np.cross(path[2] - path[0], away[0])
    up = np.cross(across, path[2] - path[0])
    half_width, half_thickness = (
        figure.value for figure in (size.mamillo_accessory_half_width_mm, size.mamillo_accessory_half_thickness_mm)
    )
    band = sweep(path, half_width, half_thickness, up=up, power=2.4, caps=(0.8, 0.8))
    surface = mesh_field(band, 0.3)
    vertices, faces = simplify(surface.vertices, surface.faces, 0.03)
    mesh = polydata(vertices, faces)
    return mesh.compute_normals(cell_normals=False, split_vertices=False, consistent_normals=False)
