"""Soft tissue follows the bones it lies at: discs, cartilage, nerves, vessels, skin."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyvista as pv
from scipy.spatial import cKDTree

from spine_viewer.anatomy.field.base import Array, distance_to_box
from spine_viewer.anatomy.rigid import apply, inverse

ALONGSIDE = 0.35  # share of the way along the surface to the nearest corner that counts as distance
WIDER, WIDER_MM = 3.0, 3.0  # bones up to so many times the nearest one's distance, and so much more, take part
SOFTEN_MM, POWER = 0.2, 4.0

Carry = Callable[[str, Array], Array]
Weights = Mapping[str, tuple[np.ndarray, Array]]


class Neighbourhood:
    """The default bones of one pose, and how near points are to each."""

    def __init__(self, meshes: Mapping[str, pv.PolyData], poses: Mapping[str, Array]) -> None:
        self._poses = dict(poses)
        self._points = {bone: np.asarray(meshes[bone].points, dtype=float) for bone in poses}
        self._normals = {bone: np.asarray(meshes[bone].point_data["Normals"], dtype=float) for bone in poses}
        self._trees = {bone: cKDTree(points) for bone, points in self._points.items()}
        self._boxes = {bone: np.array([p.min(axis=0), p.max(axis=0)]) for bone, p in self._points.items()}
        self._all = cKDTree(np.vstack([apply(poses[bone], points) for bone, points in self._points.items()]))
        self._kept: dict[str, Weights] = {}

    def weights_of(self, structure: str, points: Array) -> Weights:
        """As :meth:`weights`, worked out once for a structure, whose points (n, 3) stay the same."""
        if structure not in self._kept:
            self._kept[structure] = self.weights(points)
        return self._kept[structure]

    def weights(self, points: Array) -> Weights:
        """Which of points (n, 3), world mm, go with which bone, and how strongly: bone id -> (indices, weights).

        The weights of a point add up to 1; a point on a bone goes with that bone alone.
        """
        limit = WIDER * self._all.query(points)[0] + WIDER_MM
        raw = {}
        for bone in self._poses:
            found = self._distance(bone, points, limit)
            raw[bone] = np.where(found <= limit, (found + SOFTEN_MM) ** -POWER, 0.0)
        total = np.sum(list(raw.values()), axis=0)
        picked = {bone: np.flatnonzero(values) for bone, values in raw.items()}
        return {bone: (index, raw[bone][index] / total[index]) for bone, index in picked.items() if len(index)}

    def _distance(self, bone: str, points: Array, limit: Array) -> Array:
        """About how far points (n, 3) are from a bone, mm; at least ``limit`` (n,) where they are further than that."""
        local = self.local(bone, points)
        corners = self._points[bone]
        away = distance_to_box(local, self._boxes[bone])
        near = np.flatnonzero(away < limit)
        if len(near):
            reach, index = self._trees[bone].query(local[near])
            step = local[near] - corners[index]
            height = np.einsum("ij,ij->i", step, self._normals[bone][index])
            along = np.sqrt(np.maximum(reach**2 - height**2, 0.0))
            away[near] = np.hypot(height, ALONGSIDE * along)
        return away

    def local(self, bone: str, points: Array) -> Array:
        """World points (n, 3) of the default anatomy in the frame of a bone."""
        return apply(inverse(self._poses[bone]), points)


def carried(points: Array, weights: Weights, around: Neighbourhood, carry: Carry, poses: Mapping[str, Array]) -> Array:
    """World points (n, 3) of the default anatomy, carried to a varied one.

    Parameters
    ----------
    weights : mapping of bone id to (indices, weights)
        Which points go with which bone; see :meth:`Neighbourhood.weights`.
    around : Neighbourhood
        Of the default anatomy, in the same pose.
    carry : callable
        Bone id and points (n, 3) in its default frame -> the same in its varied frame, mm.
    poses : mapping of bone id to (4, 4)
        Of the varied anatomy.
    """
    out = np.zeros((len(points), 3))
    for bone, (index, weight) in weights.items():
        out[index] += weight[:, None] * apply(poses[bone], carry(bone, around.local(bone, points[index])))
    return out
