"""The space of a facet joint between its two bones, and its posterior opening, where an injection goes in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from spine_viewer.anatomy.ids import CERVICAL
from spine_viewer.anatomy.present import present
from spine_viewer.errors import InputError
from spine_viewer.procedures.model import Array, Target
from spine_viewer.procedures.search import Found, disc
from spine_viewer.procedures.targets import Extra, Site, endplate_axes, foramen_border

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine

GRID_MM = 0.8
FROM_FACE_MM, ACROSS_MM, FEEL_STEP_MM = -3.0, 8.0, 0.1
THICKNESS = 0.8  # of a recess, as a share of how far it reaches
WIDEST_MM = 5.0  # apart the bones no longer face each other


@dataclass(frozen=True, eq=False)
class JointSpace:
    """A facet joint between its faces, world mm.

    Attributes
    ----------
    centre, normal, across, up : (3,) float
        Middle of the lower face, its unit normal, and the unit axes of its plane.
    half_width_mm, half_height_mm : float
        Of the face, which is an ellipse, along ``across`` and ``up``.
    middles : (n, 3) float
        Places midway between the two bones, within the ellipse.
    gaps_mm : (n,) float
        How far apart the bones are there.
    """

    centre: Array
    normal: Array
    across: Array
    up: Array
    half_width_mm: float
    half_height_mm: float
    middles: Array
    gaps_mm: Array

    def share(self, points: Array) -> Array:
        """How far out points (n, 3) lie: 0 on the axis of the ellipse, 1 above its edge."""
        flat = points - self.centre
        return np.asarray(np.hypot(flat @ self.across / self.half_width_mm, flat @ self.up / self.half_height_mm))

    def outside_mm(self, points: Array) -> Array:
        """How far points (n, 3) are from the space between the bones; 0 in it."""
        off, index = self._tree.query(points)
        return np.maximum(0.0, np.asarray(off) - 0.5 * self.gaps_mm[index])

    def in_recess(self, points: Array, beyond_mm: float) -> NDArray[np.bool_]:
        """Which points (n, 3) lie about the upper or lower edge of the space, where the capsule has its recesses.

        Each is an ellipsoid as wide as the face that reaches ``beyond_mm`` above or below it.
        """
        flat = points - self.middles.mean(axis=0)
        height = np.abs(flat @ self.up) - self.half_height_mm
        across, off = flat @ self.across / self.half_width_mm, flat @ self.normal / (THICKNESS * beyond_mm)
        return np.asarray((height / beyond_mm) ** 2 + across**2 + off**2 <= 1.0)

    @property
    def lower_pole(self) -> Array:
        """The place (3,) of the space that lies lowest along the face."""
        return np.asarray(self.middles[int(np.argmin((self.middles - self.centre) @ self.up))])

    @cached_property
    def _tree(self) -> cKDTree:
        return cKDTree(self.middles)

    def opening(self, way: Array, inside_mm: float) -> Array:
        """The middle (3,) of the space ``inside_mm`` inside the edge, where ``way`` (3,) in the plane leads out."""
        radius = 1.0 / float(np.hypot(way @ self.across / self.half_width_mm, way @ self.up / self.half_height_mm))
        flat = self.centre + (radius - inside_mm) * way
        off = self.middles - flat
        off = off - (off @ self.normal)[:, None] * self.normal
        return np.asarray(self.middles[int(np.argmin(np.linalg.norm(off, axis=1)))])


def joint_space(spine: Spine, joint_id: str) -> JointSpace:
    """The space of a facet joint such as ``facet:L4-L5:left``.

    Raises
    ------
    InputError
        The two bones do not face each other anywhere.
    """
    joint = spine.joint(joint_id)
    upper, lower = (spine.bone(name) for name in joint.bones)
    face = lower.entry.faces[next(one.face for one in present(spine.bones).joints if one.id == joint_id)]
    normal = np.asarray(joint.normal, dtype=float)
    up = lower.matrix[:3, :3] @ np.array(face.up)
    up = up - (up @ normal) * normal
    up = up / np.linalg.norm(up)
    across, centre = np.cross(up, normal), np.asarray(joint.centre, dtype=float)
    flat = disc(1.0, GRID_MM / max(face.half_width_mm, face.half_height_mm))
    feet = centre + flat[:, :1] * face.half_width_mm * across + flat[:, 1:] * face.half_height_mm * up
    steps = np.arange(FROM_FACE_MM, ACROSS_MM, FEEL_STEP_MM)
    lines = feet[:, None] + steps[:, None] * normal
    to_lower, to_upper = (
        np.asarray(one.distance(lines.reshape(-1, 3))).reshape(lines.shape[:2]) for one in (lower, upper)
    )
    nearest = np.where(np.minimum(to_lower, to_upper) > 0.0, np.abs(to_lower - to_upper), np.inf)
    best = np.argmin(nearest, axis=1)
    rows = np.arange(len(feet))
    gaps = (to_lower + to_upper)[rows, best]
    good = np.isfinite(nearest[rows, best]) & (nearest[rows, best] < 4.0 * FEEL_STEP_MM) & (gaps < WIDEST_MM)
    if not good.any():
        raise InputError(f"{joint_id}: its two bones do not face each other; joint and bones do not fit")
    return JointSpace(
        centre, normal, across, up, face.half_width_mm, face.half_height_mm, lines[rows, best][good], gaps[good]
    )


def way_back(spine: Spine, joint_id: str) -> Array:
    """Unit vector (3,) in the plane of a joint's face that leads straightest backwards: to the posterior opening."""
    joint = spine.joint(joint_id)
    normal, back = np.asarray(joint.normal, dtype=float), endplate_axes(spine, joint.bones[1]).posterior
    way = back - (back @ normal) * normal
    return np.asarray(way / np.linalg.norm(way))


