"""The axis (C2): its frame stands at the centre of its body, z up along body and dens."""

from __future__ import annotations

from collections.abc import Mapping

from spine_viewer.anatomy.bones.axis_parts import inferior_facet, superior_facet, whole
from spine_viewer.anatomy.bones.curved_facet import CurvedFacet
from spine_viewer.anatomy.bones.model import BoneModel
from spine_viewer.anatomy.bones.upper_landmarks import axis_landmarks
from spine_viewer.anatomy.bones.upper_shape import load_upper_shape
from spine_viewer.anatomy.bones.upper_texture import relieved
from spine_viewer.anatomy.field.combine import Mirrored

GENUS = 3  # canal and two transverse foramina


def build_axis(
    changes: Mapping[str, float] | None = None, texture: float = 1.0, facing: CurvedFacet | None = None
) -> BoneModel:
    """C2 from ``annotations/shape/axis.csv`` and the published dimensions.

    Parameters
    ----------
    changes : mapping of str to float, optional
        Dimensions by name (mm, degrees, ratios) that replace those of the tables.
    texture : float
        Strength of surface relief and slow asymmetry; 0 gives a mirror-symmetric bone.
    facing : CurvedFacet, optional
        Left inferior facet in the frame of C2 (default: that of the tables); ``axis_joint.facet_on_c3`` takes it from
        the bone below.
    """
    shape = load_upper_shape("C2").with_values(changes or {})
    upper, lower = superior_facet(shape), facing or inferior_facet(shape)
    field = relieved(Mirrored(whole(shape, upper, lower)), shape, (upper, lower), texture)
    faces = upper.faces("superior_articular_facet") | lower.faces("inferior_articular_facet")
    landmarks = axis_landmarks(shape, field, upper, lower)
    return BoneModel("C2", field, landmarks, faces, dict(shape.values), GENUS)
