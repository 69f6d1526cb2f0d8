"""Where a field on a grid of bricks crosses a level: a closed triangle mesh in the world."""

from __future__ import annotations

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkFiltersCore import vtkFlyingEdges3D

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.mesher import Surface


def level_surface(
    field: Array, level: float, middles: tuple[Array, Array, Array], origin: Array, axes: Array
) -> Surface:
    """The surface around what lies above ``level``.

    Parameters
    ----------
    field : (nx, ny, nz) float
        At the middles of the cells, linear between them.
    level : float
    middles : three (n,) float
        mm in the grid's frame.
    origin, axes : (3,), (3, 3) float
        The grid's frame in the world, rows are its axes.

    Returns
    -------
    Surface
        Vertices (n, 3) mm in the world, faces (m, 3), unit outward normals (n, 3); empty when nothing is above.
    """
    whole = np.pad(np.asarray(field, dtype=np.float32), 1, constant_values=np.float32(level - 1.0))
    image = vtkImageData()
    image.SetDimensions(*whole.shape)
    image.GetPointData().SetScalars(numpy_to_vtk(whole.ravel(order="F"), deep=True))
    edges = vtkFlyingEdges3D()
    edges.SetInputData(image)
    edges.SetValue(0, float(level))
    edges.ComputeNormalsOff()
    edges.ComputeScalarsOff()
    edges.Update()
    found = edges.GetOutput()
    if found.GetNumberOfPoints() == 0:
        return Surface(np.zeros((0, 3)), np.zeros((0, 3), dtype=np.int64), np.zeros((0, 3)))
    index = vtk_to_numpy(found.GetPoints().GetData()).astype(float) - 1.0
    faces = vtk_to_numpy(found.GetPolys().GetConnectivityArray()).reshape(-1, 3).astype(np.int64)
    local = np.column_stack([np.interp(index[:, i], np.arange(len(middles[i])), middles[i]) for i in range(3)])
    vertices = local @ axes + origin
    faces = _outward(vertices, faces)
    return Surface(vertices, faces, _normals(vertices, faces))


def _outward(vertices: Array, faces: np.ndarray) -> np.ndarray:
    """The same faces, turned so that the volume inside is positive."""
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    return faces if float(np.einsum("ij,ij->", a, np.cross(b, c))) >= 0.0 else faces[:, ::-1]


def _normals(vertices: Array, faces: np.ndarray) -> Array:
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    flat = np.cross(b - a, c - a)
    corners, count = faces.T.ravel(), len(vertices)
    normals = np.column_stack([np.bincount(corners, np.tile(flat[:, i], 3), count) for i in range(3)])
    return np.asarray(normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12))
