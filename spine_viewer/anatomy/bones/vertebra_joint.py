"""Facet frames, and the relative pose of neighbours that makes upper and lower facets match.

A facet joint is defined once, on the lower bone (superior articular facet). The inferior facet of the bone above
is the same surface carried through the relative pose, reversed and moved back by the joint gap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.bones.vertebra_shape import BUILT_LEVELS, VertebraShape, load_shape
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.primitives import unit
from spine_viewer.anatomy.levels import load_levels, segment_name
from spine_viewer.anatomy.morphometry import load_morphometry

STRAIGHT_BEYOND_MM = 6.0


@dataclass(frozen=True)
class FacetFrame:
    """Left joint face: centre (3,), outward unit normal (3,), up (3,), half sizes and radius of curvature in mm.

    ``radius_mm`` is the radius of the horizontal section: a hollow face on a superior process, a bulging one on an
    inferior process.
    """

    centre: Array
    normal: Array
    up: Array
    half_width_mm: float
    half_height_mm: float
    radius_mm: float

    @property
    def along(self) -> Array:
        """(3,) unit vector in the face, pointing outwards and backwards (away from the midline)."""
        return unit(np.cross(self.up, self.normal) * np.sign(np.cross(self.up, self.normal)[0]))

    def local(self, points: Array) -> tuple[Array, Array, Array]:
        """Points (n, 3) as (along, up, out) mm in the frame of the face."""
        rise = unit(self.up - (self.up @ self.normal) * self.normal)
        q = points - self.centre
        return q @ self.along, q @ rise, q @ self.normal


@dataclass(frozen=True)
class FacetSide:
    """The bone side of a joint face: negative behind it.

    ``hollow`` for a superior process, bulging for an inferior one. Beyond the face's end (``fade`` -1: below it,
    +1: above it) the limit moves out, over some ``fade_mm``, so that only the articular part of the bone is cut.
    """

    face: FacetFrame
    hollow: bool
    fade: int
    fade_mm: float = 3.0

    @property
    def bounds(self) -> Array:
        return np.array([[-1e3] * 3, [1e3] * 3])

    def __call__(self, points: Array) -> Array:
        u, v, _ = self.face.local(points)
        beyond = np.maximum(self.fade * v - self.face.half_height_mm, 0.0)
        aside = np.maximum(np.abs(u) - self.face.half_width_mm, 0.0)
        turn = aside * aside / (aside + 1.5)
        # beyond the face the swollen edge of the upper process rises, and that of the lower one rounds off
        limit = self.plain(points) - beyond * beyond / (beyond + self.fade_mm)
        return limit - turn if self.hollow else limit + turn

    def plain(self, points: Array) -> Array:
        """Distance (n,) in mm from the face continued without end, positive on the side of the joint."""
        u, _, w = self.face.local(points)
        # curved in the middle; runs straight on towards the edges, where a full circle would leave claws
        bend, reach = (-1.0 if self.hollow else 1.0) / self.face.radius_mm, np.abs(u)
        inner = np.minimum(reach, STRAIGHT_BEYOND_MM)
        rise = 0.5 * bend * inner * inner + bend * STRAIGHT_BEYOND_MM * (reach - inner)
        slope = np.sqrt(1.0 + (bend * inner) ** 2)
        return (w + rise) / slope


def superior_facet(shape: VertebraShape) -> FacetFrame:
    """Left superior articular facet of a vertebra, in its own frame."""
    angle = np.radians(shape["facet_angle"] + shape.get("facet_turn", 0.0))
    tilt = np.radians(shape["saf_tilt"])
    normal = unit([-np.cos(angle) * np.cos(tilt), np.sin(angle) * np.cos(tilt), np.sin(tilt)])
    return FacetFrame(
        shape.point("saf"),
        normal,
        np.array([0.0, 0.0, 1.0]),
        shape["saf_half_width"],
        shape["saf_half_height"],
        shape["saf_radius"],
    )


def wedge_rad(shape: VertebraShape) -> float:
    """Angle between the endplates, rad; positive when the body is taller in front."""
    return float(np.arctan2(shape["VBHa"] - shape["VBHp"], 0.5 * (shape["EPDu"] + shape["EPDl"])))


def endplate_centre(shape: VertebraShape, end: int) -> Array:
    """Centre (3,) mm of the rim plane of the upper (``end`` +1) or lower (-1) endplate, in the bone frame."""
    return np.array([0.0, end * shape["body_shear"], end * 0.25 * (shape["VBHa"] + shape["VBHp"])])


def lordosis_pose(
    wedge_upper_rad: float,
    centre_upper_inferior: Array,
    wedge_lower_rad: float,
    centre_lower_superior: Array,
    disc_height_mm: float,
    lordosis_deg: float,
) -> Array:
    """Pose (4, 4) of the upper bone in the frame of the lower one.

    ``lordosis_deg`` is measured between the upper endplates of both bones; the disc height between the centres of
    the facing endplate rims.
    """
    turn = np.radians(lordosis_deg) - 0.5 * wedge_upper_rad + 0.5 * wedge_lower_rad
    c, s = np.cos(turn), np.sin(turn)
    rotation = np.array([[1.0, 0.0, 0.0], [0.0, c, s], [0.0, -s, c]])  # z leans to +y: extension
    middle = 0.5 * (0.5 * wedge_lower_rad + turn - 0.5 * wedge_upper_rad)
    target = centre_lower_superior + disc_height_mm * np.array([0.0, np.sin(middle), np.cos(middle)])
    pose = np.eye(4)
    pose[:3, :3] = rotation
    pose[:3, 3] = target - rotation @ centre_upper_inferior
    return pose


def _bowls(shape_upper: VertebraShape, shape_lower: VertebraShape) -> float:
    """How much deeper the disc is at its centre than at its rim, mm."""
    return (
        shape_upper["bowl_inferior"]
        + shape_upper["rim_height"]
        + shape_lower["bowl_superior"]
        + shape_lower["rim_height"]
    )


def relative_pose(upper: VertebraShape, lower: VertebraShape) -> Array:
    """Standing pose (4, 4) of ``upper`` in the frame of ``lower``, from disc height and segmental lordosis.

    The published disc height is the mean of its anterior, middle and posterior height; the rims are that much closer
    as the hollow endplates take up.
    """
    levels, name = load_levels(), segment_name(upper.level, lower.level)
    mean_height = load_morphometry().value(name, levels.disc_height.dimension)
    return lordosis_pose(
        wedge_rad(upper),
        endplate_centre(upper, -1),
        wedge_rad(lower),
        endplate_centre(lower, 1),
        mean_height - _bowls(upper, lower) / 3.0,
        levels.segmental_lordosis_deg["standing"][name].value,
    )


def inferior_facet(shape: VertebraShape, lower: VertebraShape | None = None) -> FacetFrame:
    """Left inferior articular facet, in the frame of ``shape``.

    L5 has its own (``iaf_*``); every other level takes the superior facet of the bone below through the pose.
    ``lower`` replaces the bone below (default: the one in the tables).
    """
    gap = load_levels().gaps_mm["facet"].value
    if shape.level == BUILT_LEVELS[-1]:
        angle, tilt = np.radians(shape["iaf_angle"]), np.radians(shape["iaf_tilt"])
        normal = unit([np.cos(angle) * np.cos(tilt), -np.sin(angle) * np.cos(tilt), np.sin(tilt)])
        return FacetFrame(
            shape.point("iaf"),
            normal,
            np.array([0.0, 0.0, 1.0]),
            shape["saf_half_width"],
            shape["saf_half_height"],
            shape["iaf_radius"],
        )
    below = lower or load_shape(BUILT_LEVELS[BUILT_LEVELS.index(shape.level) + 1])
    face = superior_facet(below)
    into_upper = np.linalg.inv(relative_pose(shape, below))
    rotation = into_upper[:3, :3]
    normal = rotation @ -face.normal
    centre = rotation @ face.centre + into_upper[:3, 3] - gap * normal
    return FacetFrame(
        centre, normal, rotation @ face.up, face.half_width_mm, face.half_height_mm, max(face.radius_mm - gap, 4.0)
    )
