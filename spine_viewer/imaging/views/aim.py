"""Pointing the C-arm: at a plane edge-on, along a line, with one clear word where it cannot get there."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from spine_viewer.imaging.carm import CArm, angles_of
from spine_viewer.imaging.views.marks import Array, SpineLike, endplate

NEAR_DEG = 1e-4
STEPS = 12


def c_arm(centre: ArrayLike, oblique_deg: float, tilt_deg: float, **settings: Any) -> CArm:
    """A C-arm with its isocentre at ``centre`` (3,), mm."""
    x, y, z = (float(value) for value in np.asarray(centre, dtype=float))
    return CArm((x, y, z), oblique_deg, tilt_deg, **settings)


def along(direction: ArrayLike, centre: ArrayLike, **settings: Any) -> CArm:
    """The C-arm with its detector in a ``direction`` (3,) from ``centre`` (3,)."""
    return c_arm(centre, *angles_of(direction), **settings)


def ray_at(arm: CArm, place: Array) -> Array:
    """(3,) unit vector of the ray through a place, from source to detector."""
    way = np.asarray(place) - arm.source
    return np.asarray(way / np.linalg.norm(way))


def squared(spine: SpineLike, level: str, centre: Array, oblique_deg: float, **settings: Any) -> CArm:
    """The tilt at which the ray through the middle of the superior endplate runs in its plane."""
    middle, normal = endplate(spine, level)
    straight = c_arm(centre, oblique_deg, 0.0, **settings)
    angle = math.radians(oblique_deg)
    flat = normal[0] * math.sin(angle) + normal[1] * math.cos(angle)
    reach = math.hypot(flat, normal[2])
    # (middle - source) . normal = 0 with source = centre - distance * direction(tilt)
    offset = float(np.dot(normal, centre - middle)) / straight.source_to_isocentre_mm
    tilt = math.asin(max(-1.0, min(1.0, offset / reach))) - math.atan2(flat, normal[2])
    return straight.turned(tilt_deg=math.degrees(tilt))


def squared_along(
    spine: SpineLike, level: str, centre: Array, normal: Array, start_deg: float, **settings: Any
) -> CArm:
    """Superior endplate squared and, at the same time, a plane through ``centre`` edge-on.

    Parameters
    ----------
    normal : (3,) float
        Unit normal of the plane.
    start_deg : float
        Oblique angle near which the answer is looked for.
    """

    def arm_at(oblique_deg: float) -> CArm:
        return squared(spine, level, centre, oblique_deg, **settings)

    def off(oblique_deg: float) -> float:
        return edge_off_deg(arm_at(oblique_deg), centre, normal, signed=True)

    return arm_at(root(off, start_deg))


def root(off: Callable[[float], float], start: float) -> float:
    """Where a smooth function of degrees is zero, by secants from ``start``."""
    before, here = start, start + 1.0
    value_before, value = off(before), off(here)
    for _ in range(STEPS):
        if abs(value) < NEAR_DEG or value == value_before:
            break
        before, here = here, here - value * (here - before) / (value - value_before)
        value_before, value = value, off(here)
    return here


def edge_off_deg(arm: CArm, place: Array, normal: Array, signed: bool = False) -> float:
    """Degrees by which a plane through ``place`` with unit ``normal`` is not seen edge-on."""
    angle = math.degrees(math.asin(max(-1.0, min(1.0, float(ray_at(arm, place) @ normal)))))
    return angle if signed else abs(angle)
