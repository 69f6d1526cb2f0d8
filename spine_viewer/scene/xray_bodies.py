"""What a scene puts into the X-ray beam besides the patient: needles and contrast, as bodies of the fluoroscope."""

from __future__ import annotations

import numpy as np

from spine_viewer.imaging import Solid, needle, tube
from spine_viewer.imaging.patient import TRUNK
from spine_viewer.scene.model import FluoroscopyRequest, NeedlePose, TubeGeometry, XrayFluid


def bodies(request: FluoroscopyRequest) -> list[Solid]:
    """The needles and fluids of a request, world mm."""
    return [*map(_needle, request.needles), *map(_fluid, request.fluids)]


def _needle(pose: NeedlePose) -> Solid:
    path = np.array([pose.tip, pose.hub]) if pose.path is None else pose.path
    return needle(pose.id, path, pose.diameter_mm)


def _fluid(fluid: XrayFluid) -> Solid:
    shape = fluid.geometry
    mesh = tube(shape.path, shape.diameter_mm) if isinstance(shape, TubeGeometry) else (shape.vertices, shape.faces)
    return Solid(fluid.id, mesh, fluid.material, TRUNK, fluid.share)
