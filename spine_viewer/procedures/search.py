"""What both needle searches share: directions near a wanted one, and the needle as points on its axis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from spine_viewer.procedures.model import Array

Distance = Callable[[Array], Array]
SMALLEST_WALK_MM = 0.1
FAN_TURNS, FAN_TILTS = 7, 9


@dataclass(frozen=True)
class Found:
    """A needle that keeps every limit: its ``tip`` (3,), unit ``direction`` (3,), skin ``entry`` (3,), and depth."""

    tip: Array
    direction: Array
    entry: Array
    depth_mm: float


def perpendicular(direction: Array) -> tuple[Array, Array]:
    """Two unit vectors across ``direction`` (3,) and each other; or across each of many (..., 3)."""
    helper = np.eye(3)[np.argmin(np.abs(direction), axis=-1)]
    u = np.cross(direction, helper)
    u = u / np.linalg.norm(u, axis=-1, keepdims=True)
    return u, np.cross(direction, u)


def cone(direction: Array, half_angle_deg: float, rings: int = 5, around: int = 12) -> Array:
    """Unit vectors (m, 3) within ``half_angle_deg`` of ``direction``, the wanted one first, ring after ring."""
    u, v = perpendicular(direction)
    out = [direction]
    for ring in range(1, rings + 1):
        angle = np.radians(half_angle_deg * ring / rings)
        for turn in 2.0 * np.pi * (np.arange(around) + 0.5 * (ring % 2)) / around:
            out.append(np.cos(angle) * direction + np.sin(angle) * (np.cos(turn) * u + np.sin(turn) * v))
    return np.array(out)


def fan(
    posterior: Array,
    superior: Array,
    lateral: Array,
    inward_deg: float,
    aside_deg: tuple[float, ...],
    tilts_deg: tuple[float, ...],
) -> Array:
    """Unit vectors (m, 3) of needles that advance forwards, turned towards the midline and tilted towards the head.

    Parameters
    ----------
    posterior, superior, lateral : (3,) float
        Unit axes of the vertebra; ``lateral`` away from the midline on the side treated.
    inward_deg : float
        Angle to the sagittal plane; 0 runs straight forwards.
    aside_deg, tilts_deg : tuple of float
        Turns added to it, and tilts; every pair is one direction, the smallest turns first.
    """
    pairs = sorted(((a, t) for a in aside_deg for t in tilts_deg), key=lambda pair: abs(pair[0]) + abs(pair[1]))
    turn, tilt = np.radians(np.array(pairs).T)
    turn = turn + np.radians(inward_deg)
    flat = -np.outer(np.cos(turn), posterior) - np.outer(np.sin(turn), lateral)
    return np.asarray(np.cos(tilt)[:, None] * flat + np.outer(np.sin(tilt), superior))


def spread(half_angle_deg: float, tilt_deg: float, fine: bool = False) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Turns and tilts of a :func:`fan` within an angle of straight on and of one tilt; ``fine``: twice as many."""
    turns, tilts = (2 * count - 1 if fine else count for count in (FAN_TURNS, FAN_TILTS))
    aside = np.linspace(-half_angle_deg, half_angle_deg, turns)
    tilted = tilt_deg + np.linspace(-half_angle_deg, half_angle_deg, tilts)
    return tuple(aside), tuple(tilted)


def disc(radius_mm: float, step_mm: float) -> Array:
    """Offsets (m, 2) on a square grid within a circle, nearest to the centre first."""
    ticks = np.arange(-radius_mm, radius_mm + 1e-9, step_mm)
    grid = np.array([(a, b) for a in ticks for b in ticks if np.hypot(a, b) <= radius_mm + 1e-9])
    return grid[np.argsort(np.hypot(grid[:, 0], grid[:, 1]), kind="stable")]


def axis_points(tip: Array, direction: Array, behind_mm: Array) -> Array:
    """Points (n, 3) of the needle's axis at given distances behind its tip."""
    return np.asarray(tip - behind_mm[:, None] * direction)


def clear_until(
    distance: Distance, tips: Array, directions: Array, start_mm: float, end_mm: Array, gap_mm: float
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which needles keep their axis at least ``gap_mm`` from bone, from ``start_mm`` to ``end_mm`` (n,) behind the tip.

    Walks back along each axis by the distance to bone itself, so that nothing thin can slip between two samples.
    """
    behind = np.full(len(tips), float(start_mm))
    clear = np.ones(len(tips), dtype=bool)
    walking = behind < end_mm
    while walking.any():
        at = np.flatnonzero(walking)
        room = np.asarray(distance(tips[at] - behind[at, None] * directions[at])) - gap_mm
        clear[at[room < 0.0]] = False
        behind[at] += np.maximum(room, SMALLEST_WALK_MM)
        walking[at] = clear[at] & (behind[at] < end_mm[at])
    return clear
