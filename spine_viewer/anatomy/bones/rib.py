"""A rib from its head to about the mid-axillary line, in the frame of the vertebra that carries it."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.hip import Reflected
from spine_viewer.anatomy.bones.model import BoneModel, Face, Landmark
from spine_viewer.anatomy.bones.rib_parts import Seat, course, crest, load_carrier, seat_on, whole
from spine_viewer.anatomy.bones.rib_shape import load_rib_shape
from spine_viewer.anatomy.bones.thoracic_costal import CostalFacet
from spine_viewer.anatomy.bones.vertebra_joint import FacetFrame
from spine_viewer.anatomy.bones.vertebra_landmarks import LEFT, RIGHT, surface_along
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.bones.vertebra_texture import textured
from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.ids import SIDES, choose

GENUS = 0
TRIANGLES = 14_000


def _landmarks(shape: VertebraShape, seat: Seat, field: Field, flip: Array) -> dict[str, Landmark]:
    """Landmarks of one rib; rays and points of the left one are mirrored by ``flip``."""
    line = course(shape, seat)
    angle, end = line.at("angle"), line.at("end")
    rays = {
        "head": (line.points[0], crest(shape, seat) - line.points[0]),
        "shaft_end": (line.points[end], line.tangents[end]),
    }
    if seat.tubercle is not None:
        rays["tubercle"] = (line.points[line.at("tubercle")], -seat.tubercle.normal)
        rays["angle"] = (line.points[angle], line.outward[angle])
    starts, turns = (np.array([ray[i] for ray in rays.values()]) * flip for i in (0, 1))
    points = surface_along(field, starts, turns)
    found = {name: Landmark(point) for name, point in zip(rays, points, strict=True)}
    return found | {"neck_centre": Landmark(line.points[line.at("neck")] * flip, "interior")}


def _face(facet: CostalFacet, flip: Array) -> Face:
    """The rib's own side of a joint face."""
    return Face(
        facet.centre * flip, -facet.normal * flip, facet.axes[2] * flip, facet.half_width_mm, facet.half_height_mm
    )


def _quiet(facet: CostalFacet, flip: Array) -> FacetFrame:
    """Where the relief fades out."""
    return FacetFrame(
        facet.centre * flip, facet.normal * flip, facet.axes[2], facet.half_width_mm, facet.half_height_mm, 100.0
    )


def build_rib(number: int, side: str, carrier: VertebraShape | None = None, texture: float = 1.0) -> BoneModel:
    """A rib in the frame of its vertebra, with its joint gaps but not cleared of its neighbours.

    Parameters
    ----------
    number : int
        1 to 12. Ribs 11 and 12 have no tubercle, and no landmark of a tubercle or an angle.
    side : str
        "left" or "right"; without texture the right rib is the mirror image of the left.
    carrier : VertebraShape, optional
        Dimensions of the vertebra of the same number (default: from the tables); its rib faces place the rib.
    texture : float
        Strength of the fine surface relief and of the slow asymmetry.

    Returns
    -------
    BoneModel
        Faces ``head`` and, on ribs 1 to 10, ``tubercle``; both lie on the vertebra's side of the joint.

    Raises
    ------
    InputError
        If there is no such rib or side.
    """
    choose(side, SIDES, "side")
    shape = load_rib_shape(number)
    seat = seat_on(carrier or load_carrier(number))
    flip = LEFT if side == "left" else RIGHT
    name = f"rib_{number}_{side}"
    field: Field = whole(shape, seat)
    if side == "right":
        field = Reflected(field)
    faces = {"head": seat.head} | ({"tubercle": seat.tubercle} if seat.tubercle else {})
    if texture > 0.0:
        quiet = [_quiet(facet, flip) for facet in faces.values()]
        bare = VertebraShape(name, {**shape.values, "pits": 0.0})
        field = textured(field, bare, quiet[0], quiet[-1], texture)
    landmarks = _landmarks(shape, seat, field, flip)
    joint_faces = {key: _face(facet, flip) for key, facet in faces.items()}
    return BoneModel(name, field, landmarks, joint_faces, dict(shape.values), GENUS, triangle_budget=TRIANGLES)
