"""Joint cartilage: a thin layer on each joint face, grown from the bone's own field into the joint gap."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.model import Face
from spine_viewer.anatomy.field.base import Array, Field, FunctionField
from spine_viewer.anatomy.field.combine import smooth_maximum
from spine_viewer.anatomy.field.primitives import frame_from

FLUID_MM = 0.2
NEAR_MM = 3.0
MARGIN_MM = 2.0
OPPOSED_MM = 0.6


def facet_region(face: Face, reach_mm: float = 6.0) -> Field:
    """Elliptic column over a joint face, negative inside, in the frame of the face."""
    rows = frame_from(face.normal, face.up)
    smaller = min(face.half_width_mm, face.half_height_mm)

    def field(points: Array) -> Array:
        u, v, w = ((points - face.centre) @ rows.T).T
        k = np.hypot(u / face.half_width_mm, v / face.half_height_mm)
        return np.maximum((k - 1.0) * smaller, np.abs(w) - reach_mm)

    reach = max(face.half_width_mm, face.half_height_mm) + reach_mm
    return FunctionField(field, np.array([face.centre - reach, face.centre + reach]))


def layer(bone: Field, other: Field, region: Field, gap_mm: float) -> Field:
    """Cartilage of one face: within half the gap of its bone, nearer to it than to the other, inside ``region``.

    It ends where the other bone is further off than the gap: there is no joint there.
    """
    thickness = 0.5 * (gap_mm - FLUID_MM)

    def field(points: Array) -> Array:
        total = region(points)
        near = total < NEAR_MM
        if near.any():
            where = points[near]
            own = bone(where)
            within = smooth_maximum(np.abs(own - 0.5 * thickness) - 0.5 * thickness, total[near], 0.6)
            beyond = other(where)
            opposed = np.maximum(0.5 * (own - beyond + FLUID_MM), beyond - gap_mm - OPPOSED_MM)
            total[near] = smooth_maximum(within, opposed, 0.4)
        return total

    return FunctionField(field, region.bounds + np.array([[-MARGIN_MM], [MARGIN_MM]]))
