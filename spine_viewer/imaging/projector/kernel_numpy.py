"""The rasteriser in numpy: the same arithmetic in the same order as the compiled one, for machines without numba."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SUBPIXEL = 4096
HALF = SUBPIXEL // 2
CHUNK = 500_000  # pixels looked at together, at least a triangle's: bounds the memory

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def snap(
    vertices: Floats, source: Floats, right: Floats, up: Floats, axis: Floats,
    focal_px: float, centre_x: float, centre_y: float,
) -> tuple[Ints, Ints, Floats, tuple[float, ...]]:  # fmt: skip
    """Vertices on the detector: x, y, 1/depth and the box that holds them, as the compiled kernel gives them."""
    a, b, c = (vertices[:, k] - source[k] for k in range(3))
    depth = a * axis[0] + b * axis[1] + c * axis[2]
    front = depth > 1.0
    one = 1.0 / np.where(front, depth, 1.0)
    x = centre_x + focal_px * (a * right[0] + b * right[1] + c * right[2]) * one
    y = centre_y - focal_px * (a * up[0] + b * up[1] + c * up[2]) * one
    x, y = (np.floor(np.where(front, value * 4096.0 + 0.5, 0.0)) for value in (x, y))
    one = np.where(front, one, -1.0)
    box = tuple(float(end) for part in (x, y, one) for end in (part.min(), part.max()))
    return x.astype(np.int64), y.astype(np.int64), one, box


def accumulate(
    faces: NDArray[np.int32], x: Ints, y: Ints, inverse: Floats, offset: float, row0: int, col0: int, total: Floats
) -> None:
    """Add ``sign * floor(1024 * depth + offset)`` of every triangle to the pixels whose middle it covers."""
    rows, cols = total.shape[0], total.shape[1] - 4
    fx, fy = x[faces], y[faces]
    left = np.maximum((fx.min(1) + HALF - 1) >> 12, col0)
    end = np.minimum((fx.max(1) - HALF) >> 12, col0 + cols - 1)
    top = np.maximum((fy.min(1) + HALF - 1) >> 12, row0)
    bottom = np.minimum((fy.max(1) - HALF) >> 12, row0 + rows - 1)
    area = (fx[:, 1] - fx[:, 0]) * (fy[:, 2] - fy[:, 0]) - (fx[:, 2] - fx[:, 0]) * (fy[:, 1] - fy[:, 0])
    keep = np.flatnonzero((left <= end) & (top <= bottom) & (area != 0))
    boxes = np.cumsum(((end - left + 1) * (bottom - top + 1))[keep])
    start, done = 0, 0
    while start < len(keep):
        stop = max(start + 1, int(np.searchsorted(boxes, done + CHUNK, side="right")))
        part = keep[start:stop]
        _cover(
            faces[part], x, y, inverse, area[part], left[part], end[part], top[part], bottom[part],
            offset, row0, col0, total,
        )  # fmt: skip
        start, done = stop, int(boxes[stop - 1])


def _repeated(counts: Ints) -> tuple[Ints, Ints]:
    """Which of several runs each of their members belongs to, and its place in the run."""
    which = np.repeat(np.arange(len(counts)), counts)
    return which, np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)


def _cover(
    faces: NDArray[np.int32], x: Ints, y: Ints, inverse: Floats, area: Ints, left: Ints, end: Ints, top: Ints,
    bottom: Ints, offset: float, row0: int, col0: int, total: Floats,
) -> None:  # fmt: skip
    """Solve where each row enters and leaves each triangle, then fill between."""
    turned = area < 0
    corners = np.where(turned[:, None], faces[:, [0, 2, 1]], faces)
    tri, down = _repeated(bottom - top + 1)
    py, px = (top[tri] + down) * SUBPIXEL + HALF, left[tri] * SUBPIXEL + HALF
    low, high = np.zeros(len(tri), np.int64), (end - left)[tri]
    share = 0.0009765625 / np.abs(area).astype(np.float64)
    terms, slopes = [], []
    for first, second, opposite in ((1, 2, 0), (2, 0, 1), (0, 1, 2)):
        xi, yi = x[corners[:, first]], y[corners[:, first]]
        dx, dy = x[corners[:, second]] - xi, y[corners[:, second]] - yi
        own = np.where((dy > 0) | ((dy == 0) & (dx < 0)), 0, 1)
        edge = dx[tri] * (py - yi[tri]) - dy[tri] * (px - xi[tri])
        slack, step = edge - own[tri], (dy * SUBPIXEL)[tri]
        some = np.where(step == 0, 1, step)
        high = np.where(step > 0, np.minimum(high, slack // some), high)
        low = np.where(step < 0, np.maximum(low, -(slack // np.where(step < 0, -some, 1))), low)
        high = np.where((step == 0) & (slack < 0), -1, high)
        weight = inverse[corners[:, opposite]] * share
        terms.append(edge.astype(np.float64) * weight[tri])
        slopes.append((dy * SUBPIXEL).astype(np.float64) * weight)
    base = terms[0] + terms[1] + terms[2]
    slope = -(slopes[0] + slopes[1] + slopes[2])
    sign = np.where(turned, 1.0, -1.0)
    span, along = _repeated(np.maximum(high - low + 1, 0))
    n = low[span] + along
    value = sign[tri[span]] * np.floor(1.0 / (base[span] + n * slope[tri[span]]) + offset)
    place = (top[tri] + down - row0)[span] * total.shape[1] + (left[tri] - col0)[span] + n
    flat = total.reshape(-1)
    flat += np.bincount(place, weights=value, minlength=flat.size)


def lengths(total: Floats, factor: NDArray[np.float32]) -> tuple[NDArray[np.int32], bool]:
    """(rows, cols) int32 ``total * factor`` rounded, and whether any pixel counts a crossing without its partner."""
    inside = total[:, : factor.shape[1]]
    leaks = bool(np.abs(inside).max(initial=0.0) >= 2147483648.0)
    with np.errstate(invalid="ignore"):  # leaky pixels are filled by the caller
        return np.rint(inside * factor).astype(np.int32), leaks
