"""The atlas (C1): its frame stands midway between the lateral masses, on the axis of the dens."""

from __future__ import annotations

from collections.abc import Mapping

from spine_viewer.anatomy.bones.atlas_parts import superior_facet, whole
from spine_viewer.anatomy.bones.model import BoneModel
from spine_viewer.anatomy.bones.upper_joint import inferior_facet_of_atlas
from spine_viewer.anatomy.bones.upper_landmarks import atlas_landmarks
from spine_viewer.anatomy.bones.upper_shape import load_upper_shape
from spine_viewer.anatomy.bones.upper_texture import relieved
from spine_viewer.anatomy.field.combine import Mirrored

GENUS = 3  # canal and two transverse foramina


def build_atlas(changes: Mapping[str, float] | None = None, texture: float = 1.0) -> BoneModel:
    """C1 from ``annotations/shape/atlas.csv`` and the published dimensions.

    Parameters
    ----------
    changes : mapping of str to float, optional
        Dimensions by name (mm, degrees, ratios) that replace those of the tables.
    texture : float
        Strength of surface relief and slow asymmetry; 0 gives a mirror-symmetric bone.
    """
    shape = load_upper_shape("C1").with_values(changes or {})
    upper, lower = superior_facet(shape), inferior_facet_of_atlas(shape)
    field = relieved(Mirrored(whole(shape, upper, lower)), shape, (upper, lower), texture)
    faces = upper.faces("superior_articular_facet") | lower.faces("inferior_articular_facet")
    landmarks = atlas_landmarks(shape, field, upper, lower)
    return BoneModel("C1", field, landmarks, faces, dict(shape.values), GENUS)
