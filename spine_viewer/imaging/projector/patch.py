"""Path lengths through one body, cut to where it appears."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FIXED_PER_MM = 1024


@dataclass(frozen=True, eq=False)
class Patch:
    """Path lengths through one mesh, cut to where it appears.

    Attributes
    ----------
    row, col : int
        Place of the patch's upper left pixel in the picture.
    fixed : (h, w) int32
        Length along the ray in 2^-10 mm. Empty when the mesh lies outside the picture.
    leaky : int
        Pixels where the mesh is not closed, filled from their neighbours.
    """

    row: int
    col: int
    fixed: NDArray[np.int32]
    leaky: int = 0

    @property
    def window(self) -> tuple[slice, slice]:
        """Where the patch lies in the picture."""
        height, width = self.fixed.shape
        return slice(self.row, self.row + height), slice(self.col, self.col + width)
