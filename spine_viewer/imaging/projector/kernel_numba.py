"""The rasteriser in compiled code: see :mod:`spine_viewer.imaging.projector.paths` for the method.

Plain compiled functions that release the interpreter lock: threads are ours (one mesh each), no threading layer.
No fast-math: every sum keeps its order, so this kernel and the numpy one give the same bits. Division by zero is not
looked for (``error_model``), or the innermost loops would not be turned into vector instructions.
"""

from __future__ import annotations

import numba
import numpy as np

SUBPIXEL = 4096
HALF = SUBPIXEL // 2
NARROW = 12  # pixels: triangles less wide than this try every pixel of their box, four at a time
FLOAT_EXACT = 2**25  # 1/4096 pixel: within this extent edge values are exact in float64

compiled = numba.njit(cache=True, nogil=True, error_model="numpy")


@compiled
def snap(vertices, source, right, up, axis, focal_px, centre_x, centre_y):  # type: ignore[no-untyped-def]
    """Vertices on the detector.

    Returns
    -------
    x, y : (n,) int64
        1/4096 pixel.
    inverse : (n,) float64
        1/depth, 1/mm; -1 at or behind the source.
    box : 6 floats
        Least and greatest x, y and inverse.
    """
    count = len(vertices)
    x = np.empty(count, np.int64)
    y = np.empty(count, np.int64)
    inverse = np.empty(count, np.float64)
    x0 = y0 = low = np.inf
    x1 = y1 = high = -np.inf
    for i in range(count):
        a = vertices[i, 0] - source[0]
        b = vertices[i, 1] - source[1]
        c = vertices[i, 2] - source[2]
        depth = a * axis[0] + b * axis[1] + c * axis[2]
        if depth > 1.0:
            one = 1.0 / depth
            across = centre_x + focal_px * (a * right[0] + b * right[1] + c * right[2]) * one
            down = centre_y - focal_px * (a * up[0] + b * up[1] + c * up[2]) * one
            across = np.floor(across * 4096.0 + 0.5)
            down = np.floor(down * 4096.0 + 0.5)
        else:
            across, down, one = 0.0, 0.0, -1.0
        x[i], y[i], inverse[i] = np.int64(across), np.int64(down), one
        x0, x1 = min(x0, across), max(x1, across)
        y0, y1 = min(y0, down), max(y1, down)
        low, high = min(low, one), max(high, one)
    return x, y, inverse, (x0, x1, y0, y1, low, high)


@compiled
def accumulate(faces, x, y, inverse, offset, row0, col0, total):  # type: ignore[no-untyped-def]
    """Add ``sign * floor(1024 * depth + offset)`` of every triangle to the pixels whose middle it covers.

    Parameters
    ----------
    offset : float
        0.5, less the reference depth (2^-10 mm), plus what counts the crossings.
    row0, col0 : int
        Where ``total`` lies in the picture.
    total : (rows, cols + PAD) float64
        Whole numbers, so that sums are exact in any order. What lands in the last PAD columns means nothing.
    """
    stride = total.shape[1]
    flat = total.reshape(-1)
    rows, cols = total.shape[0], stride - 4
    for f in range(len(faces)):
        a, b, c = faces[f, 0], faces[f, 1], faces[f, 2]
        xa, ya, xb, yb, xc, yc = x[a], y[a], x[b], y[b], x[c], y[c]
        left = max((min(xa, xb, xc) + HALF - 1) >> 12, col0)
        end = min((max(xa, xb, xc) - HALF) >> 12, col0 + cols - 1)
        if left > end:
            continue
        top = max((min(ya, yb, yc) + HALF - 1) >> 12, row0)
        bottom = min((max(ya, yb, yc) - HALF) >> 12, row0 + rows - 1)
        if top > bottom:
            continue
        area = (xb - xa) * (yc - ya) - (xc - xa) * (yb - ya)
        if area == 0:
            continue
        sign = -1.0  # rows count downwards: a face that looks at the source, where rays enter
        if area < 0:
            b, c = c, b
            xb, yb, xc, yc = xc, yc, xb, yb
            area = -area
            sign = 1.0
        # 1 / (1024 * depth) is the sum of edge value times weight: a straight line along each row.
        share = 0.0009765625 / float(area)
        weight = (inverse[a] * share, inverse[b] * share, inverse[c] * share)
        # An edge owns the pixel centres that lie on it when it points down, or level and left.
        own_a = 0 if (yc - yb > 0 or (yc == yb and xc < xb)) else 1
        own_b = 0 if (ya - yc > 0 or (ya == yc and xa < xc)) else 1
        own_c = 0 if (yb - ya > 0 or (yb == ya and xb < xa)) else 1
        py, px = top * SUBPIXEL + HALF, left * SUBPIXEL + HALF
        edge = (
            (xc - xb) * (py - yb) - (yc - yb) * (px - xb) - own_a,
            (xa - xc) * (py - yc) - (ya - yc) * (px - xc) - own_b,
            (xb - xa) * (py - ya) - (yb - ya) * (px - xa) - own_c,
        )
        across = ((yc - yb) * SUBPIXEL, (ya - yc) * SUBPIXEL, (yb - ya) * SUBPIXEL)
        down = ((xc - xb) * SUBPIXEL, (xa - xc) * SUBPIXEL, (xb - xa) * SUBPIXEL)
        own = (float(own_a), float(own_b), float(own_c))
        at, width, height = (top - row0) * stride + left - col0, end - left, bottom - top + 1
        if max(xa, xb, xc) - min(xa, xb, xc) >= FLOAT_EXACT or max(ya, yb, yc) - min(ya, yb, yc) >= FLOAT_EXACT:
            _huge(flat, stride, at, width, height, edge, across, down, own, weight, offset, sign)
        elif width < NARROW:
            _narrow(flat, stride, at, width, height, edge, across, down, own, weight, offset, sign)
        else:
            _wide(flat, stride, at, width, height, edge, across, down, own, weight, offset, sign)


