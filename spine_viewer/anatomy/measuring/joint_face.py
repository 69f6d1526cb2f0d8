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
CELL_MM = 0.25
ABOUT_MM = 2.5  # bone further from the smooth surface belongs to another side of the process
BLUR_MM = 0.4
TAIL_MM = 1.2  # half width of a tail that is no part of the face
SEED_TAIL_MM = 2.0  # the same where only the sure middle of the face is wanted
BEYOND_MM = 4.0  # how far beyond the part that surely is joint face its edge is looked for
TURNS_DEG = np.arange(-30.0, 31.0, 1.0)
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

    ``length_mm``: the side nearer to the sagittal plane (up, for a face that looks forwards or backwards);
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
    here, there = (np.flatnonzero(_within(one.points, two.points)) for one, two in ((bone, other), (other, bone)))
    if not len(here) or not len(there):
        raise ValueError("only 0 points of the joint face found")
    reach, nearest = cKDTree(other.points[there]).query(bone.points[here], distance_upper_bound=CONTACT_MM)
    met = np.isfinite(reach)
    close, reach, nearest = here[met], reach[met], there[nearest[met]]
    facing = np.einsum("ij,ij->i", bone.normals[close], other.normals[nearest]) < -OPPOSED
    ahead = np.einsum("ij,ij->i", bone.normals[close], other.points[nearest] - bone.points[close])
    found = close[facing & (ahead > OPPOSED * reach)]
    if len(found) < LEAST:
        raise ValueError(f"only {len(found)} points of the joint face found")
    return found[_largest(bone.points[found])]


def _within(points: Array, others: Array) -> np.ndarray:
    """Mask of the points (n, 3) that the box about ``others`` (m, 3) holds, or nearly holds."""
    low, high = others.min(axis=0) - CONTACT_MM, others.max(axis=0) + CONTACT_MM
    return np.asarray(((points >= low) & (points <= high)).all(axis=1))


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
    broad = _patch(np.stack([u, v], axis=1), np.stack([u, v], axis=1), SEED_TAIL_MM)[1]
    u, v, w = u[broad], v[broad], w[broad]
    weights = _smooth_surface(u, v, w)
    near = bone.where(np.linalg.norm(bone.points - middle, axis=1) < np.hypot(u, v).max() + BEYOND_MM)
    p, q, r = ((near.points - middle) @ axes.T).T
    off = r - _terms(p, q) @ weights
    kept = np.abs(off) < ABOUT_MM
    near, p, q, off = near.where(kept), p[kept], q[kept], off[kept]
    slope = [weights[1] + 2 * weights[3] * p + weights[4] * q, weights[2] + weights[4] * p + 2 * weights[5] * q]
    smooth = np.stack([-slope[0], -slope[1], np.ones_like(p)], axis=1) @ axes
    smooth /= np.linalg.norm(smooth, axis=1)[:, None]
    reach, nearest = cKDTree(other.points).query(near.points)
    follows = np.abs(off) < OFF_MM
    follows &= np.einsum("ij,ij->i", near.normals, smooth) > np.cos(np.radians(TURN_DEG))
    follows &= np.einsum("ij,ij->i", smooth, other.points[nearest] - near.points) > OPPOSED * reach
    follows &= reach < CONTACT_MM + OFF_MM
    face, _ = _patch(np.stack([p, q], axis=1)[follows], np.stack([u, v], axis=1), TAIL_MM)
    x, y = face.mean(axis=0)
    centre = middle + np.array([x, y, *(_terms(np.array([x]), np.array([y])) @ weights)]) @ axes
    return JointFace(centre, *_rectangle(face))


def _smooth_surface(u: Array, v: Array, w: Array) -> Array:
    """Weights (6,) of the surface w(u, v) of second degree through most of the points."""
    weights = np.linalg.lstsq(_terms(u, v), w, rcond=None)[0]
    for _ in range(4):
        close = np.abs(w - _terms(u, v) @ weights) < OFF_MM
        weights = np.linalg.lstsq(_terms(u[close], v[close]), w[close], rcond=None)[0]
    return np.asarray(weights, dtype=np.float64)


def _axes(normal: Array) -> Array:
    """Rows (3, 3): across, along (as near to the sagittal plane as the face allows), out of the face."""
    along = np.array([0.0, 1.0, 0.0]) if abs(normal[1]) < 0.9 else np.array([0.0, 0.0, 1.0])
    along = along - (along @ normal) * normal
    along /= np.linalg.norm(along)
    return np.stack([np.cross(along, normal), along, normal])


def _terms(u: Array, v: Array) -> Array:
    """Terms (n, 6) of a polynomial of second degree."""
    return np.stack([np.ones_like(u), u, v, u * u, u * v, v * v], axis=1)


def _patch(places: Array, sure: Array, tail_mm: float) -> tuple[Array, np.ndarray]:
    """The patch that ``places`` (n, 2) mm fill in a plane, without tails narrower than ``tail_mm`` to either side.

    ``sure``: places of which most lie in the patch. Returns the cells (k, 2) mm of the patch, and a mask (n,) of the
    places in it.
    """
    low = np.minimum(places.min(axis=0), sure.min(axis=0)) - 6 * CELL_MM
    cells, held = (np.round((some - low) / CELL_MM).astype(int) for some in (places, sure))
    counts = np.zeros(np.maximum(cells.max(axis=0), held.max(axis=0)) + 7)
    np.add.at(counts, tuple(cells.T), SAMPLE_MM2 / CELL_MM**2)
    filled = ndimage.gaussian_filter(counts, BLUR_MM / CELL_MM) > 0.5
    reach = np.arange(-int(tail_mm / CELL_MM), int(tail_mm / CELL_MM) + 1)
    disc = np.hypot(*np.meshgrid(reach, reach)) <= tail_mm / CELL_MM
    labels, count = ndimage.label(ndimage.binary_opening(filled, disc))
    if count == 0:
        raise ValueError("no even joint face found")
    chosen = np.bincount(labels[tuple(held.T)], minlength=count + 1)[1:].argmax() + 1
    return np.argwhere(labels == chosen) * CELL_MM + low, labels[tuple(cells.T)] == chosen


def _rectangle(places: Array) -> tuple[float, float]:
    """Sides of the smallest rectangle about places of a plane: the one nearer to the second axis first."""
    best = (np.inf, 0.0, 0.0)
    for turn in np.radians(TURNS_DEG):
        way = np.array([np.sin(turn), np.cos(turn)])
        along = float(np.ptp(places @ way)) + CELL_MM
        across = float(np.ptp(places @ [way[1], -way[0]])) + CELL_MM
        best = min(best, (along * across, along, across))
    return best[1], best[2]
