"""How much effort a picture gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Detail = Literal["coarse", "fine"]


@dataclass(frozen=True)
class Quality:
    """Detail of the meshes, samples per pixel side, and ambient occlusion in screen space."""

    detail: Detail
    supersampling: int = 1
    ambient_occlusion: bool = False
    smooth_edges: bool = False
    occlusion_radius_mm: float = 14.0


QUALITIES = {
    "moving": Quality("coarse"),
    "live": Quality("fine", smooth_edges=True),
    "still": Quality("fine", supersampling=2, ambient_occlusion=True),
}