def way_back_sagittal(spine: Spine, joint_id: str) -> Array:
    """The same without any turn to the side: in the plane of the face and in the sagittal plane of the lower bone."""
    joint = spine.joint(joint_id)
    axes = endplate_axes(spine, joint.bones[1])
    way = np.cross(np.asarray(joint.normal, dtype=float), axes.left)
    way = way / np.linalg.norm(way)
    return np.asarray(way if way @ axes.posterior > 0.0 else -way)


def joint_site(spine: Spine, joint_id: str, space: JointSpace, way: Array, inside_mm: float) -> Site:
    """The posterior opening of a facet joint as a target: the tip lies between the bones, just inside the edge.

    ``way`` (3,) leads out to it in the plane of the face. The tip must stay behind
    the back of the foramen, in the neck behind the front of the articular pillar.
    """
    joint = spine.joint(joint_id)
    bone, side = joint.bones[1], joint.side
    axes = endplate_axes(spine, bone)
    point = space.opening(way, inside_mm)
    landmark = f"{bone}:superior_articular_facet:{side}"
    place = np.asarray(spine.landmark(landmark), dtype=float)
    neck = joint.bones[0] in CERVICAL
    border = foramen_border(spine, bone, side)
    if bone in CERVICAL:
        border = np.vstack([spine.landmark(f"{bone}:articular_pillar_anterior:{side}"), border])

    def target(found: Found) -> float:
        return float(np.linalg.norm(found.tip - point))

    def outside(found: Found) -> float:
        return float(space.outside_mm(found.tip[None])[0])

    return Site(
        nerve=joint_id,
        bone=bone,
        path=np.empty((0, 3)),
        target=Target(point, landmark, float(np.linalg.norm(point - place))),
        axes=axes,
        lateral=axes.left if side == "left" else -axes.left,
        border=border,
        border_name="tip_to_pillar_front_mm" if neck else "tip_to_foramen_mm",
        border_limit="pillar_front_min_mm" if neck else "foramen_behind_min_mm",
        extras=(
            Extra("tip_to_target_mm", target, most="tip_to_target_max_mm"),
            Extra("tip_to_joint_space_mm", outside, most="tip_to_joint_space_max_mm"),
        ),
    )
