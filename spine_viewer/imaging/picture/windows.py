"""Rectangles of a picture, and pictures sampled twice as finely."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging.projector.patch import Patch
from spine_viewer.imaging.projector.paths import has_numba

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


def added(patches: Sequence[Patch]) -> tuple[Window, NDArray[np.int32]]:
    """The sum of patches, and the rectangle of the picture that holds them all."""
    seen = [patch for patch in patches if patch.fixed.size]
    if not seen:
        return (slice(0, 0), slice(0, 0)), np.zeros((0, 0), np.int32)
    if len(seen) == 1:
        return seen[0].window, seen[0].fixed
    windows = [patch.window for patch in seen]
    row, col = (min(window[axis].start for window in windows) for axis in (0, 1))
    end, right = (max(window[axis].stop for window in windows) for axis in (0, 1))
    total = np.zeros((end - row, right - col), np.int32)
    for patch in seen:
        height, width = patch.fixed.shape
        total[patch.row - row : patch.row - row + height, patch.col - col : patch.col - col + width] += patch.fixed
    return (slice(row, end), slice(col, right)), total


def add_scaled(total: Floats, fixed: NDArray[np.int32], value: float) -> None:
    """``total += fixed * value`` in float32."""
    if has_numba():
        from spine_viewer.imaging.picture.compiled import add_scaled as compiled

        compiled(total, fixed, np.float32(value))
        return
    part = fixed.astype(np.float32)
    part *= np.float32(value)
    total += part
