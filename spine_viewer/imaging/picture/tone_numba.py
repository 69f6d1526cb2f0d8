"""The tone curve in compiled code: one pass over the picture."""

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
