"""The thoracic vertebrae T1 to T11, each assembled from its parts into one field."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.model import BoneModel, Face
from spine_viewer.anatomy.bones.thoracic_arch import inferior_process, pedicle
from spine_viewer.anatomy.bones.thoracic_costal import NAMES, costal_facets, with_costal_facets
from spine_viewer.anatomy.bones.thoracic_joint import FacetLimit, inferior_facet, superior_facet
from spine_viewer.anatomy.bones.thoracic_landmarks import thoracic_landmarks
from spine_viewer.anatomy.bones.thoracic_processes import spinous, superior_process, transverse
from spine_viewer.anatomy.bones.thoracic_shape import load_shape
from spine_viewer.anatomy.bones.vertebra_arch import canal, lamina
from spine_viewer.anatomy.bones.vertebra_body import vertebral_body
from spine_viewer.anatomy.bones.vertebra_joint import FacetFrame
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.bones.vertebra_texture import textured
from spine_viewer.anatomy.field.base import Culled, Field
from spine_viewer.anatomy.field.combine import Cut, Intersection, Mirrored, Union, union_all

REST_RATE, EDGE_RATE = 0.8, 2.0  # how steeply bone rises beside the upper and the lower joint face, mm per mm


def plain_field(shape: VertebraShape, lower: VertebraShape | None = None) -> Field:
    """Left half of the vertebra without rib facets and surface texture."""
    s = shape
    upper_face, lower_face = superior_facet(s), inferior_facet(s, lower)
    arch = union_all(
        [
            (pedicle(s), 0.0),
            (inferior_process(s, lower_face), s["pars_blend"]),
            (lamina(s), s["lamina_blend"]),
            (superior_process(s, upper_face), s["sap_blend"]),
        ]
    )
    arch = Intersection(arch, FacetLimit(upper_face, True, 0.8, 8.0, 0.0, REST_RATE), s["facet_rest"])
    arch = Union(Union(arch, Culled(transverse(s)), s["tp_blend"]), Culled(spinous(s)), s["sp_blend"])
    arch = Intersection(arch, FacetLimit(lower_face, False, 0.0, -0.8, 4.0, EDGE_RATE), s["facet_edge"])
    arch = Cut(arch, canal(s), s["canal_edge"])
    return Union(Culled(vertebral_body(s)), arch, s["pedicle_blend"])


def smooth_field(shape: VertebraShape, lower: VertebraShape | None = None) -> Field:
    """Vertebra without surface texture; ``lower`` is the bone below, whose facet the lower facet matches."""
    return Mirrored(with_costal_facets(plain_field(shape, lower), shape))


def _face(frame: FacetFrame, side: str) -> Face:
    flip = np.array([1.0 if side == "left" else -1.0, 1.0, 1.0])
    return Face(frame.centre * flip, frame.normal * flip, frame.up * flip, frame.half_width_mm, frame.half_height_mm)


def faces(shape: VertebraShape, lower: VertebraShape | None = None) -> dict[str, Face]:
    """Joint faces by name (``superior_costal_facet:left``) in the bone frame, without building the field."""
    frames = {
        "superior_articular_facet": superior_facet(shape),
        "inferior_articular_facet": inferior_facet(shape, lower),
    }
    found = {f"{name}:{side}": _face(frame, side) for name, frame in frames.items() for side in ("left", "right")}
    for place, facet in costal_facets(shape).items():
        for side in ("left", "right"):
            found[f"{NAMES[place]}:{side}"] = facet.face(side)
    return found


def build_vertebra(shape: VertebraShape, lower: VertebraShape | None = None, texture: float = 1.0) -> BoneModel:
    """Field, landmarks and joint faces of one thoracic vertebra in its own frame.

    Parameters
    ----------
    shape : VertebraShape
        All named dimensions.
    lower : VertebraShape, optional
        The bone below (default: the one in the tables); its superior facet shapes the inferior facet.
    texture : float
        Strength of the fine surface relief and of the low-frequency asymmetry; 0 gives a mirror-symmetric bone.
    """
    field = smooth_field(shape, lower)
    upper_face, lower_face = superior_facet(shape), inferior_facet(shape, lower)
    if texture > 0.0:
        field = textured(field, shape, upper_face, lower_face, texture)
    landmarks = thoracic_landmarks(shape, field, upper_face, lower_face)
    return BoneModel(shape.level, field, landmarks, faces(shape, lower), dict(shape.values), genus=1)


def build_thoracic(level: str, lower: VertebraShape | None = None, texture: float = 1.0) -> BoneModel:
    """One of T1 to T11 from the tables in ``annotations``, in its own frame (mm), not cleared of its neighbours.

    Raises
    ------
    InputError
        If ``level`` is not one of those.
    """
    return build_vertebra(load_shape(level), lower, texture)
