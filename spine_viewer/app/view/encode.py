"""Pixels to the bytes that go to the browser."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray

JPEG, PNG = "image/jpeg", "image/png"


def jpeg(pixels: NDArray[np.uint8], quality: int) -> bytes:
    """JPEG of (rows, columns, 3) or (rows, columns) uint8; fine pictures keep full colour resolution."""
    from PIL import Image

    out = io.BytesIO()
    subsampling = 0 if quality >= 88 else 2
    Image.fromarray(pixels).save(out, "JPEG", quality=quality, subsampling=subsampling)
    return out.getvalue()


def png(pixels: NDArray[np.uint8]) -> bytes:
    """PNG of (rows, columns, 3) or (rows, columns) uint8."""
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()
