"""Geometry of an item as ``vtkPolyData`` in the detail that is asked for."""

from __future__ import annotations

from typing import Any

import numpy as np

from spine_viewer.render.quality import Detail
from spine_viewer.render.tube import rounded_tube
from spine_viewer.scene.model import Colour, Geometry, StructureGeometry, SurfaceGeometry, TubeGeometry

COLOURS = "RGB"


def polydata_of(geometry: Geometry, spine: Any, detail: Detail) -> Any:
    """A ``vtkPolyData`` with normals, and with point colours ``RGB`` where the geometry has its own."""
    if isinstance(geometry, StructureGeometry):
        structure = spine.structure(geometry.structure_id)
        return _with_normals(structure.coarse if detail == "coarse" else structure.mesh)
    if isinstance(geometry, TubeGeometry):
        sides, spacing = (8, 2.0) if detail == "coarse" else (18, 0.6)
        return _with_normals(rounded_tube(geometry.path, 0.5 * geometry.diameter_mm, sides, spacing))
    if isinstance(geometry, SurfaceGeometry):
        made = polydata(geometry.vertices, geometry.faces, None, geometry.colours)
        return _computed_normals(made, 180.0 if geometry.smooth else 40.0)
    raise TypeError(f"no way to draw a {type(geometry).__name__}")


def polydata(vertices: Any, faces: Any, normals: Any = None, colours: Any = None) -> Any:
    """A ``vtkPolyData`` of triangles from arrays (n, 3), (m, 3), and per point (n, 3)."""
    from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray
    from vtkmodules.vtkCommonCore import vtkPoints
    from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData

    points = vtkPoints()
    points.SetData(numpy_to_vtk(np.ascontiguousarray(vertices, dtype=np.float32), deep=True))
    faces = np.ascontiguousarray(faces, dtype=np.int64)
    cells = vtkCellArray()
    offsets = numpy_to_vtkIdTypeArray(np.arange(0, 3 * len(faces) + 1, 3, dtype=np.int64), deep=True)
    cells.SetData(offsets, numpy_to_vtkIdTypeArray(faces.ravel(), deep=True))
    made = vtkPolyData()
    made.SetPoints(points)
    made.SetPolys(cells)
    if normals is not None:
        array = numpy_to_vtk(np.ascontiguousarray(normals, dtype=np.float32), deep=True)
        array.SetName("Normals")
        made.GetPointData().SetNormals(array)
    if colours is not None:
        add_colours(made, colours)
    return made


def add_colours(mesh: Any, colours: Any) -> None:
    """Set the point colours of a mesh, (n, 3) uint8."""
    from vtkmodules.util.numpy_support import numpy_to_vtk

    array = numpy_to_vtk(np.ascontiguousarray(colours, dtype=np.uint8), deep=True)
    array.SetName(COLOURS)
    mesh.GetPointData().AddArray(array)


def tinted(mesh: Any, colour: Colour) -> Any:
    """A copy that shares the shape, in ``colour`` shaded as the baked colours are."""
    from vtkmodules.util.numpy_support import vtk_to_numpy
    from vtkmodules.vtkCommonDataModel import vtkPolyData

    baked = vtk_to_numpy(mesh.GetPointData().GetArray(COLOURS)).astype(float)
    lightness = baked.mean(axis=1)
    shade = np.clip(lightness / max(float(np.percentile(lightness, 90)), 1.0), 0.0, 1.1)
    copy = vtkPolyData()
    copy.ShallowCopy(mesh)
    add_colours(copy, np.clip(255.0 * np.asarray(colour) * shade[:, None], 0, 255))
    return copy


def _with_normals(mesh: Any) -> Any:
    from vtkmodules.vtkCommonDataModel import vtkPolyData

    copy = vtkPolyData()
    copy.ShallowCopy(mesh)
    data = copy.GetPointData()
    if data.GetNormals() is None and data.HasArray("Normals"):
        data.SetActiveNormals("Normals")
    return copy if data.GetNormals() is not None else _computed_normals(copy, 180.0)


def _computed_normals(mesh: Any, feature_angle_deg: float) -> Any:
    from vtkmodules.vtkFiltersCore import vtkPolyDataNormals

    maker = vtkPolyDataNormals()
    maker.SetInputData(mesh)
    maker.ComputeCellNormalsOff()
    maker.ConsistencyOff()
    maker.SetSplitting(feature_angle_deg < 180.0)
    maker.SetFeatureAngle(feature_angle_deg)
    maker.Update()
    return maker.GetOutput()
