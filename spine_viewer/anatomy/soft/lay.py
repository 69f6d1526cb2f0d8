"""Lays a path on the bones: smooth, outside every bone, and at a set distance where it runs on the surface."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline, PchipInterpolator

from spine_viewer.anatomy.field.base import Array

Nearest = Callable[[Array], tuple[Array, Array]]
SPACING_MM = 0.6
SETTLE_ROUNDS = 4
EXACT_ROUNDS = 4
LEAP_MM, MEND_ROUNDS, MEND_REACH, MEND_SHARE = 1.2, 40, 6, 0.4
STRIDE_MM = 0.6  # in a narrow foramen longer strides throw the path from one wall to the other


@dataclass(frozen=True)
class Knot:
    """A point to pass: (3,) world mm, and whether the path lies on bone there."""

    point: Array
    on_bone: bool


def lay_path(
    knots: list[Knot],
    nearest: Nearest,
    clearance_mm: float,
    rounds: int = 60,
    fixed_start: bool = True,
    rough: Nearest | None = None,
) -> tuple[Array, Array]:
    """A smooth path through the knots.

    Parameters
    ----------
    knots : list of Knot
        At least two.
    nearest : callable
        points (n, 3) -> signed distance to bone (n,) and outward unit direction (n, 3), mm.
    clearance_mm : float
        Distance of the path's axis from bone: exact between two knots that lie on bone, the least elsewhere.
    rounds : int
        Smoothing steps.
    fixed_start : bool
        Whether the first knot stays where it is: the start of a branch on its trunk.
    rough : callable, optional
        As ``nearest``, faster and less exact: for all rounds but the last few.

    Returns
    -------
    path : (k, 3) float
        World mm, about 0.6 mm apart.
    positions : (number of knots,) int
        Index into the path of each knot.
    """
    points = np.array([knot.point for knot in knots], dtype=float)
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    count = max(int(length[-1] / SPACING_MM), 4 * len(knots))
    where = np.unique(np.concatenate([np.linspace(0.0, length[-1], count), length]))
    at = np.searchsorted(where, length)
    curve = PchipInterpolator(length, points)(where)
    bound = np.zeros(len(where), dtype=bool)
    for i in range(len(knots) - 1):
        if knots[i].on_bone and knots[i + 1].on_bone:
            bound[at[i] : at[i + 1] + 1] = True
    for i, knot in enumerate(knots):
        bound[at[i]] |= knot.on_bone
    anchors = curve[at].copy()
    for left in range(rounds, 0, -1):
        curve[1:-1] += 0.5 * (0.5 * (curve[:-2] + curve[2:]) - curve[1:-1])
        inner = at[1:-1]
        curve[inner] += 0.25 * (anchors[1:-1] - curve[inner])
        found = rough if rough is not None and left > EXACT_ROUNDS else nearest
        curve = _settle(curve, bound, found, clearance_mm, fixed_start)
    smooth = freed(_resample(curve), nearest, clearance_mm, fixed_start)
    positions = np.array([int(np.argmin(np.linalg.norm(smooth - curve[i], axis=1))) for i in at])
    return smooth, positions


def freed(path: Array, nearest: Nearest, clearance_mm: float, fixed_start: bool = True) -> Array:
    """Path (k, 3) moved to about ``clearance_mm`` from bone where it was nearer, without leaps."""
    free = np.zeros(len(path), dtype=bool)
    for _ in range(SETTLE_ROUNDS):
        path = _settle(path, free, nearest, 0.9 * clearance_mm, fixed_start)
    return _mended(path, nearest, clearance_mm, fixed_start)


def _mended(curve: Array, nearest: Nearest, clearance_mm: float, fixed_start: bool) -> Array:
    """The path without the leaps that it makes where a foramen is narrower than twice the clearance."""
    free = np.zeros(len(curve), dtype=bool)
    for _ in range(MEND_ROUNDS):
        leaps = np.linalg.norm(np.diff(curve, axis=0), axis=1) > LEAP_MM
        if not leaps.any():
            break
        around = np.convolve(leaps, np.ones(2 * MEND_REACH + 1), mode="same") > 0.0
        inner = np.flatnonzero(around[:-1] | around[1:]) + 1
        for _ in range(MEND_REACH):
            curve[inner] = 0.5 * curve[inner] + 0.25 * (curve[inner - 1] + curve[inner + 1])
        curve = _settle(curve, free, nearest, MEND_SHARE * clearance_mm, fixed_start)
    return curve


def _settle(curve: Array, bound: np.ndarray, nearest: Nearest, clearance_mm: float, fixed_start: bool) -> Array:
    distance, direction = nearest(curve)
    short = clearance_mm - distance
    move = np.where(bound | (short > 0.0), short, 0.0)
    if fixed_start:
        move[0] = 0.0
    return curve + np.clip(move, -STRIDE_MM, STRIDE_MM)[:, None] * direction


def _resample(curve: Array) -> Array:
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    keep = np.concatenate([[True], np.diff(length) > 1e-6])
    knots, s = curve[keep], length[keep]
    coarse = np.linspace(0.0, s[-1], max(int(s[-1] / 1.5), 4))
    spline = CubicSpline(coarse, np.stack([np.interp(coarse, s, knots[:, i]) for i in range(3)], axis=1))
    return spline(np.linspace(0.0, s[-1], max(int(s[-1] / SPACING_MM), 8)))
