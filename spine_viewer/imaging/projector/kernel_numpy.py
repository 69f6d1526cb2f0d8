"""The rasteriser in numpy: the same arithmetic in the same order as the compiled one, for machines without numba."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SUBPIXEL = 4096
HALF = SUBPIXEL // 2
CHUNK = 2_000_000  # pixel candidates looked at together: bounds the memory

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def snap(
    vertices: Floats, source: Floats, right: Floats, up: Floats, axis: Floats,
    focal_px: float, centre_x: float, centre_y: float,
) -> tuple[Ints, Ints, Floats]:  # fmt: skip
    """Vertices on the detector in 1/4096 pixel, and 1/depth (1/mm)."""
    a, b, c = (vertices[:, k] - source[k] for k in range(3))
    depth = a * axis[0] + b * axis[1] + c * axis[2]
    front = depth > 1.0
    one = 1.0 / np.where(front, depth, 1.0)
    x = centre_x + focal_px * (a * right[0] + b * right[1] + c * right[2]) * one
    y = centre_y - focal_px * (a * up[0] + b * up[1] + c * up[2]) * one
    snapped = [np.floor(np.where(front, value, 0.0) * 4096.0 + 0.5).astype(np.int64) for value in (x, y)]
    return snapped[0], snapped[1], np.where(front, one, -1.0)


def accumulate(
    faces: NDArray[np.int32], x: Ints, y: Ints, inverse: Floats, reference: float,
    row0: int, col0: int, depth: NDArray[np.int32], count: NDArray[np.int32],
) -> None:  # fmt: skip
    """Add every triangle to the signed depth (2^-10 mm, int32) and the signed counter of the pixels it covers."""
    rows, cols = depth.shape
    fx, fy = x[faces], y[faces]
    left = np.maximum((fx.min(1) + HALF - 1) >> 12, col0)
    end = np.minimum((fx.max(1) - HALF) >> 12, col0 + cols - 1)
    top = np.maximum((fy.min(1) + HALF - 1) >> 12, row0)
    bottom = np.minimum((fy.max(1) - HALF) >> 12, row0 + rows - 1)
    area = (fx[:, 1] - fx[:, 0]) * (fy[:, 2] - fy[:, 0]) - (fx[:, 2] - fx[:, 0]) * (fy[:, 1] - fy[:, 0])
    keep = np.flatnonzero((left <= end) & (top <= bottom) & (area != 0))
    width, boxes = (end - left + 1)[keep], ((end - left + 1) * (bottom - top + 1))[keep]
    start = 0
    while start < len(keep):
        total = np.cumsum(boxes[start : start + CHUNK])
        stop = start + max(1, int(np.searchsorted(total, CHUNK, side="right")))
        part, sizes = keep[start:stop], boxes[start:stop]
        which = np.repeat(np.arange(len(part)), sizes)
        step = np.arange(len(which)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        row, col = np.divmod(step, width[start:stop][which])
        _cover(
            faces[part], x, y, inverse, area[part], which,
            top[part][which] + row, left[part][which] + col, reference, row0, col0, depth, count,
        )  # fmt: skip
        start = stop


def _cover(
    faces: NDArray[np.int32], x: Ints, y: Ints, inverse: Floats, area: Ints, which: Ints, row: Ints, col: Ints,
    reference: float, row0: int, col0: int, depth: NDArray[np.int32], count: NDArray[np.int32],
) -> None:  # fmt: skip
    turned = area < 0
    corners = np.where(turned[:, None], faces[:, [0, 2, 1]], faces)
    px, py = col * SUBPIXEL + HALF, row * SUBPIXEL + HALF
    inside = np.ones(len(which), dtype=bool)
    edges = []
    for first, second in ((1, 2), (2, 0), (0, 1)):
        xi, yi = x[corners[:, first]], y[corners[:, first]]
        dx, dy = x[corners[:, second]] - xi, y[corners[:, second]] - yi
        own = np.where((dy > 0) | ((dy == 0) & (dx < 0)), 0, 1)
        edge = dx[which] * (py - yi[which]) - dy[which] * (px - xi[which])
        inside &= edge >= own[which]
        edges.append(edge)
    hit = np.flatnonzero(inside)
    tri = which[hit]
    ea, eb, ec = (edge[hit].astype(np.float64) for edge in edges)
    ia, ib, ic = (inverse[corners[:, k]][tri] for k in range(3))
    z = np.abs(area)[tri].astype(np.float64) / (ea * ia + eb * ib + ec * ic)
    fixed = np.floor((z - reference) * 1024.0 + 0.5).astype(np.int32)
    sign = np.where(turned, 1, -1).astype(np.int32)[tri]
    place = (row[hit] - row0, col[hit] - col0)
    np.add.at(depth, place, sign * fixed)
    np.add.at(count, place, sign)
