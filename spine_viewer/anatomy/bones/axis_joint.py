"""How the axis sits on C3, and its inferior facets as the faces of C3 carried through that pose."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones import axis_parts, cervical_joint
from spine_viewer.anatomy.bones.cervical_shape import load_shape
from spine_viewer.anatomy.bones.curved_facet import CurvedFacet
from spine_viewer.anatomy.bones.upper_shape import load_upper_shape
from spine_viewer.anatomy.bones.vertebra_joint import lordosis_pose
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.levels import load_levels, segment_name
from spine_viewer.anatomy.morphometry import load_morphometry


def wedge_rad(shape: VertebraShape) -> float:
    """Twice the slope of the rim of the inferior endplate, rad: what the pose on C3 takes for the wedge of a body."""
    return 2.0 * float(np.radians(shape["endplate_slope"] + shape["endplate_rim_tilt"]))


def endplate_centre(shape: VertebraShape, end: int = -1) -> Array:
    """Centre (3,) mm of the rim plane of the inferior endplate (``end`` -1), in the frame of C2.

    Raises
    ------
    ValueError
        For ``end`` +1: the axis has no superior endplate.
    """
    if end != -1:
        raise ValueError("C2 has no superior endplate; use end=-1")
    return axis_parts.endplate_rim_centre(shape)


def axis_on_c3(axis: VertebraShape | None = None, lower: VertebraShape | None = None) -> Array:
    """Standing pose (4, 4) of C2 in the frame of C3, from disc height and segmental lordosis.

    The axis has no superior endplate: its segmental lordosis is that of its inferior endplate on C3. The disc height
    is the mean of its anterior, middle and posterior height; the rims are that much closer as the hollow endplates
    take up.
    """
    axis, lower = axis or load_upper_shape("C2"), lower or load_shape("C3")
    levels, name = load_levels(), segment_name("C2", "C3")
    hollow = axis["endplate_hollow"] + lower["bowl_superior"]
    return lordosis_pose(
        wedge_rad(axis),
        endplate_centre(axis),
        cervical_joint.wedge_rad(lower),
        cervical_joint.endplate_centre(lower, 1),
        load_morphometry().value(name, levels.disc_height.dimension) - hollow / 3.0,
        levels.segmental_lordosis_deg["standing"][name].value + float(np.degrees(wedge_rad(axis))),
    )


def facet_on_c3(axis: VertebraShape | None = None, lower: VertebraShape | None = None) -> CurvedFacet:
    """Left inferior facet of C2 in its own frame: the superior facet of C3 through the pose, with C2's outline."""
    axis, lower = axis or load_upper_shape("C2"), lower or load_shape("C3")
    face = cervical_joint.carried_facet(cervical_joint.superior_facet(lower), axis_on_c3(axis, lower))
    own = axis_parts.inferior_facet(axis)
    return face.resized(own.half_width_mm, own.half_height_mm)
