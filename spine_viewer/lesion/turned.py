"""A curve beside the electrode's axis as a closed surface about it."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.field.mesher import Surface
from spine_viewer.lesion.grid import Array
from spine_viewer.lesion.space.electrode import across_any

SIDES = 40


def turned(curve: Array, tip: Array, direction: Array) -> Surface:
    """The surface that a curve draws when it is turned about an electrode.

    Parameters
    ----------
    curve : (k, 2) float
        mm away from the axis and back from the tip, from the distal to the proximal end; empty gives no surface.
    tip, direction : (3,) float
        Of the electrode in the world, mm; unit vector from hub to tip.

    Returns
    -------
    Surface
        Closed, with the ends of the axis as poles.
    """
    if len(curve) == 0:
        return Surface(np.zeros((0, 3)), np.zeros((0, 3), dtype=np.int64), np.zeros((0, 3)))
    back = -np.asarray(direction, dtype=float)
    one = across_any(back)
    other = np.cross(back, one)
    angle = np.linspace(0.0, 2.0 * np.pi, SIDES, endpoint=False)
    ways = np.cos(angle)[:, None] * one + np.sin(angle)[:, None] * other
    r, z = curve[:, 0], curve[:, 1]
    rings = tip + z[:, None, None] * back + r[:, None, None] * ways
    poles = np.asarray(tip) + np.array([z[0], z[-1]])[:, None] * back
    slope = np.gradient(curve, axis=0)
    outward = np.column_stack([slope[:, 1], -slope[:, 0]])
    outward /= np.maximum(np.linalg.norm(outward, axis=1, keepdims=True), 1e-12)
    normals = outward[:, :1, None] * ways + outward[:, 1:, None] * back
    vertices = np.vstack([rings.reshape(-1, 3), poles])
    return Surface(vertices, _faces(len(curve)), np.vstack([normals.reshape(-1, 3), -back, back]))


def _faces(rows: int) -> np.ndarray:
    """Triangles of ``rows`` rings and two poles, outward."""
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(SIDES), indexing="ij")
    k = (j + 1) % SIDES
    a, b, c, d = i * SIDES + j, i * SIDES + k, (i + 1) * SIDES + k, (i + 1) * SIDES + j
    side = np.arange(SIDES)
    following, last = (side + 1) % SIDES, (rows - 1) * SIDES
    first_pole, last_pole = np.full(SIDES, rows * SIDES), np.full(SIDES, rows * SIDES + 1)
    parts = (
        np.stack([a, b, c], -1).reshape(-1, 3),
        np.stack([a, c, d], -1).reshape(-1, 3),
        np.column_stack([first_pole, following, side]),
        np.column_stack([last_pole, last + side, last + following]),
    )
    return np.concatenate(parts).astype(np.int64)
