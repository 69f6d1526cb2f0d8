"""A smooth tube along a path, with rounded ends; plain numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def tube(path: Array, radius_mm: float, sides: int = 16, spacing_mm: float = 0.7) -> tuple[Array, np.ndarray, Array]:
    """Vertices (n, 3), faces (m, 3) and normals (n, 3) of a tube along ``path`` ((k, 3), mm)."""
    path = _resampled(np.asarray(path, dtype=float), spacing_mm)
    along = np.gradient(path, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-12)
    u, v = _carried_frames(along)
    bow = np.radians([80.0, 60.0, 40.0, 20.0])
    start = [(path[0] - along[0] * radius_mm * np.sin(b), np.cos(b), -np.sin(b), 0) for b in bow]
    middle = [(p, 1.0, 0.0, i) for i, p in enumerate(path)]
    last = len(path) - 1
    end = [(path[-1] + along[-1] * radius_mm * np.sin(b), np.cos(b), np.sin(b), last) for b in bow[::-1]]
    rows = start + middle + end
    frames = np.array([r[3] for r in rows])
    centres, shrink, lean = (np.array([r[i] for r in rows]) for i in range(3))
    angles = np.linspace(0.0, 2.0 * np.pi, sides, endpoint=False)
    ring = np.cos(angles)[None, :, None] * u[frames][:, None] + np.sin(angles)[None, :, None] * v[frames][:, None]
    vertices = centres[:, None] + radius_mm * shrink[:, None, None] * ring
    normals = shrink[:, None, None] * ring + lean[:, None, None] * along[frames][:, None]
    count = len(rows) * sides
    poles = np.array([path[0] - radius_mm * along[0], path[-1] + radius_mm * along[-1]])
    faces = _faces(len(rows), sides, count)
    return (
        np.vstack([vertices.reshape(-1, 3), poles]),
        faces,
        np.vstack([normals.reshape(-1, 3), [-along[0], along[-1]]]),
    )


def _faces(rows: int, sides: int, count: int) -> np.ndarray:
    """Triangles of the wall and of the two caps, whose poles are vertices ``count`` and ``count + 1``."""
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(sides), indexing="ij")
    k = (j + 1) % sides
    a, b, c, d = i * sides + j, i * sides + k, (i + 1) * sides + k, (i + 1) * sides + j
    wall = [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)]
    s = np.arange(sides)
    first = np.stack([np.full(sides, count), (s + 1) % sides, s], -1)
    top = (rows - 1) * sides
    return np.concatenate([*wall, first, np.stack([np.full(sides, count + 1), top + s, top + (s + 1) % sides], -1)])


def _resampled(path: Array, spacing_mm: float) -> Array:
    """Path at even steps of about ``spacing_mm``."""
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    keep = np.concatenate([[True], steps > 1e-9])
    path = path[keep]
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    at = np.linspace(0.0, length[-1], max(2, int(np.ceil(length[-1] / spacing_mm)) + 1))
    return np.stack([np.interp(at, length, path[:, i]) for i in range(3)], axis=1)


def _carried_frames(along: Array) -> tuple[Array, Array]:
    """Two normals (n, 3) of a path, carried along it without twisting."""
    u = np.empty_like(along)
    first = np.eye(3)[int(np.argmin(np.abs(along[0])))]
    for i, t in enumerate(along):
        w = (first if i == 0 else u[i - 1]) - np.dot(first if i == 0 else u[i - 1], t) * t
        u[i] = w / max(float(np.linalg.norm(w)), 1e-12)
    return u, np.cross(along, u)
