"""Contents of the canal for context: spinal cord with its cone, cauda equina and dural sac."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.interpolate import CubicSpline

from spine_viewer.anatomy.field.base import Array, Field

STEP_MM = 0.25


def canal_centre(bone: Field, start: Array, direction: Array, reach_mm: float = 60.0) -> tuple[Array, float]:
    """Middle (3,) and half depth of the first gap in the bone along a ray that starts inside the bone, world mm.

    Raises
    ------
    ValueError
        If the ray finds no gap that is closed behind.
    """
    t = np.arange(0.0, reach_mm, STEP_MM)
    outside = bone(start + t[:, None] * direction) > 0.0
    edges = np.flatnonzero(np.diff(outside.astype(int)))
    if outside[0] or len(edges) < 2:
        raise ValueError("no canal along the ray")
    a, b = t[edges[0]], t[edges[1]]
    return start + 0.5 * (a + b) * direction, 0.5 * float(b - a)


def first_canal(bone: Field, starts: Sequence[Array], direction: Array) -> tuple[Array, float]:
    """As :func:`canal_centre`, from the first of ``starts`` ((3,) each) whose ray meets a lamina.

    Raises
    ------
    ValueError
        If none does.
    """
    for start in starts[:-1]:
        try:
            return canal_centre(bone, start, direction)
        except ValueError:  # the ray starts outside the body, or passes under the lamina
            continue
    return canal_centre(bone, starts[-1], direction)


def canal_line(centres: Array, spacing_mm: float = 2.5) -> Array:
    """Smooth line (n, 3) through canal centres (k, 3) from above downwards."""
    s = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(centres, axis=0), axis=1))])
    return CubicSpline(s, centres)(np.linspace(0.0, s[-1], int(s[-1] / spacing_mm)))


def cord_radius(line: Array, conus_z_mm: float, radius_mm: float, cone_mm: float) -> tuple[Array, Array]:
    """Part of the canal line above the tip of the cone, and its radius, tapering over the last ``cone_mm``."""
    upper = line[line[:, 2] >= conus_z_mm]
    left = upper[:, 2] - conus_z_mm
    return upper, np.maximum(radius_mm * np.clip(left / cone_mm, 0.0, 1.0) ** 0.6, 0.5)


def cauda_roots(line: Array, conus_z_mm: float, exits: Mapping[str, Array], spread_mm: float) -> list[Array]:
    """One root (k, 3) per exit: from the cone down the canal, fanned out, and out to its nerve.

    ``exits``: start of each spinal nerve, id -> (3,) world mm.
    """
    roots = []
    canal = line[line[:, 2] < conus_z_mm + 6.0]
    for order, (name, exit_point) in enumerate(sorted(exits.items())):
        inside = canal[canal[:, 2] > exit_point[2] + 9.0]
        if len(inside) < 4:
            inside = line[(line[:, 2] > exit_point[2] + 9.0) & (line[:, 2] < exit_point[2] + 30.0)]
        if len(inside) < 4:
            continue
        sign = 1.0 if name.endswith("left") else -1.0
        depth = 0.5 + (order % 4)
        share = np.linspace(0.15, 1.0, len(inside))[:, None]
        fan = share * np.array([sign * spread_mm, depth - 2.0, 0.0])
        roots.append(np.vstack([inside + fan, exit_point]))
    return roots


def segment_root(line: Array, exit_point: Array, rise_mm: float) -> Array:
    """Root (k, 3) of a nerve that leaves beside the cord: from the cord, ``rise_mm`` higher, down to its exit."""
    start = line[np.argmin(np.abs(line[:, 2] - exit_point[2] - rise_mm))]
    share = np.linspace(0.0, 1.0, 12)[:, None]
    bend = start + (exit_point - start) * np.array([0.6, 0.6, 0.5])
    return (1.0 - share) ** 2 * start + 2.0 * share * (1.0 - share) * bend + share**2 * exit_point
