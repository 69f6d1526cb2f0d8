"""The app's C-arm: the fluoroscope on the loaded spine, ready in the background."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.scene.model import FluoroscopyRequest


class XRay:
    """Takes the X-rays that a scene asks for.

    Parameters
    ----------
    spine : anatomy.spine.Spine
    """

    def __init__(self, spine: Any) -> None:
        from spine_viewer.imaging.fluoroscope import Fluoroscope
        from spine_viewer.imaging.patient import patient_solids

        self._scope = Fluoroscope(patient_solids(spine))

    def picture(self, request: FluoroscopyRequest, side: int, inverted: bool) -> NDArray[np.uint8]:
        """(side, side) uint8 picture of what a scene asks for; ``inverted`` shows bone bright."""
        from spine_viewer.imaging.fluoroscope import Look
        from spine_viewer.imaging.solids import needle

        needles = [needle(n.id, np.array([n.tip, n.hub]), n.diameter_mm) for n in request.needles]
        exposure = self._scope.expose(request.carm.sized(side), needles, look=Look(invert=inverted))
        return exposure.picture
