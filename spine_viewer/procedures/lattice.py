"""Distance to bone on a lattice around the target, so that thousands of needle positions can be tried quickly.

The exact distance is asked for at lattice corners only, and only at those that some query needs; between them it is
interpolated. A search uses it to sort candidates; what it picks is always checked with the exact distance.
"""

from __future__ import annotations

import numpy as np

from spine_viewer.procedures.model import Array
from spine_viewer.procedures.search import Distance

CORNERS = np.array([(i, j, k) for i in (0, 1) for j in (0, 1) for k in (0, 1)])


class LatticeDistance:
    """Callable (n, 3) -> (n,) like the exact ``distance``, in a cube of ``half_mm`` about ``centre`` (3,).

    Outside the cube it asks for the exact distance.
    """

    def __init__(self, distance: Distance, centre: Array, half_mm: float = 30.0, step_mm: float = 0.8) -> None:
        self._distance, self._step = distance, step_mm
        self._count = int(np.ceil(2.0 * half_mm / step_mm)) + 1
        self._origin = np.asarray(centre, dtype=float) - half_mm
        self._known = np.full(self._count**3, np.nan)

    def __call__(self, points: Array) -> Array:
        place = (np.asarray(points, dtype=float) - self._origin) / self._step
        cell = np.floor(place).astype(np.int64)
        inside = np.all((cell >= 0) & (cell < self._count - 1), axis=1)
        out = np.empty(len(place))
        if not inside.all():
            out[~inside] = self._distance(np.asarray(points)[~inside])
        cell, part = cell[inside], (place - cell)[inside]
        keys = self._keys(cell[:, None, :] + CORNERS)
        self._fill(keys)
        weights = np.prod(np.where(CORNERS[None], part[:, None, :], 1.0 - part[:, None, :]), axis=2)
        out[inside] = np.einsum("ij,ij->i", weights, self._known[keys])
        return out

    def _keys(self, cells: Array) -> Array:
        return (cells[..., 0] * self._count + cells[..., 1]) * self._count + cells[..., 2]

    def _fill(self, keys: Array) -> None:
        wanted = np.unique(keys[np.isnan(self._known[keys])])
        if not len(wanted):
            return
        index = np.stack(np.unravel_index(wanted, (self._count,) * 3), axis=1)
        self._known[wanted] = self._distance(self._origin + self._step * index)
