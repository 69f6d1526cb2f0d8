"""A vertebra of the neck (C3 to C7) assembled from its parts into one field."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.cervical_arch import pedicle, posterior_part
from spine_viewer.anatomy.bones.cervical_body import cervical_body
from spine_viewer.anatomy.bones.cervical_joint import inferior_facet, superior_facet
from spine_viewer.anatomy.bones.cervical_landmarks import cervical_landmarks
from spine_viewer.anatomy.bones.cervical_shape import load_shape
from spine_viewer.anatomy.bones.cervical_transverse import foramen, groove, transverse
from spine_viewer.anatomy.bones.curved_facet import CurvedFacet
from spine_viewer.anatomy.bones.model import BoneModel
from spine_viewer.anatomy.bones.upper_texture import relieved
from spine_viewer.anatomy.bones.vertebra_arch import canal, rear_wall
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Culled, Field
from spine_viewer.anatomy.field.combine import Cut, Mirrored, Union
from spine_viewer.anatomy.field.primitives import Ellipsoid

GENUS = 3  # canal and two transverse foramina


def left_half(shape: VertebraShape, upper: CurvedFacet, lower: CurvedFacet) -> Field:
    """Field of the left half of a vertebra without texture."""
    s = shape
    arch: Field = Union(Culled(posterior_part(s, upper, lower)), Culled(pedicle(s)), s["pedicle_blend"])
    arch = Cut(arch, canal(s), s["canal_edge"])
    side: Field = Union(arch, Culled(transverse(s)), s["tp_blend"])
    side = Cut(side, Culled(groove(s)), s["groove_edge"])
    whole: Field = Union(Culled(cervical_body(s)), side, s["body_blend"])
    whole = Cut(whole, Culled(foramen(s)), s["foramen_edge"])
    basivertebral = Ellipsoid(
        np.array([0.0, rear_wall(s) - 0.2, 0.3]),
        np.array([s["basivertebral_width"], 1.8, s["basivertebral_height"]]),
    )
    return Cut(whole, Culled(basivertebral), 1.2)


def smooth_field(shape: VertebraShape, lower: VertebraShape | None = None) -> Field:
    """Vertebra without surface texture; ``lower`` is the bone below, whose facet the lower facet matches."""
    return Mirrored(left_half(shape, superior_facet(shape), inferior_facet(shape, lower)))


def build_cervical(
    level: str | VertebraShape,
    lower: VertebraShape | CurvedFacet | None = None,
    texture: float = 1.0,
) -> BoneModel:
    """Field, landmarks and joint faces of one vertebra of the neck in its own frame.

    Parameters
    ----------
    level : str or VertebraShape
        ``C3`` .. ``C7`` from the tables, or all named dimensions.
    lower : VertebraShape or CurvedFacet, optional
        The bone below (default: the one in the tables; T1 below C7), or the inferior facet itself in the frame of this
        bone, see :func:`~spine_viewer.anatomy.bones.cervical_joint.carried_facet`.
    texture : float
        Strength of the fine surface relief and of the low-frequency asymmetry; 0 gives a mirror-symmetric bone.

    Raises
    ------
    InputError
        If the level is not one of C3..C7, or a table is missing or malformed.
    """
    shape = load_shape(level) if isinstance(level, str) else level
    upper_face = superior_facet(shape)
    lower_face = lower if isinstance(lower, CurvedFacet) else inferior_facet(shape, lower)
    plain = Mirrored(left_half(shape, upper_face, lower_face))
    field = relieved(plain, shape, (upper_face, lower_face), texture)
    faces = upper_face.faces("superior_articular_facet") | lower_face.faces("inferior_articular_facet")
    landmarks = cervical_landmarks(shape, field, upper_face, lower_face)
    return BoneModel(shape.level, field, landmarks, faces, dict(shape.values), GENUS)
