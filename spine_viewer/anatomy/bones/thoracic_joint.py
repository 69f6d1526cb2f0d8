"""Facet joints of the chest: coronal faces, and the coupling of each lower facet to the bone below."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.bones import vertebra_joint, vertebra_shape
from spine_viewer.anatomy.bones.thoracic_shape import THORACIC_LEVELS, load_shape
from spine_viewer.anatomy.bones.vertebra_joint import FacetFrame, FacetSide, endplate_centre, relative_pose, wedge_rad
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.primitives import unit
from spine_viewer.anatomy.levels import load_levels

__all__ = ["FacetLimit", "endplate_centre", "inferior_facet", "relative_pose", "superior_facet", "wedge_rad"]

STEP_MM = 1.0
ROOM_DEPTH_MM = 7.0


def superior_facet(shape: VertebraShape) -> FacetFrame:
    """Left superior articular facet of T1..T12 in the bone's own frame.

    In T1 to T11 it faces backwards, a little outwards and up; T12 is built by the lumbar tables.
    """
    if shape.level not in THORACIC_LEVELS:
        return vertebra_joint.superior_facet(shape)
    angle, tilt = np.radians(shape["facet_angle"]), np.radians(shape["saf_tilt"])
    lean = np.radians(shape["saf_lean"])
    normal = unit([np.cos(angle) * np.cos(tilt), np.sin(angle) * np.cos(tilt), np.sin(tilt)])
    return FacetFrame(
        shape.point("saf"),
        normal,
        np.array([np.sin(lean), 0.0, np.cos(lean)]),
        shape["saf_half_width"],
        shape["saf_half_height"],
        shape["saf_radius"],
    )


def shape_below(level: str) -> VertebraShape:
    """Dimensions of the bone below a thoracic vertebra (T12 below T11)."""
    at = THORACIC_LEVELS.index(level) + 1
    return load_shape(THORACIC_LEVELS[at]) if at < len(THORACIC_LEVELS) else vertebra_shape.load_shape("T12")


def inferior_facet(shape: VertebraShape, lower: VertebraShape | None = None) -> FacetFrame:
    """Left inferior articular facet in the frame of ``shape``: the upper facet of the bone below, moved by the gap.

    ``lower`` replaces the bone below (default: the one in the tables).
    """
    gap = load_levels().gaps_mm["facet"].value
    below = lower or shape_below(shape.level)
    face = superior_facet(below)
    into_upper = np.linalg.inv(relative_pose(shape, below))
    rotation = into_upper[:3, :3]
    normal = rotation @ -face.normal
    centre = rotation @ face.centre + into_upper[:3, 3] - gap * normal
    radius = max(face.radius_mm - gap, 4.0)
    return FacetFrame(centre, normal, rotation @ face.up, face.half_width_mm, face.half_height_mm, radius)


@dataclass(frozen=True)
class FacetLimit:
    """All but the room in front of a joint face, positive there; the room ends ``ROOM_DEPTH_MM`` from the face.

    The room reaches ``wider_mm`` beyond the face at its sides, ``higher_mm`` above and ``lower_mm`` below it; ``rate``
    is how steeply the limit lifts off the face beyond. In the nearer half of the room the value is the distance from
    the face: the clearance of the facing bone relies on that.
    """

    face: FacetFrame
    hollow: bool
    wider_mm: float
    higher_mm: float
    lower_mm: float
    rate: float

    @property
    def bounds(self) -> Array:
        return np.array([[-1e3] * 3, [1e3] * 3])

    def __call__(self, points: Array) -> Array:
        u, v, _ = self.face.local(points)
        aside = np.maximum(np.abs(u) - self.face.half_width_mm - self.wider_mm, 0.0)
        end = np.maximum(v - self.face.half_height_mm - self.higher_mm, -v - self.face.half_height_mm - self.lower_mm)
        beyond = np.hypot(aside, np.maximum(end, 0.0))
        plain = FacetSide(self.face, self.hollow, 0).plain(points)
        return np.minimum(plain, ROOM_DEPTH_MM - plain) - self.rate * beyond * beyond / (beyond + STEP_MM)
