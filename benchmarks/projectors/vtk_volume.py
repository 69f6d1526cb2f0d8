"""VTK's GPU volume ray caster with additive blending through a block of voxels: on llvmpipe without a graphics card."""

from __future__ import annotations

import math

import numpy as np
import vtkmodules.vtkRenderingVolumeOpenGL2  # noqa: F401
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkUnsignedCharArray
from vtkmodules.vtkCommonDataModel import vtkImageData, vtkPiecewiseFunction
from vtkmodules.vtkRenderingCore import (
    vtkColorTransferFunction,
    vtkRenderer,
    vtkVolume,
    vtkVolumeProperty,
)
from vtkmodules.vtkRenderingVolume import vtkGPUVolumeRayCastMapper

from benchmarks.projectors.voxels import Voxels
from spine_viewer.imaging.carm import CArm
from spine_viewer.render.window import make_window

FULL_MM = 100.0  # length that is shown as white


class VtkVolume:
    """Sum of the samples along each ray, one sample per voxel side. The picture has 8 bits.

    Raises
    ------
    RuntimeError
        VTK has no GPU volume ray caster here.
    """

    def __init__(self, voxels: Voxels) -> None:
        image = vtkImageData()
        image.SetDimensions(*voxels.filled.shape)
        image.SetOrigin(*voxels.origin)
        image.SetSpacing(*3 * [voxels.side_mm])
        self._scalars = numpy_to_vtk(np.ascontiguousarray(voxels.filled.transpose(2, 1, 0)).ravel() * 255, deep=True)
        image.GetPointData().SetScalars(self._scalars)
        mapper = vtkGPUVolumeRayCastMapper()
        mapper.SetInputData(image)
        mapper.SetBlendModeToAdditive()
        mapper.SetAutoAdjustSampleDistances(False)
        mapper.SetSampleDistance(voxels.side_mm)
        mapper.SetUseJittering(False)
        opacity = vtkPiecewiseFunction()
        opacity.AddPoint(0, 0.0)
        opacity.AddPoint(255, voxels.side_mm / FULL_MM)
        colour = vtkColorTransferFunction()
        colour.AddRGBPoint(0, 1, 1, 1)
        properties = vtkVolumeProperty()
        properties.SetScalarOpacity(opacity)
        properties.SetScalarOpacityUnitDistance(voxels.side_mm)
        properties.SetColor(colour)
        properties.SetInterpolationTypeToLinear()
        volume = vtkVolume()
        volume.SetMapper(mapper)
        volume.SetProperty(properties)
        self.renderer = vtkRenderer()
        self.renderer.SetBackground(0, 0, 0)
        self.renderer.AddVolume(volume)
        self.window = make_window((64, 64))
        self.window.AddRenderer(self.renderer)
        self.window.Render()
        if not mapper.IsRenderSupported(self.window, properties):
            raise RuntimeError("VTK's GPU volume ray caster does not run here")

    def look(self, carm: CArm) -> None:
        """Stand where a C-arm stands."""
        camera = self.renderer.GetActiveCamera()
        camera.SetPosition(*carm.source)
        camera.SetFocalPoint(*carm.detector_centre)
        camera.SetViewUp(*carm.up)
        camera.SetViewAngle(math.degrees(2 * math.atan(carm.field_mm / 2 / carm.source_to_detector_mm)))
        self.window.SetSize(carm.size[1], carm.size[0])
        self.renderer.ResetCameraClippingRange()
        self.picture()  # the first picture of a size makes its buffers

    def picture(self) -> NDArray[np.uint8]:
        """(rows, cols) grey levels as read back: what is timed."""
        self.window.Render()
        cols, rows = self.window.GetSize()
        pixels = vtkUnsignedCharArray()
        self.window.GetRGBACharPixelData(0, 0, cols - 1, rows - 1, 0, pixels)
        return vtk_to_numpy(pixels).reshape(rows, cols, 4)[:, :, 0]

    def mm(self, carm: CArm) -> NDArray[np.float64]:
        """(rows, cols) millimetres inside; VTK sees from the source, lowest row first."""
        self.look(carm)
        return self.picture()[::-1, ::-1].astype(np.float64) * (FULL_MM / 255.0)
