"""Soft tissue follows the bones it lies at: discs, cartilage, nerves, vessels, skin."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyvista as pv
from scipy.spatial import cKDTree

from spine_viewer.anatomy.field.base import Array, distance_to_box
from spine_viewer.anatomy.rigid import apply, inverse

REACH_MM = 45.0
ALONGSIDE = 0.35  # share of the way along the surface to the nearest corner that counts as distance
WIDER, WIDER_MM = 3.0, 3.0  # bones up to so many times the nearest one's distance, and so much more, take part
SOFTEN_MM, POWER = 0.2, 4.0

Carry = Callable[[str, Array], Array]


class Neighbourhood:
    """The default bones of one pose, and how near points are to each."""

    def __init__(self, meshes: Mapping[str, pv.PolyData], poses: Mapping[str, Array]) -> None:
        self._poses = dict(poses)
        self._points = {bone: np.asarray(meshes[bone].points, dtype=float) for bone in poses}
        self._normals = {bone: np.asarray(meshes[bone].point_data["Normals"], dtype=float) for bone in poses}
        self._trees = {bone: cKDTree(points) for bone, points in self._points.items()}

    def weights(self, points: Array) -> dict[str, tuple[np.ndarray, Array]]:
        """Which of points (n, 3), world mm, go with which bone, and how strongly: bone id -> (indices, weights).

        The weights of a point add up to 1; a point on a bone goes with that bone alone.
        """
        distances = {bone: self._distance(bone, points) for bone in self._poses}
        least = np.min(list(distances.values()), axis=0)
        limit = WIDER * least + WIDER_MM
        raw = {
            bone: np.where(found <= limit, (np.abs(found) + SOFTEN_MM) ** -POWER, 0.0)
            for bone, found in distances.items()
        }
        total = np.sum(list(raw.values()), axis=0)
        picked = {bone: np.flatnonzero(values) for bone, values in raw.items()}
        return {bone: (index, raw[bone][index] / total[index]) for bone, index in picked.items() if len(index)}

    def _distance(self, bone: str, points: Array) -> Array:
        local = apply(inverse(self._poses[bone]), points)
        corners = self._points[bone]
        away = distance_to_box(local, np.array([corners.min(axis=0), corners.max(axis=0)]))
        near = away < REACH_MM
        if near.any():
            reach, index = self._trees[bone].query(local[near])
            step = local[near] - corners[index]
            height = np.einsum("ij,ij->i", step, self._normals[bone][index])
            along = np.sqrt(np.maximum(reach**2 - height**2, 0.0))
            away[near] = np.hypot(height, ALONGSIDE * along)
        away[~near] = np.maximum(away[~near], REACH_MM)
        return away

    def local(self, bone: str, points: Array) -> Array:
        """World points (n, 3) of the default anatomy in the frame of a bone."""
        return apply(inverse(self._poses[bone]), points)


def carried(points: Array, around: Neighbourhood, carry: Carry, poses: Mapping[str, Array]) -> Array:
    """World points (n, 3) of the default anatomy, carried to a varied one.

    Parameters
    ----------
    around : Neighbourhood
        Of the default anatomy, in the same pose.
    carry : callable
        Bone id and points (n, 3) in its default frame -> the same in its varied frame, mm.
    poses : mapping of bone id to (4, 4)
        Of the varied anatomy.
    """
    out = np.zeros((len(points), 3))
    for bone, (index, weight) in around.weights(points).items():
        out[index] += weight[:, None] * apply(poses[bone], carry(bone, around.local(bone, points[index])))
    return out
