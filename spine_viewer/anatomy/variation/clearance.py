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

ROUNDS = 6
OVERSHOOT = 1.02
DONE_MM = 0.02
BESIDE_MM = 1.5  # triangles with a corner within this much of the gap are looked at closely
LONGEST_MM = 2.5  # most of a shortage that is made up in one round
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
    """Corners of ``own`` that must give way to ``other``, and their steps (k, 3) in the frame of ``own``.

    ``matrix`` (4, 4) carries the frame of ``own`` to that of ``other``. Where the middle of a triangle or of an edge is
    closer than its corners, the corners take its step: large triangles could cut through otherwise.
    """
    corners = apply(matrix, np.asarray(own.points, dtype=float))
    low, high = other.exact.box
    inside = np.flatnonzero(((corners > low - gap_mm) & (corners < high + gap_mm)).all(axis=1))
    if len(inside):
        inside = inside[np.isfinite(other.corners.query(corners[inside], distance_upper_bound=REACH_MM)[0])]
    room = np.full(len(corners), np.inf)
    if len(inside):
        room[inside] = other.exact(corners[inside])
    triangles = own.regular_faces
    triangles = triangles[room[triangles].min(axis=1) < gap_mm + BESIDE_MM]
    if not len(triangles):
        return np.zeros(0, dtype=int), np.zeros((0, 3))
    share = np.concatenate([np.eye(3), 0.5 - 0.5 * np.eye(3), np.full((1, 3), 1.0 / 3.0)])  # corners, edges, middle
    samples = np.einsum("sk,tkj->tsj", share, corners[triangles]).reshape(-1, 3)
    takers = np.where(share > 0.0, triangles[:, None, :], -1).reshape(-1, 3)
    distance = other.exact(samples)
    near = np.flatnonzero(distance < gap_mm)
    distance = distance[near]
    order = np.argsort(-distance, kind="stable")  # the largest step is written last
    near, short = near[order], np.minimum(gap_mm - distance[order], LONGEST_MM)
    step = 0.5 * short[:, None] * (unit_gradient(other.exact, samples[near]) @ matrix[:3, :3])
    steps = np.zeros((len(corners), 3))
    for column in takers[near].T:
        steps[column[column >= 0]] = step[column >= 0]
    where = np.flatnonzero(np.abs(steps).max(axis=1))
    return where, steps[where]


def _box(mesh: pv.PolyData, matrix: Array) -> tuple[Array, Array]:
    points = apply(matrix, np.asarray(mesh.points, dtype=float))
    return points.min(axis=0), points.max(axis=0)
