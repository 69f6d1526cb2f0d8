"""Bones that have come too close give way to each other, each by half."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product

import numpy as np
import pyvista as pv
from scipy.spatial import cKDTree

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.mesher import unit_gradient
from spine_viewer.anatomy.nearest import MeshDistance
from spine_viewer.anatomy.rigid import apply, inverse

ROUNDS = 4
OVERSHOOT = 1.02
DONE_MM = 0.02
REACH_MM = 8.0  # no corner lies deeper in another bone than this, or further from its corners while too close to it

Poses = Sequence[Mapping[str, Array]]


def meeting(
    meshes: Mapping[str, pv.PolyData], poses: Poses, bones: Sequence[str], gap_mm: float
) -> list[tuple[str, str]]:
    """Pairs of ``bones`` whose boxes come closer than a gap in any pose."""
    found = []
    for a, b in combinations(bones, 2):
        for pose in poses:
            low_a, high_a = _box(meshes[a], pose[a])
            low_b, high_b = _box(meshes[b], pose[b])
            if (low_a < high_b + gap_mm).all() and (low_b < high_a + gap_mm).all():
                found.append((a, b))
                break
    return found


def give_way(
    meshes: Mapping[str, pv.PolyData], poses: Poses, pairs: Sequence[tuple[str, str]], gap_mm: float
) -> dict[str, Array]:
    """Shifts (n, 3) in bone frames, mm, after which no pair is closer than about ``gap_mm`` in any pose.

    Parameters
    ----------
    meshes : mapping of bone id to closed mesh
        In bone frames.
    poses : sequence of mappings of bone id to (4, 4)
    pairs : sequence of (bone, bone)
    gap_mm : float

    Notes
    -----
    A corner that is short of the gap by s moves by s / 2 away from the other bone. Between the surface and the depth of
    the overlap the move falls off with half the depth, so the bone is squeezed but never folded.
    """
    moved = {bone: meshes[bone].copy() for bone in {name for pair in pairs for name in pair}}
    for _ in range(ROUNDS):
        bodies = {bone: _Body(mesh) for bone, mesh in moved.items()}
        steps = {bone: np.zeros((mesh.n_points, 3)) for bone, mesh in moved.items()}
        counts = {bone: np.zeros(mesh.n_points) for bone, mesh in moved.items()}
        touching = []
        for pair in pairs:
            worst = 0.0
            for (own, other), pose in product((pair, pair[::-1]), poses):
                where, step = _short(moved[own], bodies[other], inverse(pose[other]) @ pose[own], gap_mm)
                steps[own][where] += step
                counts[own][where] += 1.0
                worst = max(worst, 2.0 * float(np.abs(step).max(initial=0.0)))
            if worst > DONE_MM:
                touching.append(pair)
        for bone, mesh in moved.items():
            step = OVERSHOOT * steps[bone] / np.maximum(counts[bone], 1.0)[:, None]
            moved[bone] = mesh.copy()
            moved[bone].points = mesh.points + step.astype(np.float32)
        pairs = touching
    return {bone: np.asarray(mesh.points - meshes[bone].points, dtype=float) for bone, mesh in moved.items()}


class _Body:
    """A mesh to keep away from: exact distances, asked for only near its corners."""

    def __init__(self, mesh: pv.PolyData) -> None:
        self.exact = MeshDistance(mesh)
        self.corners = cKDTree(np.asarray(mesh.points, dtype=float))


def _short(own: pv.PolyData, other: _Body, matrix: Array, gap_mm: float) -> tuple[np.ndarray, Array]:
    """Corners of ``own`` that are too close to ``other``, and their steps (k, 3) in the frame of ``own``.

    ``matrix`` (4, 4) carries the frame of ``own`` to that of ``other``.
    """
    points = apply(matrix, np.asarray(own.points, dtype=float))
    low, high = other.exact.box
    near = np.flatnonzero(((points > low - gap_mm) & (points < high + gap_mm)).all(axis=1))
    if len(near):
        reach, _ = other.corners.query(points[near], distance_upper_bound=REACH_MM)
        near = near[np.isfinite(reach)]
    if not len(near):
        return near, np.zeros((0, 3))
    distance = other.exact(points[near])
    close = distance < gap_mm
    near, short = near[close], gap_mm - distance[close]
    away = unit_gradient(other.exact, points[near])
    return near, 0.5 * short[:, None] * (away @ matrix[:3, :3])


def _box(mesh: pv.PolyData, matrix: Array) -> tuple[Array, Array]:
    points = apply(matrix, np.asarray(mesh.points, dtype=float))
    return points.min(axis=0), points.max(axis=0)
