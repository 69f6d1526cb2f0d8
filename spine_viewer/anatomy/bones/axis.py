"""The axis (C2): its frame stands at the centre of its body, z up along body and dens."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from spine_viewer.anatomy.bones.axis_parts import endplate_rim_centre, inferior_facet, superior_facet, whole
from spine_viewer.anatomy.bones.model import BoneModel
from spine_viewer.anatomy.bones.upper_landmarks import axis_landmarks
from spine_viewer.anatomy.bones.upper_shape import load_upper_shape
from spine_viewer.anatomy.bones.upper_texture import relieved
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.combine import Mirrored

GENUS = 3  # canal and two transverse foramina


def wedge_rad(shape: VertebraShape) -> float:
    """Twice the slope of the inferior endplate, rad: what the pose on C3 takes for the wedge of a body."""
    return 2.0 * float(np.radians(shape["endplate_slope"]))


def endplate_centre(shape: VertebraShape, end: int = -1) -> Array:
    """Centre (3,) mm of the rim plane of the inferior endplate (``end`` -1), in the frame of C2.

    Raises
    ------
    ValueError
        For ``end`` +1: the axis has no superior endplate.
    """
    if end != -1:
        raise ValueError("C2 has no superior endplate; use end=-1")
    return endplate_rim_centre(shape)


def build_axis(changes: Mapping[str, float] | None = None, texture: float = 1.0) -> BoneModel:
    """C2 from ``annotations/shape/axis.csv`` and the published dimensions.

    Parameters
    ----------
    changes : mapping of str to float, optional
        Dimensions by name (mm, degrees, ratios) that replace those of the tables.
    texture : float
        Strength of surface relief and slow asymmetry; 0 gives a mirror-symmetric bone.
    """
    shape = load_upper_shape("C2").with_values(changes or {})
    upper, lower = superior_facet(shape), inferior_facet(shape)
    field = relieved(Mirrored(whole(shape, upper, lower)), shape, (upper, lower), texture)
    faces = upper.faces("superior_articular_facet") | lower.faces("inferior_articular_facet")
    landmarks = axis_landmarks(shape, field, upper, lower)
    return BoneModel("C2", field, landmarks, faces, dict(shape.values), GENUS)
