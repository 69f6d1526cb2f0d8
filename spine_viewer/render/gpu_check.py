"""Does a projector that draws agree with the processor, on a box and a sphere?"""

from __future__ import annotations

import numpy as np

from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.projector.bodies import Triangles, as_triangles
from spine_viewer.imaging.projector.drawing import Draw
from spine_viewer.imaging.projector.patch import FIXED_PER_MM, Patch
from spine_viewer.imaging.projector.paths import mesh_patch

BOX_MM, RADIUS_MM, ROUND = (40.0, 60.0, 50.0), 30.0, 32
ARMS = (
    CArm((0.0, 0.0, 0.0), 20.0, 10.0, size=(128, 128)),
    CArm((5.0, -8.0, 12.0), -55.0, -15.0, size=(96, 128)),
)


def agreement(draw: Draw) -> float:
    """Largest difference from the processor's path lengths at any pixel, mm; infinite where a closed mesh leaks."""
    return max(_difference(draw(mesh, arm), mesh_patch(mesh, arm), arm) for mesh in (box(), ball()) for arm in ARMS)


def box() -> Triangles:
    """A box about the origin, mm."""
    from vtkmodules.vtkFiltersSources import vtkCubeSource

    source = vtkCubeSource()
    source.SetXLength(BOX_MM[0])
    source.SetYLength(BOX_MM[1])
    source.SetZLength(BOX_MM[2])
    return _triangles(source)


def ball() -> Triangles:
    """A sphere of flat triangles about the origin, mm."""
    from vtkmodules.vtkFiltersSources import vtkSphereSource

    source = vtkSphereSource()
    source.SetRadius(RADIUS_MM)
    source.SetThetaResolution(ROUND)
    source.SetPhiResolution(ROUND)
    return _triangles(source)


def _triangles(source: object) -> Triangles:
    import pyvista as pv

    source.Update()  # type: ignore[attr-defined]
    return as_triangles(pv.wrap(source.GetOutput()))  # type: ignore[attr-defined]


def _difference(one: Patch, other: Patch, arm: CArm) -> float:
    if one.leaky or other.leaky:
        return float("inf")
    full = [np.zeros(arm.size, np.int64) for _ in range(2)]
    for picture, patch in zip(full, (one, other), strict=True):
        picture[patch.window] = patch.fixed
    return float(np.abs(full[0] - full[1]).max()) / FIXED_PER_MM