@compiled
def _floats(three):  # type: ignore[no-untyped-def]
    return (float(three[0]), float(three[1]), float(three[2]))


@compiled
def _line(edge, own, weight):  # type: ignore[no-untyped-def]
    """1 / (1024 * depth) at the left end of a row."""
    return (edge[0] + own[0]) * weight[0] + (edge[1] + own[1]) * weight[1] + (edge[2] + own[2]) * weight[2]


@compiled
def _slope(across, weight):  # type: ignore[no-untyped-def]
    """How 1 / (1024 * depth) changes from pixel to pixel."""
    return -(across[0] * weight[0] + across[1] * weight[1] + across[2] * weight[2])


@compiled
def _narrow(flat, stride, at, width, height, edge, across, down, own, weight, offset, sign):  # type: ignore[no-untyped-def]
    """Every pixel of the box, without a branch; rows are rounded up to whole vectors of four."""
    ea, eb, ec = _floats(edge)
    across, down = _floats(across), _floats(down)
    slope = _slope(across, weight)
    count = np.uint32((width + 4) & ~3)
    for _ in range(height):
        base = _line((ea, eb, ec), own, weight)
        for k in range(count):
            n = float(np.int32(k))
            inside = (ea - n * across[0] >= 0.0) & (eb - n * across[1] >= 0.0) & (ec - n * across[2] >= 0.0)
            value = sign * np.floor(1.0 / (base + n * slope) + offset)
            flat[np.uint64(at) + np.uint64(k)] += value if inside else 0.0
        ea += down[0]
        eb += down[1]
        ec += down[2]
        at += stride


@compiled
def _wide(flat, stride, at, width, height, edge, across, down, own, weight, offset, sign):  # type: ignore[no-untyped-def]
    """Solve where each row enters and leaves the triangle, then fill between."""
    ea, eb, ec = _floats(edge)
    across, down = _floats(across), _floats(down)
    slope = _slope(across, weight)
    for _ in range(height):
        low, high = _clip(ea, across[0], 0.0, float(width))
        low, high = _clip(eb, across[1], low, high)
        low, high = _clip(ec, across[2], low, high)
        if low <= high:
            base = _line((ea, eb, ec), own, weight)
            _fill(flat, at, np.int64(low), np.int64(high), base, slope, offset, sign)
        ea += down[0]
        eb += down[1]
        ec += down[2]
        at += stride


@compiled
def _huge(flat, stride, at, width, height, edge, across, down, own, weight, offset, sign):  # type: ignore[no-untyped-def]
    """As :func:`_wide`, in integers: for triangles thousands of pixels wide."""
    ea, eb, ec = edge
    slope = _slope(_floats(across), weight)
    for _ in range(height):
        low, high = _clip_exact(ea, across[0], 0, width)
        low, high = _clip_exact(eb, across[1], low, high)
        low, high = _clip_exact(ec, across[2], low, high)
        if low <= high:
            # The edges' own corner goes back on before rounding, as in the numpy kernel.
            whole = (float(ea + np.int64(own[0])), float(eb + np.int64(own[1])), float(ec + np.int64(own[2])))
            _fill(flat, at, low, high, _line(whole, (0.0, 0.0, 0.0), weight), slope, offset, sign)
        ea += down[0]
        eb += down[1]
        ec += down[2]
        at += stride


@compiled
def _fill(flat, at, low, high, base, slope, offset, sign):  # type: ignore[no-untyped-def]
    start = float(low)
    for k in range(np.uint32(high - low + 1)):
        depth = 1.0 / (base + (start + float(np.int32(k))) * slope)
        flat[np.uint64(at + low) + np.uint64(k)] += sign * np.floor(depth + offset)


@compiled
def _clip(edge, step, low, high):  # type: ignore[no-untyped-def]
    """Part of [low, high] where ``edge - k * step >= 0``: quotients of floats below 2^52 round to the right side."""
    if step > 0.0:
        high = min(high, np.floor(edge / step))
    elif step < 0.0:
        low = max(low, np.ceil(edge / step))
    elif edge < 0.0:
        high = -1.0
    return low, high


@compiled
def _clip_exact(edge, step, low, high):  # type: ignore[no-untyped-def]
    """As :func:`_clip`, in integers."""
    if step > 0:
        high = min(high, edge // step)
    elif step < 0:
        low = max(low, -(edge // -step))
    elif edge < 0:
        high = -1
    return low, high


@compiled
def lengths(total, factor):  # type: ignore[no-untyped-def]
    """(rows, cols) int32 ``total * factor`` rounded, and whether any pixel counts a crossing without its partner."""
    rows, cols = factor.shape
    fixed = np.empty((rows, cols), np.int32)
    leaks = 0.0
    for r in range(rows):
        for c in range(cols):
            value = total[r, c]
            leaks = max(leaks, abs(value))
            fixed[r, c] = np.int32(np.rint(value * factor[r, c]))
    return fixed, leaks >= 2147483648.0
