"""Least squares in both directions at once: from measured surfaces to the field, and from the field's own surface back.

A one-way residual is blind to bone that no target point asks for (a process that is too long, a step in a fillet). Here
points of the model's own surface follow the parameters to first order and are looked up in the target's distance map.
Several targets are fitted together, each with its own pose.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyvista as pv
from scipy.ndimage import map_coordinates
from scipy.spatial import cKDTree

from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.mesher import gradient, raw_surface
from spine_viewer.anatomy.fit import POSE_SIZE, Free, Similarity, soft, solved

SPACING_MM, PAD_MM = 1.5, 8.0
OWN_VOXEL_MM = 1.4


def scattered(corners: Array, count: int, seed: int = 1) -> Array:
    """(count, 3) points spread evenly over triangles (m, 3, 3)."""
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    random = np.random.default_rng(seed)
    a, b, c = corners[random.choice(len(corners), count, p=area / area.sum())].transpose(1, 0, 2)
    u, v = random.random((2, count))
    flip = u + v > 1.0
    u[flip], v[flip] = 1.0 - u[flip], 1.0 - v[flip]
    return a + u[:, None] * (b - a) + v[:, None] * (c - a)


def own_points(field: Field, count: int, seed: int = 1) -> Array:
    """(count, 3) points near the zero level of a field."""
    vertices, faces = raw_surface(field, OWN_VOXEL_MM)
    return scattered(vertices[faces], count, seed)


def laid_on(moving: Array, fixed: Array, steps: int = 60) -> Array:
    """(4, 4) similarity that carries points (n, 3) on points (m, 3), nearest neighbours both ways."""
    tree, matrix = cKDTree(fixed), np.eye(4)
    matrix[:3, 3] = fixed.mean(axis=0) - moving.mean(axis=0)
    for _ in range(steps):
        now = moving @ matrix[:3, :3].T + matrix[:3, 3]
        source = np.concatenate([now, now[cKDTree(now).query(fixed)[1]]])
        target = np.concatenate([fixed[tree.query(now)[1]], fixed])
        mu, nu = source.mean(axis=0), target.mean(axis=0)
        u, s, vt = np.linalg.svd((source - mu).T @ (target - nu))
        sign = np.diag([1.0, 1.0, np.sign(np.linalg.det(vt.T @ u.T))])
        turn = np.eye(4)
        turn[:3, :3] = np.trace(np.diag(s) @ sign) / ((source - mu) ** 2).sum() * (vt.T @ sign @ u.T)
        turn[:3, 3] = nu - turn[:3, :3] @ mu
        matrix = turn @ matrix
    return matrix


@dataclass(frozen=True)
class Target:
    """A measured surface, laid on the model: points (n, 3) folded on the left half, and a map of signed distances."""

    points: Array
    values: Array
    low: Array

    def distance(self, points: Array) -> Array:
        """(n,) signed distance in mm, the mean of both sides of the midplane."""
        found = np.zeros(len(points))
        for side in (1.0, -1.0):
            place = (points * [side, 1.0, 1.0] - self.low) / SPACING_MM
            found += 0.5 * map_coordinates(self.values, place.T, order=1, mode="nearest")
        return found


def load_target(path: Path, own: Array, count: int) -> Target:
    """Read a surface, lay it on points (n, 3) of the model and map its distances."""
    mesh = pv.read(path).triangulate()
    corners = mesh.points[mesh.regular_faces].astype(float)
    matrix = laid_on(scattered(corners, len(own)), own)
    mesh.points = np.asarray(mesh.points, dtype=float) @ matrix[:3, :3].T + matrix[:3, 3]
    points = scattered(np.asarray(mesh.points)[mesh.regular_faces], count)
    points[:, 0] = np.abs(points[:, 0])
    bounds = np.array(mesh.bounds).reshape(3, 2)
    low = bounds[:, 0] - PAD_MM
    counts = np.ceil((bounds[:, 1] + PAD_MM - low) / SPACING_MM).astype(int) + 1
    grid = pv.ImageData(dimensions=tuple(counts), spacing=(SPACING_MM,) * 3, origin=tuple(low))
    values = grid.compute_implicit_distance(mesh)["implicit_distance"].reshape(tuple(counts), order="F")
    return Target(points, np.asarray(values, dtype=float), low)


def back(pose: Similarity, points: Array) -> Array:
    """Points (n, 3) of the bone frame in the frame of a target posed by ``pose``."""
    origin = pose.apply(np.zeros((1, 3)))
    turn = pose.apply(np.eye(3)) - origin  # rows: images of the axes, scale included
    return (points - origin) @ turn.T / pose.scale**2


def fit_both_ways(
    build: Callable[[Mapping[str, float]], Field],
    free: Sequence[Free],
    targets: Sequence[tuple[Target, float]],
    anchors: Callable[[Mapping[str, float]], Array],
    *,
    own_count: int = 1800,
    prior_weight: float = 4.0,
    anchor_weight: float = 30.0,
    robust_mm: float = 0.8,
    rounds: int = 3,
    steps: int = 4,
    report: Callable[[str], None] = print,
) -> dict[str, float]:
    """Values by name that bring the model closest to all targets, ``(target, weight)`` each.

    ``anchors`` as in :func:`spine_viewer.anatomy.fit.calibrate`. The model's own surface is sampled anew in each of
    ``rounds``, with at most ``steps`` Jacobians between.
    """
    names = [f.name for f in free]
    start, low, high = (np.array([getattr(f, part) for f in free]) for part in ("start", "low", "high"))
    size = np.array([f.prior for f in free])
    now = np.concatenate([start, *[[1.0, 0.0, 0.0, 0.0]] * len(targets)])
    full_size = np.concatenate([size, *[POSE_SIZE] * len(targets)])
    full_low = np.concatenate([low, *[[0.8, -9.0, -9.0, -0.3]] * len(targets)])
    full_high = np.concatenate([high, *[[1.25, 9.0, 9.0, 0.3]] * len(targets)])
    n = len(names)

    for turn in range(rounds):
        first = build(dict(zip(names, now.tolist(), strict=False)))
        own = own_points(first, own_count, seed=turn)
        own[:, 0] = np.abs(own[:, 0])
        slope = gradient(first, own)
        slope /= np.maximum((slope * slope).sum(axis=1, keepdims=True), 0.05)

        def residual(v: Array, own: Array = own, slope: Array = slope) -> Array:
            values = dict(zip(names, v.tolist(), strict=False))
            fixed = anchors(values)
            poses = [Similarity(*v[n + 4 * i : n + 4 * i + 4].tolist()) for i in range(len(targets))]
            posed = [pose.apply(target.points) for pose, (target, _) in zip(poses, targets, strict=True)]
            found = np.split(
                build(values)(np.concatenate([own, fixed, *posed])),
                np.cumsum([len(own), len(fixed), *map(len, posed)])[:-1],
            )
            moved = own - np.clip(found[0], -3.0, 3.0)[:, None] * slope
            parts = [np.sqrt(prior_weight) * (v[:n] - start) / size, np.sqrt(anchor_weight) * found[1]]
            for (target, weight), pose, out in zip(targets, poses, found[2:], strict=True):
                parts.append(np.sqrt(weight) * soft(out, robust_mm))
                parts.append(np.sqrt(weight) * soft(pose.scale * target.distance(back(pose, moved)), robust_mm))
            return np.concatenate(parts)

        begin = np.clip(now, full_low + 1e-6, full_high - 1e-6)
        found = solved(residual, begin, full_low, full_high, full_size, steps)
        now = found.x
        report(f"  round {turn + 1}: cost {2.0 * found.cost:.0f}")
    return dict(zip(names, now.tolist(), strict=False))
