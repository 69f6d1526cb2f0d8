"""Rigid transforms as (4, 4) matrices."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.field.base import Array


def rotation_about_x(angle_deg: float) -> Array:
    """(3, 3) rotation about +x (patient left); positive tips the top forward (flexion)."""
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def rigid(rotation: Array, translation: object = (0.0, 0.0, 0.0)) -> Array:
    """(4, 4) from a rotation (3, 3) and a translation (3,) in mm."""
    matrix = np.eye(4)
    matrix[:3, :3] = rotation
    matrix[:3, 3] = np.asarray(translation, dtype=float)
    return matrix


def inverse(matrix: Array) -> Array:
    """Inverse of a rigid (4, 4)."""
    turned = matrix[:3, :3].T
    return rigid(turned, -turned @ matrix[:3, 3])


def apply(matrix: Array, points: object) -> Array:
    """Points (n, 3) or (3,) carried by a rigid (4, 4)."""
    p = np.asarray(points, dtype=float)
    return p @ matrix[:3, :3].T + matrix[:3, 3]
