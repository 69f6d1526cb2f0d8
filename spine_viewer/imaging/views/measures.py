"""How well a C-arm is set, measured on its picture: degrees, shares, and mm at the isocentre."""

from __future__ import annotations

import math

import numpy as np

from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.views.aim import edge_off_deg, ray_at
from spine_viewer.imaging.views.marks import Array, SpineLike, endplate, pair, rim, spinous_process

COVERED_MM = 1e-6  # pedicles so near each other in the picture are one


def flat(arm: CArm, points: Array) -> Array:
    """Where points (..., 3) fall in the picture, mm at the isocentre: (..., 2) to the right and up."""
    array = np.asarray(points, dtype=float)
    middle = np.array([arm.size[1], arm.size[0]]) / 2
    pixels = arm.pixel_of(array.reshape(-1, 3)) - middle
    scale = arm.pixel_mm / arm.magnification
    return np.asarray((pixels * [scale, -scale]).reshape(*array.shape[:-1], 2))


def endplate_off_deg(spine: SpineLike, arm: CArm, level: str) -> float:
    """Degrees between the superior endplate and the ray through its middle."""
    return edge_off_deg(arm, *endplate(spine, level))


def endplate_line_mm(spine: SpineLike, arm: CArm, level: str) -> float:
    """Thickness, mm, of the line as which the rim of the superior endplate shows: how far its middle from front to back
    and its middle from side to side reach across the line."""
    centre, normal = endplate(spine, level)
    across = np.cross(ray_at(arm, centre), normal)
    ends = flat(arm, np.array([centre, centre + across]))
    line = (ends[1] - ends[0]) / np.linalg.norm(ends[1] - ends[0])
    heights = flat(arm, rim(spine, level)) @ np.array([-line[1], line[0]])
    return float(np.ptp(heights))


def spinous_offset(spine: SpineLike, arm: CArm, level: str) -> float:
    """How far the spinous process lies left of the middle of the pedicles, as a share of their distance.

    Where one pedicle lies right behind the other, as from the side, there is no left: then as a share of 1 mm.
    """
    left, right = flat(arm, pair(spine, level, "pedicle_centre"))
    off = flat(arm, spinous_process(spine, level)) - (left + right) / 2
    apart = float(np.linalg.norm(left - right))
    if apart < COVERED_MM:
        return float(np.linalg.norm(off))
    return float(off @ (left - right)) / apart**2


def apart_mm(arm: CArm, pairs: Array) -> float:
    """Mean distance, mm, between the left and right ones of landmark pairs (n, 2, 3) in the picture."""
    places = flat(arm, pairs)
    return float(np.linalg.norm(places[:, 0] - places[:, 1], axis=-1).mean())


def line_off_deg(arm: CArm, place: Array, direction: Array) -> float:
    """Degrees between the ray through a place and a line in space, whichever way it runs."""
    cosine = abs(float(ray_at(arm, place) @ direction)) / float(np.linalg.norm(direction))
    return math.degrees(math.acos(min(1.0, cosine)))


def openness(arm: CArm, near: Array, near_radius_mm: float, far: Array, far_radius_mm: float) -> float:
    """Share of the smaller of two round openings of a passage that lies over the other one in the picture."""
    first, second = flat(arm, np.array([near, far]))
    apart = float(np.linalg.norm(first - second))
    return lens(apart, near_radius_mm, far_radius_mm) / (math.pi * min(near_radius_mm, far_radius_mm) ** 2)


def lens(apart: float, a: float, b: float) -> float:
    """Common area of two circles of radius ``a`` and ``b``."""
    if apart >= a + b:
        return 0.0
    if apart <= abs(a - b):
        return math.pi * min(a, b) ** 2
    x = (apart**2 + a**2 - b**2) / (2 * apart)
    return (
        a**2 * math.acos(max(-1.0, min(1.0, x / a)))
        + b**2 * math.acos(max(-1.0, min(1.0, (apart - x) / b)))
        - apart * math.sqrt(max(0.0, a**2 - x**2))
    )
