"""Gaussian low-passes: narrow ones directly, wide ones on a coarse grid."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging.projector.paths import has_numba

Floats = NDArray[np.float32]
BLOCKS_PER_SIGMA = 4
TRUNCATE = 3.0
NEGLIGIBLE = 1e-6  # smaller weights would end in denormal numbers, which are slow


@lru_cache(maxsize=32)
def _taps(sigma_px: float) -> Floats:
    reach = max(1, int(np.ceil(TRUNCATE * sigma_px)))
    # Each tap is the mean of the bell over its pixel: right also for bells narrower than a pixel.
    fine = np.arange(-reach - 0.5 + 1 / 32, reach + 0.5, 1 / 16)
    bell = np.exp(-0.5 * (fine / sigma_px) ** 2).reshape(-1, 16).mean(1)
    return np.asarray(bell / bell.sum(), dtype=np.float32)


def reach_px(sigma_px: float) -> int:
    """How far, in pixels, :func:`narrow` carries a change."""
    return 0 if sigma_px < 0.05 else len(_taps(sigma_px)) // 2


def narrow(image: Floats, sigma_px: float) -> Floats:
    """Gaussian blur of a picture; edges repeat."""
    if sigma_px < 0.05:
        return image
    taps = _taps(sigma_px)
    if has_numba():
        from spine_viewer.imaging.picture.compiled import blur

        return np.asarray(blur(np.ascontiguousarray(image, dtype=np.float32), taps))
    return narrow_numpy(image, taps)


def narrow_numpy(image: Floats, taps: Floats) -> Floats:
    """:func:`narrow` for machines without numba."""
    reach = len(taps) // 2
    padded = np.pad(image, reach, mode="edge")
    rows, cols = image.shape
    down = taps[reach] * padded[reach : reach + rows]
    for k in range(1, reach + 1):
        down += taps[reach + k] * (padded[reach - k : reach - k + rows] + padded[reach + k : reach + k + rows])
    across = taps[reach] * down[:, reach : reach + cols]
    for k in range(1, reach + 1):
        across += taps[reach + k] * (down[:, reach - k : reach - k + cols] + down[:, reach + k : reach + k + cols])
    return np.asarray(across, dtype=np.float32)


@lru_cache(maxsize=32)
def _bell(count: int, sigma: float) -> Floats:
    """(count, count) matrix that blurs a row of ``count`` blocks; ends lose weight, they do not repeat."""
    place = np.arange(count)
    bell = np.exp(-0.5 * ((place[:, None] - place[None, :]) / sigma) ** 2)
    return np.where(bell < NEGLIGIBLE, 0.0, bell).astype(np.float32)


@lru_cache(maxsize=32)
def _between(length: int, block: int) -> tuple[NDArray[np.intp], Floats]:
    """For each pixel of a row the block middle before it and the share of the way to the next."""
    count = -(-length // block)
    place = np.clip((np.arange(length) + 0.5) / block - 0.5, 0, count - 1)
    before = np.minimum(place.astype(np.intp), max(count - 2, 0))
    return before, (place - before).astype(np.float32)


def _enlarged(coarse: Floats, size: tuple[int, int], block: int) -> Floats:
    """Straight lines between the middles of blocks. No matrix product: its threads wait for each other when busy."""
    rows, row_share = _between(size[0], block)
    cols, col_share = _between(size[1], block)
    if has_numba():
        from spine_viewer.imaging.picture.compiled import enlarge

        return np.asarray(enlarge(coarse, rows, row_share, cols, col_share))
    return _enlarged_numpy(coarse, rows, row_share, cols, col_share)


def _enlarged_numpy(
    coarse: Floats, rows: NDArray[np.intp], row_share: Floats, cols: NDArray[np.intp], col_share: Floats
) -> Floats:
    """:func:`_enlarged` for machines without numba."""
    step = np.diff(coarse, axis=0, append=coarse[-1:])
    tall = coarse[rows] + row_share[:, None] * step[rows]
    step = np.diff(tall, axis=1, append=tall[:, -1:])
    full = np.take(step, cols, axis=1)
    full *= col_share
    full += np.take(tall, cols, axis=1)
    return full


def _blocks(image: Floats, weight: Floats, block: int) -> tuple[Floats, Floats]:
    """Sums of ``image * weight`` and of ``weight`` over square blocks; the last ones may be smaller."""
    if has_numba():
        from spine_viewer.imaging.picture.compiled import block_sums

        weight = weight.view()
        weight.flags.writeable = False  # as masks are: one form to compile for
        mass, amount = block_sums(image, weight, block)
        return np.asarray(mass), np.asarray(amount)
    starts = [np.arange(0, side, block) for side in image.shape]
    first, second = (
        np.add.reduceat(np.add.reduceat(part, starts[0], axis=0), starts[1], axis=1)
        for part in (image * weight, weight)
    )
    return first, second


def wide(image: Floats, weight: Floats, sigma_px: float) -> Floats:
    """Gaussian low-pass of ``image`` over the pixels that have weight; everywhere defined, smooth."""
    rows, cols = image.shape
    block = max(1, int(sigma_px / BLOCKS_PER_SIGMA))
    mass, amount = _blocks(image, weight, block)
    bells = [_bell(count, sigma_px / block) for count in mass.shape]
    total, known = (bells[0] @ part @ bells[1] for part in (mass, amount))
    mean = total / np.maximum(known, 1e-3 * float(known.max()) + 1e-12)
    return _enlarged(mean.astype(np.float32), (rows, cols), block)
