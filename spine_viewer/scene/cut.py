"""A plane through the body: what of the picture it takes away, and where it lies in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from spine_viewer.anatomy.ids import choose
from spine_viewer.anatomy.regions import region
from spine_viewer.errors import InputError
from spine_viewer.scene.explode import centre_of
from spine_viewer.scene.model import Array, Section

# Axis of each plane's normal, world LPS: the patient's left, back and head.
AXES = {"sagittal": 0, "coronal": 1, "axial": 2}
PLANES = tuple(AXES)
FARTHEST_MM = 2000.0
# The side from which the cut surface is seen; the other one where the cut is flipped.
SEEN_FROM = {"sagittal": ("left", "right"), "coronal": ("posterior", "anterior"), "axial": ("superior", "superior")}


@dataclass(frozen=True)
class Cut:
    """A plane across the body.

    Parameters
    ----------
    plane : {"sagittal", "coronal", "axial"}
    at_mm : float
        World coordinate along the plane's normal: towards the patient's left, back or head.
    flipped : bool
        False takes away the left, the back or the upper part; True the other one.

    Raises
    ------
    InputError
        For another plane, or a place outside of the body.
    """

    plane: str
    at_mm: float = 0.0
    flipped: bool = False

    def __post_init__(self) -> None:
        choose(self.plane, PLANES, "plane")
        if not abs(self.at_mm) <= FARTHEST_MM:
            raise InputError(f"cut at {self.at_mm!r} mm; allowed: {-FARTHEST_MM:g} to {FARTHEST_MM:g}")

    @property
    def section(self) -> Section:
        """The plane in the scene; its normal points to what stays."""
        axis = np.eye(3)[AXES[self.plane]]
        return Section(self.at_mm * axis, axis if self.flipped else -axis)

    @property
    def seen_from(self) -> str:
        """The view that looks at the cut surface."""
        return SEEN_FROM[self.plane][self.flipped]

    @property
    def kept_side(self) -> str | None:
        """The side of the body that stays of a sagittal cut; None of the others."""
        return None if self.plane != "sagittal" else "left" if self.flipped else "right"


def limits_mm(spine: Any, region_name: str, plane: str) -> tuple[float, float]:
    """Between which places a cut of a region meets a bone that the region is about, world mm."""
    axis = AXES[choose(plane, PLANES, "plane")]
    focus = [bone for bone in region(region_name).focus if bone in spine.bones]
    boxes = np.array([spine.structure(bone).coarse.bounds for bone in focus]).reshape(-1, 3, 2)
    return float(np.floor(boxes[:, axis, 0].min())), float(np.ceil(boxes[:, axis, 1].max()))


def first_cut(spine: Any, region_name: str, plane: str) -> Cut:
    """A telling cut of a region: the midline, the middle of the column's depth, the body of its middle vertebra."""
    levels = [bone for bone in region(region_name).focus if bone[1:].isdigit() and bone in spine.bones]
    middle = centre_of(spine, levels[len(levels) // 2])
    at = {"sagittal": 0.0, "coronal": middle[1], "axial": middle[2]}[choose(plane, PLANES, "plane")]
    return Cut(plane, float(np.round(at)))


def nearest_level(spine: Any, at_mm: float) -> str:
    """The vertebra, or the sacrum, whose middle is nearest to a height in world mm."""
    bones = [bone for bone in spine.bones if bone[1:].isdigit() or bone == "sacrum"]
    heights: Array = np.array([centre_of(spine, bone)[2] for bone in bones])
    return bones[int(np.argmin(np.abs(heights - at_mm)))]
