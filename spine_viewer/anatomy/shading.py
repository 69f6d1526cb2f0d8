"""Colour baked into the meshes: ambient occlusion read from the field, and the tint of cartilage on joint faces."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.model import Face
from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.primitives import frame_from

PROBE_MM = (1.0, 2.2, 4.0, 5.5)
PROBE_WEIGHTS = (0.35, 0.30, 0.25, 0.10)
IVORY = np.array([236.0, 222.0, 196.0])
SHADE = np.array([120.0, 92.0, 62.0])
CARTILAGE = np.array([206.0, 222.0, 230.0])


def occlusion(field: Field, vertices: Array, normals: Array) -> Array:
    """Share of blocked surroundings (n,), 0 open to 1 buried: how much nearer the bone is than on a flat surface."""
    total = np.zeros(len(vertices))
    for height, weight in zip(PROBE_MM, PROBE_WEIGHTS, strict=True):
        total += weight * np.clip((height - field(vertices + height * normals)) / height, 0.0, 1.0)
    return total


def on_face(vertices: Array, face: Face, thickness_mm: float = 2.5) -> Array:
    """Weight (n,) 0 to 1 of lying on an elliptic joint face, fading out over its last tenth."""
    u, v, w = ((vertices - face.centre) @ frame_from(face.normal, face.up).T).T
    radius = np.hypot(u / face.half_width_mm, v / face.half_height_mm)
    inside = np.clip((1.05 - radius) / 0.1, 0.0, 1.0)
    return inside * (np.abs(w) < thickness_mm)


def bone_colours(field: Field, vertices: Array, normals: Array, faces: dict[str, Face]) -> np.ndarray:
    """RGB (n, 3) uint8 of a bone: ivory, browner in hollows, bluish on joint faces."""
    shade = np.clip(1.25 * occlusion(field, vertices, normals), 0.0, 1.0)[:, None]
    colour = IVORY + shade * (SHADE - IVORY)
    for face in faces.values():
        facing = (normals @ face.normal > 0.4)[:, None]
        weight = 0.8 * on_face(vertices, face)[:, None] * facing
        colour = colour + weight * (CARTILAGE * (1.0 - 0.45 * shade) - colour)
    return np.clip(np.rint(colour), 0, 255).astype(np.uint8)
