"""Rectangles of a picture, and pictures sampled twice as finely."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging.projector.paths import Patch

Floats = NDArray[np.float32]
Window = tuple[slice, slice]
OVERSAMPLE = 2


def even(patch: Patch) -> tuple[Window, NDArray[np.int32]]:
    """A patch of the fine picture padded to whole pixels of the coarse one."""
    height, width = patch.fixed.shape
    top, left = patch.row % OVERSAMPLE, patch.col % OVERSAMPLE
    bottom, right = -(top + height) % OVERSAMPLE, -(left + width) % OVERSAMPLE
    fixed = np.pad(patch.fixed, ((top, bottom), (left, right)))
    row, col = patch.row // OVERSAMPLE, patch.col // OVERSAMPLE
    rows, cols = (side // OVERSAMPLE for side in fixed.shape)
    return (slice(row, row + rows), slice(col, col + cols)), fixed


def halved(fine: NDArray[np.floating]) -> Floats:
    rows, cols = fine.shape
    blocks = fine.reshape(rows // OVERSAMPLE, OVERSAMPLE, cols // OVERSAMPLE, OVERSAMPLE)
    return np.asarray(blocks.mean((1, 3)), dtype=np.float32)


def grown(window: Window, size: tuple[int, int], by: int) -> Window:
    first, second = (
        slice(max(part.start - by, 0), min(part.stop + by, side)) for part, side in zip(window, size, strict=True)
    )
    return first, second
