"""What is loaded when: each function runs in a background thread and imports what it needs."""

from __future__ import annotations

import os
from typing import Any


def load_coarse(pose: str = "prone") -> Any:
    """The spine with its coarse meshes read, and the graphics library loaded.

    The viewer shows the patient lying prone throughout, so that the picture, the X-ray and the procedure agree.
    """
    from spine_viewer.anatomy.spine import Spine

    spine = Spine.load(pose=pose)
    for name in spine.structures():
        _ = spine.structure(name).coarse
    import vtkmodules.vtkRenderingOpenGL2  # noqa: F401  so that the first picture does not wait for it

    import spine_viewer.render.renderer  # noqa: F401

    return spine


def open_xray(spine: Any, request: Any, side: int) -> Any:
    """The fluoroscope with its compiled projector, after a first picture of ``side`` pixels that nobody sees."""
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from spine_viewer.app.view.xray import XRay

    xray = XRay(spine)
    xray.picture(request, side, False)
    return xray


def load_fine(spine: Any) -> None:
    """Read the fine meshes."""
    for name in spine.structures():
        _ = spine.structure(name).mesh
