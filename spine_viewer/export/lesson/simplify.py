"""Meshes with fewer triangles that stay closed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Vertices = NDArray[np.float64]
Faces = NDArray[np.int64]
FEWEST = 200
MORE = 1.25  # by how much more is kept where too few triangles open the surface


def simplified(vertices: Vertices, faces: Faces, share: float) -> tuple[Vertices, Faces]:
    """A surface with about ``share`` of its triangles, by quadric error; closed where it was closed.

    Parameters
    ----------
    vertices, faces : (n, 3) float, (m, 3) int
    share : float
        0 to 1; small meshes keep at least 200 triangles.
    """
    whole = is_closed(faces, len(vertices))
    while True:
        target = max(share * len(faces), FEWEST)
        if target >= len(faces):
            return vertices, faces
        fewer = _decimated(vertices, faces, target)
        if not whole or is_closed(fewer[1], len(fewer[0])):
            return fewer
        share *= MORE


def is_closed(faces: Faces, count: int) -> bool:
    """Whether every edge is run through as often one way as the other."""
    start, end = faces.ravel().astype(np.int64), np.roll(faces, -1, axis=1).ravel().astype(np.int64)
    return bool(np.array_equal(np.sort(start * count + end), np.sort(end * count + start)))


def colours_of(vertices: Vertices, source: Vertices, colours: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Colours (n, 3) of vertices from those of the nearest vertices of another mesh."""
    from scipy.spatial import cKDTree

    return np.asarray(colours[cKDTree(source).query(vertices)[1]])


def _decimated(vertices: Vertices, faces: Faces, target: float) -> tuple[Vertices, Faces]:
    from vtkmodules.util.numpy_support import vtk_to_numpy
    from vtkmodules.vtkFiltersCore import vtkQuadricDecimation

    from spine_viewer.anatomy.polydata import polydata

    work: Any = vtkQuadricDecimation()
    work.SetInputData(polydata(vertices, faces))
    work.SetTargetReduction(1.0 - target / len(faces))
    work.VolumePreservationOn()
    work.Update()
    made = work.GetOutput()
    corners = vtk_to_numpy(made.GetPolys().GetConnectivityArray()).reshape(-1, 3).astype(np.int64)
    return vtk_to_numpy(made.GetPoints().GetData()).astype(float), corners
