"""The app's C-arm: the fluoroscope on the loaded spine, with coarse bones while things move and fine ones at rest."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from spine_viewer.anatomy.regions import region, region_of_level
from spine_viewer.imaging import Fluoroscope, Look, fluoroscope
from spine_viewer.imaging.picture.finish import finish
from spine_viewer.imaging.views import VIEW_LEVELS
from spine_viewer.imaging.views.marks import middle
from spine_viewer.render.xray_outline import with_outlines
from spine_viewer.scene.model import FluoroscopyRequest
from spine_viewer.scene.xray_bodies import bodies

BARE = Look(collimated=False, marked=False)


class XRay:
    """Takes the X-rays that a scene asks for.

    Only the bones of the region around the C-arm's isocentre are in the beam: the others would cost time and be seen
    by nobody. A region is put in the beam when it is first asked for, and kept.

    Parameters
    ----------
    spine : anatomy.spine.Spine
    """

    def __init__(self, spine: Any) -> None:
        self._spine = spine
        self._scopes: dict[tuple[str, bool], Fluoroscope] = {}
        self._may_refine = False
        self._heights_mm = np.array([middle(spine, level)[2] for level in VIEW_LEVELS])

    def refine(self) -> None:
        """Take the fine bones too."""
        for name, _ in tuple(self._scopes):
            self._scope(name, False)
        self._may_refine = True

    def region_at(self, isocentre: ArrayLike) -> str:
        """Name of the region around a point (3,), world mm."""
        nearest = int(np.argmin(np.abs(self._heights_mm - np.asarray(isocentre, dtype=float)[2])))
        return region_of_level(VIEW_LEVELS[nearest])

    def picture(self, request: FluoroscopyRequest, side: int, look: Look, moving: bool = False) -> NDArray[np.uint8]:
        """The X-ray that a scene asks for.

        Flips and turns are put on the finished picture. Collimation changes the brightness, which follows what is left
        open; neither costs a new projection.

        Parameters
        ----------
        request : FluoroscopyRequest
        side : int
            Rows and columns of the picture.
        look : Look
            How it is shown.
        moving : bool
            Use the coarse bones, even where the fine ones are there.

        Returns
        -------
        (side, side) uint8, or (side, side, 3) where outlines are drawn on it
        """
        arm = request.carm.sized(side)
        scope = self._scope(self.region_at(arm.isocentre), moving or not self._may_refine)
        picture = finish(scope.expose(arm, bodies(request), look=BARE).picture, arm, look)
        return with_outlines(picture, arm, request.outlines, look)

    def _scope(self, name: str, coarse: bool) -> Fluoroscope:
        """The fluoroscope on the bones of a region."""
        key = (name, coarse)
        if key not in self._scopes:
            self._scopes[key] = fluoroscope(self._spine, coarse=coarse, bones=region(name).beam)
        return self._scopes[key]
