"""X-ray path lengths drawn by a graphics card: signed depths added up in a framebuffer of 32-bit floats.

Front faces take away their depth and back faces add it, so what is left in a pixel is the length inside a closed mesh,
as in :mod:`spine_viewer.imaging.projector.paths`. A second channel counts the faces: where it is not zero the mesh
leaks. All drawing happens in one thread of its own, to which the OpenGL context belongs.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from spine_viewer.errors import InputError
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.projector.bodies import Triangles
from spine_viewer.imaging.projector.drawing import plug_in
from spine_viewer.imaging.projector.patch import FIXED_PER_MM, Patch
from spine_viewer.imaging.projector.paths import filled_patch
from spine_viewer.render.gpu_check import agreement
from spine_viewer.render.window import make_window

LIMIT_MM = 0.02  # how far the self-test may be off, at any pixel
NEAREST_MM = 1.0  # in front of the source nothing may lie nearer
START_PX = 64
DEPTH_BITS = 32

# OpenGL's own numbers.
GL_ONE, GL_CULL_FACE, GL_DEPTH_TEST, GL_BLEND, GL_FUNC_ADD = 1, 0x0B44, 0x0B71, 0x0BE2, 0x8006

VERTEX = {
    "//VTK::PositionVC::Dec": "out vec4 vertexVCVSOutput;\n",
    "//VTK::PositionVC::Impl": ("vertexVCVSOutput = MCVCMatrix * vertexMC;\n  gl_Position = MCDCMatrix * vertexMC;\n"),
}
FRAGMENT = {
    "//VTK::PositionVC::Dec": "in vec4 vertexVCVSOutput;\n",
    "//VTK::PositionVC::Impl": "vec4 vertexVC = vertexVCVSOutput;\n",
    "//VTK::Light::Impl": (
        "//VTK::Light::Impl\n"
        "  float way = gl_FrontFacing ? -1.0 : 1.0;\n"
        "  gl_FragData[0] = vec4(way * (-vertexVC.z - reference), way, 0.0, 1.0);\n"
    ),
}


class GpuProjector:
    """Draws path lengths; use it from one thread only.

    Raises
    ------
    InputError
        There is no framebuffer of floats.
    """

    def __init__(self) -> None:
        from vtkmodules.vtkCommonCore import VTK_FLOAT
        from vtkmodules.vtkRenderingCore import vtkRenderer

        self._window = make_window((START_PX, START_PX))
        self._renderer = vtkRenderer()
        self._renderer.SetBackground(0.0, 0.0, 0.0)
        self._renderer.SetBackgroundAlpha(0.0)
        self._window.AddRenderer(self._renderer)
        self._actors: WeakKeyDictionary[Triangles, Any] = WeakKeyDictionary()
        self._window.Render()
        for buffer in (self._window.GetRenderFramebuffer(), self._window.GetDisplayFramebuffer()):
            if not buffer.PopulateFramebuffer(START_PX, START_PX, True, 1, VTK_FLOAT, True, DEPTH_BITS, 0, False):
                raise InputError("backend 'vtk': this OpenGL has no framebuffer of floats; take numba or numpy")

    def patch(self, mesh: Triangles, carm: CArm) -> Patch:
        """Path lengths through one mesh.

        Raises
        ------
        InputError
            The mesh reaches the X-ray source.
        """
        depth = (mesh.vertices - carm.source) @ carm.detector_direction
        if depth.min() <= NEAREST_MM:
            raise InputError("a mesh reaches the X-ray source; move the isocentre or take a larger source to isocentre")
        rows, cols = carm.size
        places = carm.pixel_of(mesh.vertices)
        low, high = np.floor(places.min(axis=0)).astype(int) - 1, np.ceil(places.max(axis=0)).astype(int) + 1
        (left, top), (right, bottom) = np.maximum(low, 0), np.minimum(high, (cols - 1, rows - 1))
        if left > right or top > bottom:
            return Patch(0, 0, np.zeros((0, 0), np.int32))
        reference = float(round((depth.min() + depth.max()) / 2))
        self._draw(mesh, carm, reference, float(depth.max()))
        # OpenGL looks along the beam: its picture is upside down and the other way round.
        drawn = self._read(cols - 1 - right, rows - 1 - bottom, cols - 1 - left, rows - 1 - top)[::-1, ::-1]
        y = (np.arange(top, bottom + 1) + 0.5 - rows / 2) / carm.focal_px
        x = (np.arange(left, right + 1) + 0.5 - cols / 2) / carm.focal_px
        along = drawn[..., 0].astype(float) * np.sqrt(1.0 + x[None, :] ** 2 + y[:, None] ** 2) * FIXED_PER_MM
        return filled_patch(int(top), int(left), along, drawn[..., 1] != 0.0)

    def _draw(self, mesh: Triangles, carm: CArm, reference: float, farthest: float) -> None:
        actor, origin = self._actor(mesh)
        rows, cols = carm.size
        self._window.SetSize(cols, rows)
        self._renderer.RemoveAllViewProps()
        self._renderer.AddActor(actor)
        camera = self._renderer.GetActiveCamera()
        camera.SetPosition(*(carm.source - origin))
        camera.SetFocalPoint(*(carm.detector_centre - origin))
        camera.SetViewUp(*carm.up)
        camera.SetViewAngle(float(np.degrees(2.0 * np.arctan(rows / 2 / carm.focal_px))))
        camera.SetClippingRange(NEAREST_MM / 2, 2.0 * farthest)
        actor.GetShaderProperty().GetFragmentCustomUniforms().SetUniformf("reference", reference)
        self._window.Render()

    def _actor(self, mesh: Triangles) -> tuple[Any, NDArray[np.float64]]:
        """The mesh on the card, about its own middle, where single floats are finest."""
        kept = self._actors.get(mesh)
        if kept is None:
            origin = mesh.box_corners.mean(axis=0)
            kept = self._actors[mesh] = (self._uploaded(mesh, origin), origin)
        return kept

    def _uploaded(self, mesh: Triangles, origin: NDArray[np.float64]) -> Any:
        from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper

        from spine_viewer.anatomy.polydata import polydata

        mapper, actor = vtkPolyDataMapper(), vtkActor()
        mapper.SetInputData(polydata(mesh.vertices - origin, mesh.faces))
        mapper.ScalarVisibilityOff()
        mapper.AddObserver("UpdateShaderEvent", self._add_up)
        actor.SetMapper(mapper)
        actor.ForceOpaqueOn()
        shaders = actor.GetShaderProperty()
        for place, code in VERTEX.items():
            shaders.AddVertexShaderReplacement(place, True, code, False)
        for place, code in FRAGMENT.items():
            shaders.AddFragmentShaderReplacement(place, True, code, False)
        return actor

    def _add_up(self, *_: Any) -> None:
        """Every face counts, wherever it lies and whichever way it looks."""
        state = self._window.GetState()
        state.vtkglEnable(GL_BLEND)
        state.vtkglBlendEquation(GL_FUNC_ADD)
        state.vtkglBlendFunc(GL_ONE, GL_ONE)
        state.vtkglDisable(GL_DEPTH_TEST)
        state.vtkglDisable(GL_CULL_FACE)

    def _read(self, left: int, bottom: int, right: int, top: int) -> NDArray[np.float32]:
        """(h, w, 4) of the window between two of its pixels, from the bottom upwards."""
        from vtkmodules.util.numpy_support import vtk_to_numpy
        from vtkmodules.vtkCommonCore import vtkFloatArray

        pixels = vtkFloatArray()
        self._window.GetRGBAPixelData(int(left), int(bottom), int(right), int(top), 0, pixels)
        return np.asarray(vtk_to_numpy(pixels).reshape(top - bottom + 1, right - left + 1, 4))


@lru_cache(maxsize=1)
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="gpu-projector")


@lru_cache(maxsize=1)
def use_graphics() -> float:
    """Let ``backend="vtk"`` draw path lengths with OpenGL, after a self-test against the processor.

    Returns
    -------
    float
        Largest difference from the processor's path lengths in the self-test, mm.

    Raises
    ------
    InputError
        This OpenGL gives other path lengths than the processor: more than 0.02 mm off somewhere on a box and a sphere.

    Notes
    -----
    Where there is no OpenGL library at all VTK ends the process: ask ``spine-viewer doctor`` first.
    """
    made = _worker().submit(GpuProjector).result()

    def draw(mesh: Triangles, carm: CArm) -> Patch:
        return _worker().submit(made.patch, mesh, carm).result()

    worst = agreement(draw)
    if not worst <= LIMIT_MM:
        raise InputError(
            f"backend 'vtk': self-test is {worst:.3g} mm off the processor on a box and a sphere; "
            f"allowed: {LIMIT_MM:g} mm; take numba or numpy"
        )
    plug_in(draw)
    return worst
