"""From the window's frame buffer to an array."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def read_pixels(window: Any) -> NDArray[np.uint8]:
    """RGBA of a rendered window, (rows, columns, 4) uint8, top row first."""
    from vtkmodules.util.numpy_support import vtk_to_numpy
    from vtkmodules.vtkCommonCore import vtkUnsignedCharArray

    width, height = window.GetSize()
    data = vtkUnsignedCharArray()
    window.GetRGBACharPixelData(0, 0, width - 1, height - 1, 0, data)
    return vtk_to_numpy(data).reshape(height, width, 4)[::-1].copy()


def reduced(pixels: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    """Mean of blocks of ``factor`` x ``factor`` pixels, colours weighted by alpha."""
    if factor == 1:
        return pixels
    rows, columns = pixels.shape[0] // factor, pixels.shape[1] // factor
    blocks = pixels.reshape(rows, factor, columns, factor, 4).astype(np.float32)
    alpha = blocks[..., 3:4]
    total = alpha.sum(axis=(1, 3))
    if float(alpha.min()) == 255.0:
        return np.round(blocks.mean(axis=(1, 3))).astype(np.uint8)
    colour = (blocks[..., :3] * alpha).sum(axis=(1, 3)) / np.maximum(total, 1.0)
    return np.round(np.concatenate([colour, total / factor**2], axis=-1)).astype(np.uint8)
