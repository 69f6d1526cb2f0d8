"""Is there anything in a picture? No exporter hands out an empty one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spine_viewer.errors import InputError

LEVELS = 3  # of 255: rows of a plain background, also one that fades downwards, differ by less
LEAST_PART = 0.0002  # of the picture that something must take


def is_blank(picture: NDArray[np.uint8]) -> bool:
    """Whether a picture ((rows, columns), or with 3 or 4 channels, uint8) shows nothing but its background."""
    levels = picture.reshape(*picture.shape[:2], -1).astype(np.int16)
    seen = (np.abs(levels - np.median(levels, axis=1, keepdims=True)) > LEVELS).any(axis=2)
    rows = np.abs(np.diff(np.median(levels, axis=1), axis=0)) > LEVELS  # what fills whole rows
    return bool(seen.mean() < LEAST_PART and not rows.any())


def refuse_blank(picture: NDArray[np.uint8], what: str = "the picture") -> None:
    """Raise an :class:`InputError` that says what to do where a picture is empty."""
    if is_blank(picture):
        raise InputError(
            f"{what} would be empty and was not written: show more (layers, region or view); "
            "where that is not the reason, this machine may be unable to draw: run spine-viewer doctor"
        )
