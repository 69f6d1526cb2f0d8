"""Symmetric mean surface distance of our bones to real ones, after similarity alignment.

Usage: python benchmarks/bone_distance.py REFERENCE_FOLDER

The folder holds ``lumbar_mean/*.ply`` and ``bodyparts3d/*.ply`` (mm, LPS). The reference meshes are measuring sticks;
they are not part of the project. Exit status 1 when a mean is over its limit.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import trimesh
from scipy.spatial import cKDTree

MESHES = Path(__file__).resolve().parents[1] / "meshes"
VERTEBRAE = [f"C{i}" for i in range(1, 8)] + [f"T{i}" for i in range(1, 13)] + [f"L{i}" for i in range(1, 6)]
LIMITS_MM = {
    "lumbar_mean": dict.fromkeys(("L2", "L3", "L4", "L5"), 1.0),
    "bodyparts3d": dict.fromkeys(VERTEBRAE, 1.35) | dict.fromkeys(("sacrum", "hip_left", "hip_right"), 2.2),
}
SAMPLES = 20_000
ROUNDS = 80


def sample(path: Path) -> np.ndarray:
    """Points (n, 3) spread evenly over a surface."""
    mesh = trimesh.load(path, force="mesh")
    return np.asarray(trimesh.sample.sample_surface(mesh, SAMPLES, seed=0)[0])


def similarity(moving: np.ndarray, fixed: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Centre of ``moving``, centre of ``fixed``, rotation and scale that carry one on the other, least squares."""
    a, b = moving.mean(axis=0), fixed.mean(axis=0)
    u, s, vt = np.linalg.svd((moving - a).T @ (fixed - b))
    flip = np.diag([1.0, 1.0, np.sign(np.linalg.det(vt.T @ u.T))])
    scale = float((s * np.diag(flip)).sum() / ((moving - a) ** 2).sum())
    return a, b, vt.T @ flip @ u.T, scale


def surface_distance(fixed: np.ndarray, moving: np.ndarray) -> tuple[float, float]:
    """Mean and 95th percentile of the symmetric distance in mm after a similarity ICP."""
    fixed = fixed - fixed.mean(axis=0)
    moving = moving - moving.mean(axis=0)
    tree = cKDTree(fixed)
    for _ in range(ROUNDS):
        to_fixed, to_moving = tree.query(moving)[1], cKDTree(moving).query(fixed)[1]
        source, target = np.vstack([moving, moving[to_moving]]), np.vstack([fixed[to_fixed], fixed])
        a, b, rotation, scale = similarity(source, target)
        moving = scale * (moving - a) @ rotation.T + b
    there, back = tree.query(moving)[0], cKDTree(moving).query(fixed)[0]
    return 0.5 * float(there.mean() + back.mean()), float(np.percentile(np.concatenate([there, back]), 95))


def main(reference: Path) -> int:
    """Print a line per pair; 1 when one is over its limit."""
    failed = False
    for collection, limits in LIMITS_MM.items():
        for bone, limit in limits.items():
            mean, p95 = surface_distance(sample(reference / collection / f"{bone}.ply"), sample(MESHES / f"{bone}.ply"))
            failed |= mean > limit
            verdict = "ok" if mean <= limit else "OVER"
            print(
                f"{bone:10s} {collection:12s} mean {mean:.2f}  p95 {p95:.2f}  limit {limit} mm  {verdict}", flush=True
            )
    return int(failed)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: bone_distance.py REFERENCE_FOLDER")
    sys.exit(main(Path(sys.argv[1])))
