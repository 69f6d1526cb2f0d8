"""Where a projector that draws can be plugged in: this package itself knows no graphics library."""

from __future__ import annotations

from collections.abc import Callable

from spine_viewer.errors import InputError
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.projector.bodies import Triangles
from spine_viewer.imaging.projector.patch import Patch

Draw = Callable[[Triangles, CArm], Patch]
_plugged: list[Draw] = []


def plug_in(draw: Draw) -> None:
    """From now on ``backend="vtk"`` asks this function for the path lengths through one mesh."""
    _plugged[:] = [draw]


def drawn(mesh: Triangles, carm: CArm) -> Patch:
    """Path lengths through one mesh, drawn.

    Raises
    ------
    InputError
        No projector that draws is plugged in.
    """
    if not _plugged:
        raise InputError(
            "backend 'vtk' is not in use; call spine_viewer.render.gpu_projector.use_graphics() first, "
            "or take another: auto, numba, numpy"
        )
    return _plugged[0](mesh, carm)
