"""Distance to bone on a lattice around the target, so that thousands of needle positions can be tried quickly.

The exact distance is asked for at lattice corners only, and only at those that some query needs; between them it is
interpolated. A search uses it to sort candidates; what it picks is always checked with the exact distance.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from spine_viewer.procedures.model import Array
from spine_viewer.procedures.search import Distance

CORNERS = np.array([(i, j, k) for i in (0, 1) for j in (0, 1) for k in (0, 1)])


class LatticeDistance:
    """Callable (n, 3) -> (n,) like the exact ``distance``, in a cube of ``half_mm`` about ``centre`` (3,).

    Outside the cube it asks for the exact distance.
    """

    def __init__(self, distance: Distance, centre: Array, half_mm: float = 30.0, step_mm: float = 0.8) -> None:
        self._distance, self._step = distance, step_mm
        count = int(np.ceil(2.0 * half_mm / step_mm)) + 1
        self._origin = np.asarray(centre, dtype=float) - half_mm
        self._known = np.zeros((count,) * 3, dtype=bool)
        self._values = np.zeros((count,) * 3)

    def __call__(self, points: Array) -> Array:
        place = (np.asarray(points, dtype=float) - self._origin) / self._step
        cell = np.floor(place).astype(np.int64)
        inside = np.all((cell >= 0) & (cell < len(self._known) - 1), axis=1)
        out = np.empty(len(place))
        if not inside.all():
            out[~inside] = self._distance(np.asarray(points)[~inside])
        self._fill(cell[inside])
        out[inside] = map_coordinates(self._values, place[inside].T, order=1)
        return out

    def _fill(self, cells: NDArray[np.int64]) -> None:
        """Ask for the corners of ``cells`` (n, 3) that are not known."""
        wanted = np.zeros_like(self._known)
        for corner in CORNERS:
            wanted[tuple((cells + corner).T)] = True
        index = np.argwhere(wanted & ~self._known)
        if not len(index):
            return
        at = tuple(index.T)
        self._values[at] = self._distance(self._origin + self._step * index)
        self._known[at] = True
