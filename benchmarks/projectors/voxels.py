"""A scene as a block of voxels, for the methods that know no surfaces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkImagingStencil import vtkImageStencilToImage, vtkPolyDataToImageStencil

from spine_viewer.anatomy.polydata import polydata
from spine_viewer.imaging.projector.bodies import Triangles

LONGEST = 256  # voxels along the longest side


@dataclass(frozen=True, eq=False)
class Voxels:
    """Which part of each cube of space is filled.

    Attributes
    ----------
    filled : (nx, ny, nz) uint8
        1 where the middle of the voxel lies in a body.
    origin : (3,) float64
        Middle of the first voxel, world mm.
    side_mm : float
    """

    filled: NDArray[np.uint8]
    origin: NDArray[np.float64]
    side_mm: float


def voxelised(bodies: Sequence[Triangles], longest: int = LONGEST) -> Voxels:
    """Cubes that hold all bodies, ``longest`` of them along the longest side of their box."""
    corners = np.concatenate([body.box_corners for body in bodies])
    low, high = corners.min(0), corners.max(0)
    side = float((high - low).max() / (longest - 2))
    count = np.ceil((high - low) / side).astype(int) + 2
    origin = (low + high) / 2 - (count - 1) / 2 * side
    filled = np.zeros(count, np.uint8)
    for body in bodies:
        stencil = vtkPolyDataToImageStencil()
        stencil.SetInputData(polydata(body.vertices, body.faces))
        stencil.SetOutputOrigin(*origin)
        stencil.SetOutputSpacing(side, side, side)
        stencil.SetOutputWholeExtent(0, count[0] - 1, 0, count[1] - 1, 0, count[2] - 1)
        image = vtkImageStencilToImage()
        image.SetInputConnection(stencil.GetOutputPort())
        image.SetInsideValue(1)
        image.SetOutsideValue(0)
        image.SetOutputScalarTypeToUnsignedChar()
        image.Update()
        made: vtkImageData = image.GetOutput()
        scalars = vtk_to_numpy(made.GetPointData().GetScalars())
        filled |= scalars.reshape(count[::-1]).transpose(2, 1, 0)
    return Voxels(filled, origin, side)
