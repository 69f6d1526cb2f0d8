"""Plain solids as triangle surfaces: turned profiles, boxes and swept bars. All sizes in mm."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from spine_viewer.scene.model import Array, SurfaceGeometry


def turned(profile: Array, sides: int = 24) -> tuple[Array, np.ndarray]:
    """Surface of revolution about z of ``profile`` ((n, 2) float: radius, z; from bottom to top)."""
    profile = np.asarray(profile, dtype=float)
    angles = np.linspace(0.0, 2.0 * np.pi, sides, endpoint=False)
    rings = np.stack(
        [
            np.outer(profile[:, 0], np.cos(angles)),
            np.outer(profile[:, 0], np.sin(angles)),
            np.repeat(profile[:, 1:2], sides, axis=1),
        ],
        axis=-1,
    )
    return rings.reshape(-1, 3), _grid_faces(len(profile), sides, wrap=True)


def cylinder(
    radius_mm: float, bottom_mm: float, top_mm: float, edge_mm: float = 0.0, sides: int = 40
) -> SurfaceGeometry:
    """Closed cylinder about z with a chamfered edge."""
    e = min(edge_mm, radius_mm, 0.5 * (top_mm - bottom_mm))
    r = radius_mm
    profile = [(0, bottom_mm), (r - e, bottom_mm), (r, bottom_mm + e), (r, top_mm - e), (r - e, top_mm), (0, top_mm)]
    return SurfaceGeometry(*turned(np.array(profile), sides), smooth=False)


def box(lower: ArrayLike, upper: ArrayLike) -> SurfaceGeometry:
    """Axis-aligned box between two corners (3,)."""
    lo, hi = np.asarray(lower, dtype=float), np.asarray(upper, dtype=float)
    corners = np.array(
        [[(lo, hi)[i][0], (lo, hi)[j][1], (lo, hi)[k][2]] for i in (0, 1) for j in (0, 1) for k in (0, 1)]
    )
    quads = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])
    return SurfaceGeometry(corners, np.vstack([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]), smooth=False)


def bar_along(path: Array, width_axis: Array, width_mm: float, depth_mm: float) -> SurfaceGeometry:
    """Bar of rectangular section along ``path`` ((n, 3) float): ``width_mm`` along ``width_axis`` (3,)."""
    path = np.asarray(path, dtype=float)
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    w = np.broadcast_to(np.asarray(width_axis, dtype=float) / np.linalg.norm(width_axis), path.shape)
    d = np.cross(along, w)
    d /= np.linalg.norm(d, axis=1, keepdims=True)
    hw, hd = 0.5 * width_mm, 0.5 * depth_mm
    rings = np.stack([path + a * hw * w + b * hd * d for a, b in ((1, 1), (-1, 1), (-1, -1), (1, -1))], axis=1)
    faces = _grid_faces(len(path), 4, wrap=True)
    last = 4 * (len(path) - 1)
    caps = np.array([[0, 2, 1], [0, 3, 2], [last, last + 1, last + 2], [last, last + 2, last + 3]])
    return SurfaceGeometry(rings.reshape(-1, 3), np.vstack([faces, caps]), smooth=False)


def frame_matrix(origin: ArrayLike, z_axis: ArrayLike, x_hint: ArrayLike) -> Array:
    """(4, 4) matrix that carries z to ``z_axis`` and x as near ``x_hint`` as can be, at ``origin``."""
    z = np.asarray(z_axis, dtype=float)
    z = z / np.linalg.norm(z)
    x = np.asarray(x_hint, dtype=float)
    x = x - np.dot(x, z) * z
    if np.linalg.norm(x) < 1e-9:
        x = np.eye(3)[int(np.argmin(np.abs(z)))]
        x = x - np.dot(x, z) * z
    x = x / np.linalg.norm(x)
    matrix = np.eye(4)
    matrix[:3, :3] = np.stack([x, np.cross(z, x), z], axis=1)
    matrix[:3, 3] = np.asarray(origin, dtype=float)
    return matrix


def _grid_faces(rows: int, columns: int, wrap: bool) -> np.ndarray:
    """Triangles of a (rows, columns) grid of vertices, closed in the column direction where ``wrap``."""
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(columns if wrap else columns - 1), indexing="ij")
    k = (j + 1) % columns
    a, b, c, d = i * columns + j, i * columns + k, (i + 1) * columns + k, (i + 1) * columns + j
    return np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
