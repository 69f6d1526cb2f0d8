"""The rasteriser in compiled code: see :mod:`spine_viewer.imaging.projector.paths` for the method.

Plain compiled functions that release the interpreter lock: threads are ours (one mesh each), no threading layer.
No fast-math: additions keep their order, so this kernel and the numpy one give the same bits.
"""

from __future__ import annotations

import math

import numba
import numpy as np

SUBPIXEL = 4096
HALF = SUBPIXEL // 2


@numba.njit(cache=True, nogil=True)
def snap(vertices, source, right, up, axis, focal_px, centre_x, centre_y):  # type: ignore[no-untyped-def]
    """Vertices on the detector in 1/4096 pixel, and 1/depth (1/mm)."""
    count = len(vertices)
    x = np.empty(count, np.int64)
    y = np.empty(count, np.int64)
    inverse = np.empty(count, np.float64)
    for i in range(count):
        a = vertices[i, 0] - source[0]
        b = vertices[i, 1] - source[1]
        c = vertices[i, 2] - source[2]
        depth = a * axis[0] + b * axis[1] + c * axis[2]
        if depth > 1.0:
            one = 1.0 / depth
            across = centre_x + focal_px * (a * right[0] + b * right[1] + c * right[2]) * one
            down = centre_y - focal_px * (a * up[0] + b * up[1] + c * up[2]) * one
            x[i] = np.int64(math.floor(across * 4096.0 + 0.5))
            y[i] = np.int64(math.floor(down * 4096.0 + 0.5))
            inverse[i] = one
        else:
            inverse[i] = -1.0
    return x, y, inverse


@numba.njit(cache=True, nogil=True)
def accumulate(faces, x, y, inverse, reference, row0, col0, depth, count):  # type: ignore[no-untyped-def]
    """Add every triangle to the signed depth (2^-10 mm, int32) and the signed counter of the pixels it covers."""
    rows, cols = depth.shape
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
        sign = np.int32(-1)  # rows count downwards: a face that looks at the source, where rays enter
        if area < 0:
            b, c = c, b
            xb, yb, xc, yc = xc, yc, xb, yb
            area = -area
            sign = np.int32(1)
        ia, ib, ic = inverse[a], inverse[b], inverse[c]
        whole = float(area)
        # An edge owns the pixel centres that lie on it when it points down, or level and left.
        own_a = 0 if (yc - yb > 0 or (yc == yb and xc < xb)) else 1
        own_b = 0 if (ya - yc > 0 or (ya == yc and xa < xc)) else 1
        own_c = 0 if (yb - ya > 0 or (yb == ya and xb < xa)) else 1
        for r in range(top, bottom + 1):
            py = r * SUBPIXEL + HALF
            px = left * SUBPIXEL + HALF
            ea = (xc - xb) * (py - yb) - (yc - yb) * (px - xb)
            eb = (xa - xc) * (py - yc) - (ya - yc) * (px - xc)
            ec = (xb - xa) * (py - ya) - (yb - ya) * (px - xa)
            da, db, dc = (yc - yb) * SUBPIXEL, (ya - yc) * SUBPIXEL, (yb - ya) * SUBPIXEL
            for k in range(left, end + 1):
                if ea >= own_a and eb >= own_b and ec >= own_c:
                    z = whole / (float(ea) * ia + float(eb) * ib + float(ec) * ic)
                    fixed = np.int32(math.floor((z - reference) * 1024.0 + 0.5))
                    depth[r - row0, k - col0] += sign * fixed
                    count[r - row0, k - col0] += sign
                ea -= da
                eb -= db
                ec -= dc
