"""A lumbar vertebra (or T12) assembled from its parts into one field."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.model import BoneModel, Face
from spine_viewer.anatomy.bones.vertebra_arch import canal, lamina, pars, pedicle
from spine_viewer.anatomy.bones.vertebra_body import vertebral_body
from spine_viewer.anatomy.bones.vertebra_costal import costal_hollow, costal_pad, has_costal_facet
from spine_viewer.anatomy.bones.vertebra_joint import FacetFrame, FacetSide, inferior_facet, superior_facet
from spine_viewer.anatomy.bones.vertebra_landmarks import vertebra_landmarks
from spine_viewer.anatomy.bones.vertebra_processes import accessory, spinous, superior_process, transverse
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape, load_shape
from spine_viewer.anatomy.bones.vertebra_texture import textured
from spine_viewer.anatomy.field.base import Culled, Field
from spine_viewer.anatomy.field.combine import Cut, Intersection, Mirrored, Union, union_all
from spine_viewer.anatomy.field.primitives import Ellipsoid


def smooth_field(shape: VertebraShape, lower: VertebraShape | None = None) -> Field:
    """Vertebra without surface texture; ``lower`` is the bone below, whose facet the lower facet matches."""
    s = shape
    upper_face, lower_face = superior_facet(s), inferior_facet(s, lower)
    plates = union_all([(pars(s, lower_face.centre), 0.0), (lamina(s), s["lamina_blend"])])
    back = Union(
        Intersection(plates, FacetSide(lower_face, hollow=False, fade=1, fade_mm=s["iaf_fade"]), s["iaf_edge"]),
        Culled(spinous(s)),
        s["sp_blend"],
    )
    pillar = union_all(
        [
            (pedicle(s), 0.0),
            (superior_process(s, upper_face), s["sap_blend"]),
            (transverse(s), s["tp_blend"]),
            (accessory(s), s["accessory_blend"]),
        ]
    )
    front = Intersection(pillar, FacetSide(upper_face, hollow=True, fade=-1), s["facet_edge"])
    arch = Cut(Union(front, back, s["pars_blend"]), canal(s), s["canal_edge"])
    whole: Field = Union(Culled(vertebral_body(s)), arch, s["pedicle_blend"])
    if has_costal_facet(s):
        whole = Cut(Union(whole, Culled(costal_pad(s)), 3.0), Culled(costal_hollow(s)), 0.8)
    basivertebral = Ellipsoid(
        np.array([0.0, 0.25 * (s["EPDu"] + s["EPDl"]) - 0.4, 0.5]),
        np.array([s["basivertebral_width"], 2.6, s["basivertebral_height"]]),
    )
    return Mirrored(Cut(whole, Culled(basivertebral), 1.6))


def _face(frame: FacetFrame, side: str) -> Face:
    flip = np.array([1.0 if side == "left" else -1.0, 1.0, 1.0])
    return Face(frame.centre * flip, frame.normal * flip, frame.up * flip, frame.half_width_mm, frame.half_height_mm)


def build_vertebra(shape: VertebraShape, lower: VertebraShape | None = None, texture: float = 1.0) -> BoneModel:
    """Field, landmarks and joint faces of one vertebra in its own frame.

    Parameters
    ----------
    shape : VertebraShape
        All named dimensions.
    lower : VertebraShape, optional
        The bone below (default: the one in the tables); its superior facet shapes the inferior facet. Not used for L5.
    texture : float
        Strength of the fine surface relief and of the low-frequency asymmetry; 0 gives a mirror-symmetric bone.
    """
    field = smooth_field(shape, lower)
    upper_face, lower_face = superior_facet(shape), inferior_facet(shape, lower)
    if texture > 0.0:
        field = textured(field, shape, upper_face, lower_face, texture)
    faces = {}
    for side in ("left", "right"):
        faces[f"superior_articular_facet:{side}"] = _face(upper_face, side)
        faces[f"inferior_articular_facet:{side}"] = _face(lower_face, side)
    landmarks = vertebra_landmarks(shape, field, upper_face, lower_face)
    return BoneModel(shape.level, field, landmarks, faces, dict(shape.values), genus=1)


def build(level: str) -> BoneModel:
    """Vertebra of a level (T12, L1..L5) from the tables in ``annotations``."""
    return build_vertebra(load_shape(level))
