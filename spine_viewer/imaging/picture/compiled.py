"""The picture's inner loops in compiled code: the same sums in the same order as their numpy forms."""

from __future__ import annotations

import numba
import numpy as np

compiled = numba.njit(cache=True, nogil=True, error_model="numpy")


@compiled
def look_up(flat, deviation, noise, tones, scale, middle, picture):  # type: ignore[no-untyped-def]
    """``picture = tones[(flat + deviation * noise) * scale + middle]``; empty ``noise`` means none."""
    rows, cols = flat.shape
    last = np.float32(len(tones) - 1)
    noisy = noise.shape[0] > 0
    for r in range(rows):
        for c in range(cols):
            value = flat[r, c]
            if noisy:
                value += deviation[r, c] * noise[r, c]
            place = min(max(value * scale + middle, np.float32(0.0)), last)
            picture[r, c] = tones[np.int32(place)]


@compiled
def blur(image, taps):  # type: ignore[no-untyped-def]
    """Symmetric ``taps`` down the columns, then along the rows; edges repeat."""
    rows, cols = image.shape
    reach = len(taps) // 2
    tall = np.empty((rows + 2 * reach) * cols, image.dtype)
    for r in range(rows + 2 * reach):
        row = image[min(max(r - reach, 0), rows - 1)]
        for c in range(cols):
            tall[r * cols + c] = row[c]
    line = np.empty(cols + 2 * reach, image.dtype)
    across = np.empty((rows, cols), image.dtype)
    for r in range(rows):
        _sweep(line[reach : reach + cols], tall, (r + reach) * cols, cols, taps)
        for c in range(reach):  # edges repeat: loops, as assigning slices takes seconds to compile
            line[c] = line[reach]
            line[reach + cols + c] = line[reach + cols - 1]
        _sweep(across[r], line, reach, 1, taps)
    return across


@compiled
def _sweep(out, flat, at, stride, taps):  # type: ignore[no-untyped-def]
    """Weighted sum of what lies ``stride`` apart; three pairs of taps in one go, so that ``out`` is seldom read."""
    reach = len(taps) // 2
    for c in range(len(out)):
        out[c] = taps[reach] * flat[np.uint64(at) + np.uint64(c)]
    k = 1
    while k + 2 <= reach:
        t0, t1, t2 = taps[reach + k], taps[reach + k + 1], taps[reach + k + 2]
        a0, a1, a2 = flat[at - k * stride :], flat[at - (k + 1) * stride :], flat[at - (k + 2) * stride :]
        b0, b1, b2 = flat[at + k * stride :], flat[at + (k + 1) * stride :], flat[at + (k + 2) * stride :]
        for c in range(len(out)):
            out[c] = out[c] + t0 * (a0[c] + b0[c]) + t1 * (a1[c] + b1[c]) + t2 * (a2[c] + b2[c])
        k += 3
    while k <= reach:
        t0, a0, b0 = taps[reach + k], flat[at - k * stride :], flat[at + k * stride :]
        for c in range(len(out)):
            out[c] += t0 * (a0[c] + b0[c])
        k += 1


@compiled
def enlarge(coarse, rows, row_share, cols, col_share):  # type: ignore[no-untyped-def]
    """Straight lines between the middles of blocks; see :func:`spine_viewer.imaging.picture.smooth._between`."""
    full = np.empty((len(rows), len(cols)), coarse.dtype)
    height, width = coarse.shape
    tall, step = np.empty(width, coarse.dtype), np.empty(width, coarse.dtype)
    for r in range(len(rows)):
        above, below = coarse[rows[r]], coarse[min(rows[r] + 1, height - 1)]
        for c in range(width):
            tall[c] = above[c] + row_share[r] * (below[c] - above[c])
        for c in range(width - 1):
            step[c] = tall[c + 1] - tall[c]
        step[width - 1] = 0.0
        for c in range(len(cols)):
            full[r, c] = step[cols[c]] * col_share[c] + tall[cols[c]]
    return full


@compiled
def block_sums(image, weight, block):  # type: ignore[no-untyped-def]
    """Sums of ``image * weight`` and of ``weight`` over square blocks: down the columns, then along the rows."""
    rows, cols = image.shape
    mass = np.zeros(((rows + block - 1) // block, (cols + block - 1) // block), np.float32)
    amount = np.zeros_like(mass)
    heavy, light = np.empty(cols, np.float32), np.empty(cols, np.float32)
    for i in range(mass.shape[0]):
        for c in range(cols):
            heavy[c], light[c] = 0.0, 0.0
        for r in range(i * block, min((i + 1) * block, rows)):
            for c in range(cols):
                heavy[c] += image[r, c] * weight[r, c]
                light[c] += weight[r, c]
        for j in range(mass.shape[1]):
            for c in range(j * block, min((j + 1) * block, cols)):
                mass[i, j] += heavy[c]
                amount[i, j] += light[c]
    return mass, amount


@compiled
def add_scaled(total, fixed, value):  # type: ignore[no-untyped-def]
    """``total += fixed * value`` in float32."""
    rows, cols = total.shape
    for r in range(rows):
        for c in range(cols):
            total[r, c] += np.float32(fixed[r, c]) * value
