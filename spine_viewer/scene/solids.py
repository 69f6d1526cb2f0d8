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


def rounded_box(lower: ArrayLike, upper: ArrayLike, edge_mm: float, upright: bool = False) -> SurfaceGeometry:
    """Box between two corners (3,) with rounded edges: a rounded rectangle in x and z, drawn in at top and bottom.

    ``upright`` leaves top and bottom sharp.
    """
    lo, hi = np.asarray(lower, dtype=float), np.asarray(upper, dtype=float)
    middle, half = 0.5 * (lo + hi), 0.5 * (hi - lo)
    rim = min(edge_mm, half[1])
    turns = np.radians([0.0]) if upright else np.radians(np.linspace(0.0, 90.0, 5))
    rows = [(rim * (1.0 - np.cos(t)), lo[1] + rim * (1.0 - np.sin(t))) for t in turns[::-1]]
    if upright:
        rows = [(0.0, lo[1])]
    rows += [(inset, lo[1] + hi[1] - y) for inset, y in rows[::-1]]
    rings = []
    for inset, y in rows:
        x, z = rounded_rectangle(half[0] - inset, half[2] - inset, max(edge_mm - inset, 0.5)).T
        rings.append(np.stack([x + middle[0], np.full_like(x, y), z + middle[2]], axis=1))
    return lofted(np.array(rings)[:, ::-1], closed=True)


def rounded_rectangle(half_x: float, half_z: float, radius: float, steps: int = 6) -> Array:
    """(4 * steps, 2) corners of a rectangle about the origin with rounded corners."""
    radius = min(radius, half_x, half_z)
    angles = np.radians(np.linspace(0.0, 90.0, steps))
    arc = radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    made = []
    for quarter, (sx, sz) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        turn = np.radians(90.0 * quarter)
        matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        made.append(arc @ matrix + (sx * (half_x - radius), sz * (half_z - radius)))
    return np.vstack(made)


def lofted(rings: Array, closed: bool = True) -> SurfaceGeometry:
    """Surface through rings (n, k, 3) of equally many points; ``closed`` puts fans over the first and the last."""
    rows, columns = rings.shape[:2]
    vertices, faces = rings.reshape(-1, 3), _grid_faces(rows, columns, wrap=True)
    if closed:
        ends = np.array([rings[0].mean(axis=0), rings[-1].mean(axis=0)])
        n, last = rows * columns, (rows - 1) * columns
        k = np.arange(columns)
        after = (k + 1) % columns
        low = np.stack([np.full(columns, n), after, k], axis=1)
        high = np.stack([np.full(columns, n + 1), last + k, last + after], axis=1)
        vertices, faces = np.vstack([vertices, ends]), np.vstack([faces, low, high])
    return SurfaceGeometry(vertices, faces, smooth=False)


def swept(path: Array, section: Array) -> SurfaceGeometry:
    """A section ((k, 2): along y, and outwards of the curve) along a ``path`` ((n, 3)) in the plane of x and z."""
    path, section = np.asarray(path, dtype=float), np.asarray(section, dtype=float)
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    out = np.stack([along[:, 2], 0.0 * along[:, 0], -along[:, 0]], axis=1)
    across = np.array([0.0, 1.0, 0.0])
    rings = path[:, None, :] + section[None, :, 1:] * out[:, None, :] + section[None, :, :1] * across
    return lofted(rings)


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
