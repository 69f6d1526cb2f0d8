"""Facet joints of the chest: coronal faces, and the coupling of each lower facet to the bone below."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones import vertebra_joint, vertebra_shape
from spine_viewer.anatomy.bones.thoracic_shape import THORACIC_LEVELS, load_shape
from spine_viewer.anatomy.bones.vertebra_joint import FacetFrame, endplate_centre, relative_pose, wedge_rad
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.primitives import RoundedBox, unit
from spine_viewer.anatomy.levels import load_levels

__all__ = ["endplate_centre", "facet_room", "inferior_facet", "relative_pose", "superior_facet", "wedge_rad"]

ROOM_DEPTH_MM = 3.5


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


def facet_room(face: FacetFrame, wider_mm: float, higher_mm: float, lower_mm: float) -> RoundedBox:
    """Room in front of a joint face that bone must leave free: a box on the face, larger by the given margins."""
    rise = unit(face.up - (face.up @ face.normal) * face.normal)
    half_height = face.half_height_mm + 0.5 * (higher_mm + lower_mm)
    centre = face.centre + 0.5 * (higher_mm - lower_mm) * rise + ROOM_DEPTH_MM * face.normal
    half: Array = np.array([face.half_width_mm + wider_mm, half_height, ROOM_DEPTH_MM])
    return RoundedBox(centre, half, 1.0, np.array([face.along, rise, face.normal]))
