"""The same line integrals from gVXR (gVirtualXray), which renders closed meshes with OpenGL.

``pip install gvxr`` for a try; on Debian its wheel also wants libxcb-res0 libxcb-ewmh2 libxcb-icccm4 libxcb-keysyms1
libxcb-composite0 libxcb-xinerama0. Without a graphics card it runs on Mesa's llvmpipe.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.projector.bodies import Triangles

ENERGY_KEV = 60.0  # any: the attenuation is set directly


@contextmanager
def quiet() -> Iterator[None]:
    """Without what a library writes on standard output and error past Python's own streams."""
    kept = [os.dup(1), os.dup(2)]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        for number, old in zip((1, 2), kept, strict=True):
            os.dup2(old, number)
            os.close(old)
        os.close(nowhere)


@lru_cache(maxsize=1)
def load_gvxr() -> ModuleType | str:
    """The library with its one OpenGL context, or one line that says why it cannot be had."""
    try:
        from gvxrPython3 import gvxr
    except ImportError as error:
        return f"gVXR cannot be imported: {error}"
    with quiet():
        gvxr.createOpenGLContext()
        gvxr.usePointSource()
        gvxr.setMonoChromaticPerPixelAtSDD(ENERGY_KEV, "keV", 1)
    try:
        corner = Triangles(
            np.vstack([np.zeros(3), 20 * np.eye(3)]), np.array([[0, 2, 1], [0, 1, 3], [1, 2, 3], [0, 3, 2]])
        )
        GvxrMeshes(gvxr, [corner], 0.02).look(CArm((0, 0, 0), size=(32, 32)))
    except RuntimeError as error:
        return str(error)
    return gvxr


class GvxrMeshes:
    """Closed meshes in gVXR, all of one attenuation.

    Parameters
    ----------
    gvxr : module
        From :func:`load_gvxr`.
    bodies : sequence of Triangles
        World mm.
    mu_per_mm : float
        Keep ``mu * length`` within a few units: gVXR gives transmissions in single precision.

    Raises
    ------
    RuntimeError
        gVXR has no OpenGL.
    """

    def __init__(self, gvxr: Any, bodies: Sequence[Triangles], mu_per_mm: float) -> None:
        self.gvxr, self.mu = gvxr, mu_per_mm
        with quiet():
            gvxr.removePolygonMeshesFromXRayRenderer()
            gvxr.removePolygonMeshesFromSceneGraph()
            for place, body in enumerate(bodies):
                name = f"body {place}"
                corners, faces = body.vertices.ravel().tolist(), body.faces.ravel().astype(int).tolist()
                gvxr.makeTriangularMesh(name, corners, faces, "mm")
                gvxr.setLinearAttenuationCoefficient(name, 10.0 * mu_per_mm, "cm-1")
                gvxr.addPolygonMeshAsInnerSurface(name)

    def look(self, carm: CArm) -> None:
        """Stand where a C-arm stands."""
        gvxr, (rows, cols) = self.gvxr, carm.size
        with quiet():
            gvxr.setSourcePosition(*carm.source, "mm")
            gvxr.setDetectorPosition(*carm.detector_centre, "mm")
            gvxr.setDetectorUpVector(*carm.up)
            gvxr.setDetectorNumberOfPixels(cols, rows)
            gvxr.setDetectorPixelSize(carm.pixel_mm, carm.pixel_mm, "mm")
            first = self.picture()  # the first picture of a size makes its buffers
        if first.ndim != 2:
            raise RuntimeError("gVXR finds no OpenGL that it can use")

    def picture(self) -> NDArray[np.float64]:
        """One X-ray image as gVXR gives it: what is timed."""
        return np.asarray(self.gvxr.computeXRayImage())

    def mm(self, carm: CArm) -> NDArray[np.float64]:
        """(rows, cols) millimetres inside the bodies: gVXR's picture is seen from the source, its lowest row first."""
        self.look(carm)
        energy = self.picture()
        return -np.log(energy[::-1, ::-1] / energy.max()) / self.mu
