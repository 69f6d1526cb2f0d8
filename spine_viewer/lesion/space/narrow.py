"""The distance to bone at every cell, asked for only where it matters: near the bone's surface."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.interpolate import RegularGridInterpolator

from spine_viewer.errors import InputError
from spine_viewer.lesion.grid import Array
from spine_viewer.lesion.space.box import Box

Distance = Callable[[Array], Array]
STRIDES = (8, 4, 2, 1)
FAR_MM, FAR_STRIDE = 1.0, 4  # wider cells lie where nothing warms: every fourth one is enough


def bone_distance(box: Box, bone: Distance) -> Array:
    """(nx, ny, nz) signed distance to bone, mm.

    Exact where the surface of the bone may pass between a cell and its neighbours; interpolated elsewhere.
    """
    middles = box.middles
    points, local = box.points().reshape(*box.shape, 3), np.stack(np.meshgrid(*middles, indexing="ij"), axis=-1)
    found, known = np.zeros(box.shape), np.zeros(box.shape, dtype=np.bool_)
    dx, dy, dz = box.widths
    largest = np.maximum(np.maximum(dx[:, None, None], dy[None, :, None]), dz[None, None, :])
    wanted = np.ones(box.shape, dtype=np.bool_)
    for stride in STRIDES:
        at = tuple(np.unique(np.append(np.arange(0, n, stride), n - 1)) for n in box.shape)
        lattice = np.ix_(*at)
        ask = wanted[lattice] & ~known[lattice]
        values = found[lattice]
        values[ask] = _measured(bone, points[lattice][ask])
        found[lattice] = values
        known[lattice] |= ask
        if stride == 1:
            break
        read = RegularGridInterpolator(tuple(m[a] for m, a in zip(middles, at, strict=True)), values)
        found[~known] = read(local[~known])
        # A distance changes by no more than one mm per mm, so what lies between samples differs from their mean by half
        # of what they are apart at most; one cell more shows where the surface cuts the way to a neighbour.
        wide = [_gaps(a, m) for a, m in zip(at, middles, strict=True)]
        apart = np.sqrt(wide[0][:, None, None] ** 2 + wide[1][None, :, None] ** 2 + wide[2][None, None, :] ** 2)
        wanted = np.abs(found) < 0.5 * apart + largest
        if stride <= FAR_STRIDE:
            wanted &= largest <= FAR_MM
    return found


def _gaps(at: Array, middle: Array) -> Array:
    """(n,) distance between the samples on both sides of each cell, mm."""
    places = middle[at]
    after = np.clip(np.searchsorted(places, middle, side="left"), 1, len(places) - 1)
    return np.asarray(places[after] - places[after - 1])


def _measured(bone: Distance, points: Array) -> Array:
    if len(points) == 0:
        return np.zeros(0)
    values = np.asarray(bone(points), dtype=float)
    if values.shape != (len(points),) or not np.isfinite(values).all():
        raise InputError("the distance to bone is not one finite number for each point")
    return values
