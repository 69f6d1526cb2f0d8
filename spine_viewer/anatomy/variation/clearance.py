"""Bones that have come too close give way to each other, each by half."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import pyvista as pv
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.mesher import unit_gradient
from spine_viewer.anatomy.nearest import MeshDistance
from spine_viewer.anatomy.rigid import apply, inverse

ROUNDS = 24
OVERSHOOT = 1.02
DONE_MM = 0.02
BESIDE_MM = 1.5  # triangles with a corner within this much of the gap are looked at closely
LONGEST_MM = 2.0  # most of a shortage that is made up in one round
SPREAD_MM, FELT_MM = 2.0, 5.0  # how far a corner's step carries its neighbours along, and where that ends
CLOSE_MM, IN_FRONT = 4.0, 0.7  # further from a corner than this, and in front of it: not close to the bone
MIDDLE_SHARE = 0.58  # of its longest edge: no point of a triangle is further from all its corners
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
    A corner that is short of the gap by s moves by s / 2 away from the other bone, and what lies beside it follows:
    the steps of a round are smoothed until neighbouring corners cannot pass each other, so no surface is folded.
    """
    moved = {bone: meshes[bone].copy() for bone in {name for pair in pairs for name in pair}}
    for _ in range(ROUNDS):
        bodies = {bone: MeshDistance(moved[bone]) for bone in {name for pair in pairs for name in pair}}
        steps = {bone: np.zeros((moved[bone].n_points, 3)) for bone in bodies}
        counts = {bone: np.zeros(moved[bone].n_points) for bone in bodies}
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
        for bone in bodies:
            mesh = moved[bone]
            step = OVERSHOOT * _spread(np.asarray(mesh.points), steps[bone] / np.maximum(counts[bone], 1.0)[:, None])
            moved[bone] = mesh.copy()
            moved[bone].points = mesh.points + step.astype(np.float32)
        if not touching:
            break
        pairs = touching
    return {bone: np.asarray(mesh.points - meshes[bone].points, dtype=float) for bone, mesh in moved.items()}


def _spread(points: Array, steps: Array) -> Array:
    """Steps (n, 3) of corners (n, 3), smoothed over those that have one, and fading out beside them."""
    taken = np.flatnonzero(np.abs(steps).max(axis=1))
    if not len(taken):
        return steps
    tree = cKDTree(points[taken])
    apart = cKDTree(points).sparse_distance_matrix(tree, FELT_MM, output_type="coo_matrix")
    weights = csr_matrix((np.exp(-((apart.data / SPREAD_MM) ** 2)), (apart.row, apart.col)), shape=apart.shape)
    total = np.asarray(weights.sum(axis=1)).ravel()
    fade = np.exp(-((np.minimum(tree.query(points)[0], FELT_MM) / SPREAD_MM) ** 2))
    return np.asarray(weights @ steps[taken] * (fade / np.maximum(total, 1e-9))[:, None])


def _short(own: pv.PolyData, other: MeshDistance, matrix: Array, gap_mm: float) -> tuple[np.ndarray, Array]:
    """Corners of ``own`` that must give way to ``other``, and their steps (k, 3) in the frame of ``own``.

    ``matrix`` (4, 4) carries the frame of ``own`` to that of ``other``. Where the middle of a triangle or of an edge is
    closer than its corners, the corners take its step: large triangles could cut through otherwise.
    """
    corners = apply(matrix, np.asarray(own.points, dtype=float))
    low, high = other.box
    inside = np.flatnonzero(((corners > low - gap_mm) & (corners < high + gap_mm)).all(axis=1))
    if len(inside):
        inside = inside[~_well_off(other, corners[inside])]
    room = np.full(len(corners), np.inf)
    if len(inside):
        room[inside] = other(corners[inside])
    near = _between(own, room, gap_mm)
    samples = np.einsum("kj,kjd->kd", near.share, corners[near.corners])
    distance = np.where(near.is_corner, room[near.corners[:, 0]], np.inf)
    distance[~near.is_corner] = other(samples[~near.is_corner])
    close = np.flatnonzero(distance < gap_mm)
    close = close[np.argsort(-distance[close], kind="stable")]  # the largest step is written last
    short = np.minimum(gap_mm - distance[close], LONGEST_MM)
    step = 0.5 * short[:, None] * (unit_gradient(other, samples[close]) @ matrix[:3, :3])
    steps = np.zeros((len(corners), 3))
    for column in near.corners[close].T:
        steps[column] = step
    where = np.flatnonzero(np.abs(steps).max(axis=1))
    return where, steps[where]


@dataclass(frozen=True)
class _Samples:
    """Points of a surface: ``corners`` (k, 3) of the mesh, their ``share`` (k, 3), and which points ``is_corner`` (k,).

    A corner of the mesh names itself three times, the middle of an edge one of its ends twice.
    """

    corners: np.ndarray
    share: Array
    is_corner: np.ndarray


def _between(own: pv.PolyData, room: Array, gap_mm: float) -> _Samples:
    """Corners, middles of edges and middles of triangles that can be short of a gap; ``room`` (n,) is the corners'."""
    triangles = own.regular_faces
    triangles = triangles[room[triangles].min(axis=1) < gap_mm + BESIDE_MM]
    points = np.asarray(own.points, dtype=float)[triangles]
    longest = np.linalg.norm(points - np.roll(points, 1, axis=1), axis=2).max(axis=1)
    triangles = triangles[room[triangles].min(axis=1) < gap_mm + MIDDLE_SHARE * longest]
    alone = np.flatnonzero(room < gap_mm)
    edges = np.unique(np.sort(triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1), axis=0)
    corners = np.concatenate([np.repeat(alone[:, None], 3, axis=1), edges[:, [0, 1, 1]], triangles])
    shares = np.repeat(
        [[1.0, 0.0, 0.0], [0.5, 0.5, 0.0], [1 / 3] * 3], [len(alone), len(edges), len(triangles)], axis=0
    )
    return _Samples(corners, shares, np.arange(len(corners)) < len(alone))


def _well_off(other: MeshDistance, points: Array) -> np.ndarray:
    """(n,) bool: which of the points (n, 3) are surely outside a body and not close to it, without asking exactly."""
    tree, normals = other.corners
    reach, index = tree.query(points)
    ahead = np.einsum("ij,ij->i", points - tree.data[index], normals[index])
    return np.asarray((reach > REACH_MM) | ((reach > CLOSE_MM) & (ahead > IN_FRONT * reach)))


def _box(mesh: pv.PolyData, matrix: Array) -> tuple[Array, Array]:
    points = apply(matrix, np.asarray(mesh.points, dtype=float))
    return points.min(axis=0), points.max(axis=0)
