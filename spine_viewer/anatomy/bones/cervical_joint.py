"""Joint faces and relative poses of the neck (C3 to C7).

A facet joint is defined once, on the lower bone; the inferior facet of the bone above is the same surface carried
through the relative pose, reversed and moved back by the joint gap.
"""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones import thoracic_joint, thoracic_shape
from spine_viewer.anatomy.bones.cervical_shape import CERVICAL_LEVELS, load_shape
from spine_viewer.anatomy.bones.curved_facet import CurvedFacet
from spine_viewer.anatomy.bones.vertebra_joint import lordosis_pose
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.primitives import unit
from spine_viewer.anatomy.levels import load_levels, segment_name
from spine_viewer.anatomy.morphometry import load_morphometry
from spine_viewer.anatomy.rigid import inverse


def facet_normal(transverse_deg: float, sagittal_deg: float) -> Array:
    """(3,) outward normal of a left superior facet from its angles to the transverse and the sagittal plane.

    A sagittal angle below 90 degrees faces towards the midline, one above away from it.
    """
    x, z = -np.cos(np.radians(sagittal_deg)), np.cos(np.radians(transverse_deg))
    return unit([x, np.sqrt(max(1.0 - x * x - z * z, 0.0)), z])


def superior_facet(shape: VertebraShape) -> CurvedFacet:
    """Left superior articular facet of a vertebra, in its own frame; ``up`` runs forwards and up in the face."""
    s = shape
    return CurvedFacet(
        s.point("saf"),
        facet_normal(s["saf_transverse_angle"], s["saf_sagittal_angle"]),
        np.array([0.0, 0.0, 1.0]),
        s["saf_half_width"],
        s["saf_half_height"],
        s["saf_bend_across"],
        s["saf_bend_along"],
    )


def facet_below(lower: VertebraShape) -> CurvedFacet:
    """Left superior facet of the bone below, which is a vertebra of the neck or T1."""
    if lower.level in CERVICAL_LEVELS:
        return superior_facet(lower)
    face = thoracic_joint.superior_facet(lower)
    bend = -1.0 / face.radius_mm  # hollow across
    return CurvedFacet(face.centre, face.normal, face.up, face.half_width_mm, face.half_height_mm, bend, 0.0)


def shape_below(level: str) -> VertebraShape:
    """The bone below a vertebra of the neck, from the tables."""
    if level == CERVICAL_LEVELS[-1]:
        return thoracic_shape.load_shape("T1")
    return load_shape(CERVICAL_LEVELS[CERVICAL_LEVELS.index(level) + 1])


def wedge_rad(shape: VertebraShape) -> float:
    """Angle between the endplates, rad; positive when the body is taller in front."""
    return float(np.arctan2(shape["VBHa"] - shape["VBHp"], 0.5 * (shape["EPDu"] + shape["EPDl"])))


def endplate_centre(shape: VertebraShape, end: int) -> Array:
    """Centre (3,) mm of the midsagittal rim of the upper (``end`` +1) or lower (-1) endplate, in the bone frame."""
    return np.array([0.0, end * shape["body_shear"], end * 0.25 * (shape["VBHa"] + shape["VBHp"])])


def relative_pose(upper: VertebraShape, lower: VertebraShape) -> Array:
    """Standing pose (4, 4) of ``upper`` in the frame of ``lower``, from disc height and segmental lordosis.

    The disc height is the mean of its anterior, middle and posterior height; the rims are that much closer as the
    hollow endplates take up. ``lower`` may also be a shape of the chest: only its body's dimensions are used.
    """
    name = segment_name(upper.level, lower.level)
    levels = load_levels()
    hollow = upper["saddle_inferior"] + lower["bowl_superior"] + lower.values.get("rim_height", 0.0)
    return lordosis_pose(
        wedge_rad(upper),
        endplate_centre(upper, -1),
        wedge_rad(lower),
        endplate_centre(lower, 1),
        load_morphometry().value(name, levels.disc_height.dimension) - hollow / 3.0,
        levels.segmental_lordosis_deg["standing"][name].value,
    )


def facet_gap_mm() -> float:
    """Distance of the bones in a facet joint."""
    return load_levels().gaps_mm["facet"].value


def carried_facet(face: CurvedFacet, pose: Array) -> CurvedFacet:
    """Inferior facet of an upper bone from the superior facet of the bone below and its pose (4, 4) upon it."""
    return face.carried(inverse(pose), facet_gap_mm())


def inferior_facet(shape: VertebraShape, lower: VertebraShape | None = None) -> CurvedFacet:
    """Left inferior articular facet, in the frame of ``shape``: the superior facet of the bone below.

    ``lower`` replaces the bone below (default: the one in the tables; T1 below C7).
    """
    below = lower or shape_below(shape.level)
    return carried_facet(facet_below(below), relative_pose(shape, below))
