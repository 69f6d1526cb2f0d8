"""A bone mesh as voxels: the raw material of measurements that know nothing of how the mesh was made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyvista as pv
from manifold3d import Manifold, Mesh
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkImagingStencil import vtkImageStencilToImage, vtkPolyDataToImageStencil

from spine_viewer.anatomy.field.base import Array

SPARE_MM = 0.5  # more than any voxel


@dataclass(frozen=True)
class Occupancy:
    """``inside`` (nx, ny, nz) bool; voxel centres are ``origin + index * voxel_mm``."""

    inside: np.ndarray
    origin: Array
    voxel_mm: float

    def axis(self, which: int) -> Array:
        """Coordinates in mm of the voxel centres along axis 0, 1 or 2."""
        return self.origin[which] + self.voxel_mm * np.arange(self.inside.shape[which])

    def index(self, which: int, mm: float) -> int:
        """Nearest voxel index of a coordinate along an axis."""
        return int(np.clip(round((mm - self.origin[which]) / self.voxel_mm), 0, self.inside.shape[which] - 1))


def voxelise(mesh: pv.PolyData, voxel_mm: float = 0.25, half_slab_mm: float | None = None) -> Occupancy:
    """Voxels whose centre lies inside a closed mesh; of all of it, or of a slab about the plane x = 0."""
    low, high = np.array(mesh.bounds).reshape(3, 2).T
    if half_slab_mm is not None:
        mesh = _slice_of(mesh, half_slab_mm + SPARE_MM)
        low[0], high[0] = -half_slab_mm, half_slab_mm
    origin = low - 1.5 * voxel_mm
    shape = np.ceil((high - low) / voxel_mm).astype(int) + 4
    stencil = vtkPolyDataToImageStencil()
    stencil.SetInputData(mesh)
    stencil.SetOutputOrigin(*origin)
    stencil.SetOutputSpacing(voxel_mm, voxel_mm, voxel_mm)
    stencil.SetOutputWholeExtent(0, int(shape[0]) - 1, 0, int(shape[1]) - 1, 0, int(shape[2]) - 1)
    image = vtkImageStencilToImage()
    image.SetInputConnection(stencil.GetOutputPort())
    image.SetOutputScalarTypeToUnsignedChar()
    image.SetInsideValue(1)
    image.SetOutsideValue(0)
    image.Update()
    values = vtk_to_numpy(image.GetOutput().GetPointData().GetScalars()).astype(bool)
    return Occupancy(values.reshape(tuple(shape), order="F"), origin, voxel_mm)


def _slice_of(mesh: pv.PolyData, half_mm: float) -> pv.PolyData:
    """The part of a closed mesh within ``half_mm`` of the plane x = 0, closed: few triangles are voxels soon."""
    body = Manifold(Mesh(np.asarray(mesh.points, dtype=np.float32), mesh.regular_faces.astype(np.uint32)))
    reach = 1.0 + np.abs(np.array(mesh.bounds)[2:]).max()
    part = (body ^ Manifold.cube((2.0 * half_mm, 2.0 * reach, 2.0 * reach), True)).to_mesh()
    return pv.PolyData.from_regular_faces(part.vert_properties[:, :3].astype(float), part.tri_verts.astype(np.int64))
