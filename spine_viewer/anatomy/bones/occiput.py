"""The base of the occiput: its frame stands at the centre of the foramen magnum."""

from __future__ import annotations

from collections.abc import Mapping

from spine_viewer.anatomy.bones.model import BoneModel
from spine_viewer.anatomy.bones.occiput_parts import whole
from spine_viewer.anatomy.bones.upper_joint import condyle_face
from spine_viewer.anatomy.bones.upper_landmarks import occiput_landmarks
from spine_viewer.anatomy.bones.upper_shape import load_upper_shape
from spine_viewer.anatomy.bones.upper_texture import relieved
from spine_viewer.anatomy.field.combine import Mirrored

GENUS = 1  # foramen magnum


def build_occiput(changes: Mapping[str, float] | None = None, texture: float = 1.0) -> BoneModel:
    """Occiput from ``annotations/shape/occiput.csv``; its squama ends above the external protuberance, short of lambda.

    Parameters
    ----------
    changes : mapping of str to float, optional
        Dimensions by name (mm, degrees, ratios) that replace those of the table.
    texture : float
        Strength of surface relief and slow asymmetry; 0 gives a mirror-symmetric bone.
    """
    shape = load_upper_shape("occiput").with_values(changes or {})
    face = condyle_face(shape)
    field = relieved(Mirrored(whole(shape, face)), shape, (face,), texture)
    landmarks = occiput_landmarks(shape, field, face)
    return BoneModel("occiput", field, landmarks, face.faces("occipital_condyle"), dict(shape.values), GENUS)
