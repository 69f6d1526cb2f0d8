"""Tone curve and narrow blur in compiled code: the same sums in the same order as their numpy forms."""

from __future__ import annotations

import numba
import numpy as np


@numba.njit(cache=True, nogil=True)
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


@numba.njit(cache=True, nogil=True)
def blur(image, taps):  # type: ignore[no-untyped-def]
    """Symmetric ``taps`` down the columns, then along the rows; edges repeat."""
    rows, cols = image.shape
    reach = len(taps) // 2
    down = np.empty_like(image)
    across = np.empty_like(image)
    for r in range(rows):
        for c in range(cols):
            down[r, c] = taps[reach] * image[r, c]
        for k in range(1, reach + 1):
            above, below = max(r - k, 0), min(r + k, rows - 1)
            for c in range(cols):
                down[r, c] += taps[reach + k] * (image[above, c] + image[below, c])
    line = np.empty(cols + 2 * reach, image.dtype)
    for r in range(rows):
        line[:reach] = down[r, 0]
        line[reach : reach + cols] = down[r]
        line[reach + cols :] = down[r, cols - 1]
        for c in range(cols):
            across[r, c] = taps[reach] * line[c + reach]
        for k in range(1, reach + 1):
            for c in range(cols):
                across[r, c] += taps[reach + k] * (line[c + reach - k] + line[c + reach + k])
    return across
