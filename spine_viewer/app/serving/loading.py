"""What is loaded when: each function runs in a background thread and imports what it needs."""

from __future__ import annotations

import os
from typing import Any


def structures_of(spine: Any, region: str) -> list[str]:
    """What of a spine is drawn in a region."""
    from spine_viewer.anatomy.regions import belongs

    nerves = set(spine.nerves)
    return [
        name
        for name in spine.structures()
        if belongs(name, spine.nerve(name).crosses if name in nerves else None, region)
    ]


def load_coarse(region: str, variation: Any = None, pose: str = "prone") -> Any:
    """The spine with the coarse meshes of a region read, and the graphics library loaded.

    ``variation``: how it differs from the default anatomy; None where it does not.

    The viewer shows the patient lying prone throughout, so that the picture, the X-ray and the procedure agree.
    """
    from spine_viewer.anatomy.spine import Spine

    spine = Spine.build(variation, pose=pose)
    for name in structures_of(spine, region):
        _ = spine.structure(name).coarse
    import vtkmodules.vtkRenderingOpenGL2  # noqa: F401  so that the first picture does not wait for it

    import spine_viewer.render.renderer  # noqa: F401

    return spine


def open_xray(spine: Any, request: Any, side: int) -> Any:
    """The fluoroscope with its compiled projector, after a first picture of ``side`` pixels that nobody sees."""
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from spine_viewer.app.view.xray import XRay
    from spine_viewer.imaging import Look

    xray = XRay(spine)
    xray.picture(request, side, Look())
    return xray


def load_fine(spine: Any, region: str) -> None:
    """Read the fine meshes of a region."""
    for name in structures_of(spine, region):
        _ = spine.structure(name).mesh
