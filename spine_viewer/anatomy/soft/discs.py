"""Intervertebral discs: an elliptic column between two endplates, bulging a little, minus both bones."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from spine_viewer.anatomy.field.base import Array, Culled, Field, FunctionField
from spine_viewer.anatomy.field.combine import smooth_maximum
from spine_viewer.anatomy.pose import endplate
from spine_viewer.anatomy.rigid import apply
from spine_viewer.anatomy.soft.figures import load_soft


def _rim(landmarks: Mapping[str, Array], matrix: Array, which: str) -> tuple[Array, Array, float, float]:
    """Centre (3,), upward normal (3,), half width and half depth of an endplate rim, world mm."""
    plate = endplate(landmarks, which)
    stem = "s1_endplate" if which == "s1" else f"{which}_endplate"
    width = 0.5 * float(np.linalg.norm(np.subtract(landmarks[f"{stem}_left"], landmarks[f"{stem}_right"])))
    depth = 0.5 * float(np.linalg.norm(plate.anterior - plate.posterior))
    return apply(matrix, plate.middle), matrix[:3, :3] @ plate.normal, width, depth


def disc_field(
    upper: Mapping[str, Array],
    lower: Mapping[str, Array],
    upper_matrix: Array,
    lower_matrix: Array,
    upper_bone: Field,
    lower_bone: Field,
    lower_is_sacrum: bool,
) -> Field:
    """Field of a disc in world mm.

    ``upper``, ``lower``: landmarks in bone frames; ``*_matrix``: their poses (4, 4); ``*_bone``: world fields. The disc
    is clipped to the rims of both endplates, so it never hangs over the waist of a vertebra.
    """
    floor, floor_normal, floor_w, floor_d = _rim(lower, lower_matrix, "s1" if lower_is_sacrum else "superior")
    roof, roof_normal, roof_w, roof_d = _rim(upper, upper_matrix, "inferior")
    axis = (floor_normal + roof_normal) / np.linalg.norm(floor_normal + roof_normal)
    left = np.array([1.0, 0.0, 0.0])
    back = np.cross(axis, left)
    middle = 0.5 * (floor + roof)
    size = load_soft()
    bulge_mm, contact_mm, power = (
        figure.value for figure in (size.disc_bulge_mm, size.disc_contact_mm, size.disc_outline_power)
    )
    bones = (Culled(upper_bone), Culled(lower_bone))

    def field(points: Array) -> Array:
        above_floor = (points - floor) @ floor_normal
        below_roof = (roof - points) @ roof_normal
        share = np.clip(above_floor / np.maximum(above_floor + below_roof, 1e-6), 0.0, 1.0)
        bulge = bulge_mm * 4.0 * share * (1.0 - share) - 0.3
        half_w = floor_w + share * (roof_w - floor_w) + bulge
        half_d = floor_d + share * (roof_d - floor_d) + bulge
        centre = floor + share[:, None] * (roof - floor)
        q = points - centre
        u, v = np.abs(q @ left) / half_w, np.abs(q @ back) / half_d
        k = np.maximum((u**power + v**power) ** (1.0 / power), 1e-6)
        column = (k - 1.0) * np.minimum(half_w, half_d)
        reach = 3.0 * np.clip(1.0 - k * k, 0.0, 1.0)
        ends = np.maximum(-above_floor - reach, -below_roof - reach)
        total = smooth_maximum(column, ends, 1.0)
        for bone in bones:
            total = np.maximum(total, contact_mm - bone(points))
        return total

    reach = max(floor_w, roof_w, floor_d, roof_d) + 3.0
    return FunctionField(field, np.array([middle - reach, middle + reach]))
