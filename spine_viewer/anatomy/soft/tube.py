"""A closed round tube along a path."""

from __future__ import annotations

import numpy as np
import pyvista as pv

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.polydata import polydata


def tube(path: Array, radius_mm: float | Array, sides: int = 12) -> pv.PolyData:
    """Closed tube mesh with outward normals.

    ``path`` (n, 3) mm, n >= 2; ``radius_mm`` a number or (n,). Frames are carried along without twist.
    """
    p = np.asarray(path, dtype=float)
    n = len(p)
    radius = np.broadcast_to(np.asarray(radius_mm, dtype=float), (n,))
    t = np.gradient(p, axis=0)
    t /= np.maximum(np.linalg.norm(t, axis=1, keepdims=True), 1e-12)
    u = np.empty_like(p)
    start = np.eye(3)[np.argmin(np.abs(t[0]))]
    u[0] = start - (start @ t[0]) * t[0]
    u[0] /= np.linalg.norm(u[0])
    for i in range(1, n):
        carried = u[i - 1] - (u[i - 1] @ t[i]) * t[i]
        u[i] = carried / max(float(np.linalg.norm(carried)), 1e-12)
    v = np.cross(t, u)
    angle = np.linspace(0.0, 2.0 * np.pi, sides, endpoint=False)
    out = u[:, None] * np.cos(angle)[None, :, None] + v[:, None] * np.sin(angle)[None, :, None]
    ring = (p[:, None] + radius[:, None, None] * out).reshape(-1, 3)
    vertices = np.vstack([ring, p[0], p[-1]])
    normals = np.vstack([out.reshape(-1, 3), -t[0], t[-1]])
    row, j = np.meshgrid(np.arange(n - 1), np.arange(sides), indexing="ij")
    a, b = row * sides + j, row * sides + (j + 1) % sides
    c, d = a + sides, b + sides
    wall = np.concatenate([np.stack([a, b, d], -1).reshape(-1, 3), np.stack([a, d, c], -1).reshape(-1, 3)])
    k = np.arange(sides)
    low = np.stack([np.full(sides, n * sides), (k + 1) % sides, k], -1)
    base = (n - 1) * sides
    high = np.stack([np.full(sides, n * sides + 1), base + k, base + (k + 1) % sides], -1)
    return polydata(vertices, np.vstack([wall, low, high]), normals)
