"""Size, place and direction of a joint face, found on a bone's mesh by the bone that it meets.

Where the two bones lie close and face each other is surely joint face. A smooth surface (of second degree) is laid
through that part; the face reaches as far as the bone follows it and has the other bone before it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyvista as pv
from scipy import ndimage
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.rigid import apply

SAMPLE_MM2 = 0.05
CONTACT_MM = 4.0  # the bones of a joint lie closer than this
OPPOSED = 0.8  # cosine between one face's normal and the way to the other, or the reverse of the other's normal
LINK_MM = 0.8  # points of one face follow each other at this distance
LEAST = 50  # points; fewer are no joint face
TURN_DEG = 45.0  # a rounded edge ends the face half way round
OFF_MM = 0.5  # a face ends where the bone leaves its smooth surface by this
CELL_MM = 0.3
BEYOND_MM = 4.0  # how far beyond the part that surely is joint face its edge is looked for
TURNS_DEG = np.arange(-45.0, 45.0, 1.0)
EVEN_DEG = 20.0  # normals of a flat face lie so close to the commonest one
SHARPNESS = 30.0  # of the kernel that finds the commonest normal


@dataclass(frozen=True)
class Samples:
    """Points (n, 3) spread evenly over a surface, mm, and outward unit normals (n, 3)."""

    points: Array
    normals: Array

    def moved(self, matrix: Array) -> Samples:
        """The same through a rigid ``matrix`` (4, 4)."""
        return Samples(apply(matrix, self.points), self.normals @ matrix[:3, :3].T)

    def where(self, chosen: np.ndarray) -> Samples:
        """Some of the points, by mask or index."""
        return Samples(self.points[chosen], self.normals[chosen])


def sample(mesh: pv.PolyData) -> Samples:
    """Points on a closed triangle mesh, the same ones each time."""
    import trimesh

    solid = trimesh.Trimesh(mesh.points, mesh.regular_faces, process=False)
    points, triangle = trimesh.sample.sample_surface(solid, int(solid.area / SAMPLE_MM2), seed=0)
    return Samples(np.asarray(points, dtype=float), np.asarray(solid.face_normals[triangle]))


@dataclass(frozen=True)
class JointFace:
    """A joint face: its middle (3,) and the sides of the smallest rectangle about it, mm.

    ``length_mm``: the side that runs nearer to the sagittal plane (up, for a face that looks forwards or backwards);
    ``width_mm``: the other one.
    """

    centre: Array
    length_mm: float
    width_mm: float


def opposed(bone: Samples, other: Samples) -> np.ndarray:
    """Indices of the points of ``bone`` that lie close to ``other`` and face it, the largest patch of them.

    Raises
    ------
    ValueError
        Where the two bones do not meet.
    """
    reach, nearest = cKDTree(other.points).query(bone.points, distance_upper_bound=CONTACT_MM)
    close = np.flatnonzero(np.isfinite(reach))
    facing = np.einsum("ij,ij->i", bone.normals[close], other.normals[nearest[close]]) < -OPPOSED
    ahead = np.einsum("ij,ij->i", bone.normals[close], other.points[nearest[close]] - bone.points[close])
    found = close[facing & (ahead > OPPOSED * reach[close])]
    if len(found) < LEAST:
        raise ValueError(f"only {len(found)} points of the joint face found")
    return found[_largest(bone.points[found])]


def _largest(points: Array) -> np.ndarray:
    """Mask of the largest part of a cloud whose points follow each other closely."""
    pairs = cKDTree(points).query_pairs(LINK_MM, output_type="ndarray")
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(points), len(points)))
    labels = connected_components(graph, directed=False)[1]
    return labels == np.bincount(labels).argmax()


def plane_of_face(bone: Samples, other: Samples) -> Array:
    """Outward unit normal (3,) of the plane of a flat face: of that part of it that faces the commonest way."""
    met = bone.where(opposed(bone, other))
    some = met.normals[:: max(1, len(met.normals) // 400)]
    way = some[np.exp(SHARPNESS * (some @ met.normals.T - 1.0)).sum(axis=1).argmax()]
    for _ in range(20):
        way = np.exp(SHARPNESS * (met.normals @ way - 1.0)) @ met.normals
        way /= np.linalg.norm(way)
    core = met.points[met.normals @ way > np.cos(np.radians(EVEN_DEG))]
    core = core[_largest(core)]
    normal = np.linalg.svd(core - core.mean(axis=0), full_matrices=False)[2][2]
    return normal * np.sign(normal @ way)


def find_face(bone: Samples, other: Samples) -> JointFace:
    """The face of ``bone`` that meets ``other``; both in the frame of ``bone``.

    Raises
    ------
    ValueError
        Where the two bones do not meet.
    """
    seed = bone.where(opposed(bone, other))
    middle, normal = seed.points.mean(axis=0), seed.normals.mean(axis=0)
    axes = _axes(normal / np.linalg.norm(normal))
    u, v, w = ((seed.points - middle) @ axes.T).T
    weights = np.linalg.lstsq(_terms(u, v), w, rcond=None)[0]
    near = bone.where(np.linalg.norm(bone.points - middle, axis=1) < np.hypot(u, v).max() + BEYOND_MM)
    p, q, r = ((near.points - middle) @ axes.T).T
    slope = [weights[1] + 2 * weights[3] * p + weights[4] * q, weights[2] + weights[4] * p + 2 * weights[5] * q]
    smooth = np.stack([-slope[0], -slope[1], np.ones_like(p)], axis=1) @ axes
    smooth /= np.linalg.norm(smooth, axis=1)[:, None]
    reach, nearest = cKDTree(other.points).query(near.points)
    follows = np.abs(r - _terms(p, q) @ weights) < OFF_MM
    follows &= np.einsum("ij,ij->i", near.normals, smooth) > np.cos(np.radians(TURN_DEG))
    follows &= np.einsum("ij,ij->i", smooth, other.points[nearest] - near.points) > OPPOSED * reach
    follows &= reach < CONTACT_MM + OFF_MM
    p, q, found = p[follows], q[follows], near.points[follows]
    kept = _patch(p, q, u, v)
    return JointFace(found[kept].mean(axis=0), *_rectangle(p[kept], q[kept]))


def _axes(normal: Array) -> Array:
    """Rows (3, 3): across, along (as near to the sagittal plane as the face allows), out of the face."""
    along = np.array([0.0, 1.0, 0.0]) if abs(normal[1]) < 0.9 else np.array([0.0, 0.0, 1.0])
    along = along - (along @ normal) * normal
    along /= np.linalg.norm(along)
    return np.stack([np.cross(along, normal), along, normal])


def _terms(u: Array, v: Array) -> Array:
    """Terms (n, 6) of a polynomial of second degree."""
    return np.stack([np.ones_like(u), u, v, u * u, u * v, v * v], axis=1)


def _patch(p: Array, q: Array, u: Array, v: Array) -> np.ndarray:
    """Mask of the points (p, q) of a plane in the patch that holds most of the points (u, v), without narrow tails."""
    low = np.array([min(p.min(), u.min()), min(q.min(), v.min())]) - 3.0 * CELL_MM
    cells = ((np.stack([p, q], axis=1) - low) // CELL_MM).astype(int)
    sure = ((np.stack([u, v], axis=1) - low) // CELL_MM).astype(int)
    grid = np.zeros(np.maximum(cells.max(axis=0), sure.max(axis=0)) + 4, dtype=bool)
    grid[tuple(cells.T)] = True
    grid = ndimage.binary_opening(ndimage.binary_closing(grid, iterations=2), iterations=3)
    labels, _ = ndimage.label(grid)
    held = np.bincount(labels[tuple(sure.T)], minlength=2)
    return labels[tuple(cells.T)] == held[1:].argmax() + 1


def _rectangle(p: Array, q: Array) -> tuple[float, float]:
    """Sides of the smallest rectangle about points of the plane: the one nearer to the q axis first."""
    best = (np.inf, 0.0, 0.0)
    for turn in np.radians(TURNS_DEG):
        along = float(np.ptp(q * np.cos(turn) + p * np.sin(turn)))
        across = float(np.ptp(p * np.cos(turn) - q * np.sin(turn)))
        best = min(best, (along * across, along, across))
    return best[1], best[2]
