"""The app's C-arm: the fluoroscope on the loaded spine, with coarse bones while things move and fine ones at rest."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.anatomy.regions import region
from spine_viewer.imaging import Fluoroscope, Look, fluoroscope, needle
from spine_viewer.scene.model import FluoroscopyRequest

BEAM = region("lumbar").beam  # where the procedures are


class XRay:
    """Takes the X-rays that a scene asks for.

    Parameters
    ----------
    spine : anatomy.spine.Spine
    """

    def __init__(self, spine: Any) -> None:
        self._spine = spine
        self._coarse: Fluoroscope = fluoroscope(spine, coarse=True, bones=BEAM)
        self._fine: Fluoroscope | None = None

    def refine(self) -> None:
        """Take the fine bones too."""
        self._fine = fluoroscope(self._spine, bones=BEAM)

    def picture(
        self, request: FluoroscopyRequest, side: int, inverted: bool, moving: bool = False
    ) -> NDArray[np.uint8]:
        """The X-ray that a scene asks for.

        Parameters
        ----------
        request : FluoroscopyRequest
        side : int
            Rows and columns of the picture.
        inverted : bool
            Bone bright instead of dark.
        moving : bool
            Use the coarse bones, even where the fine ones are there.

        Returns
        -------
        (side, side) uint8
        """
        scope = self._coarse if moving or self._fine is None else self._fine
        needles = [needle(n.id, np.array([n.tip, n.hub]), n.diameter_mm) for n in request.needles]
        return scope.expose(request.carm.sized(side), needles, look=Look(invert=inverted)).picture
