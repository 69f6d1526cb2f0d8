"""When a front that starts at a point reaches each cell: the eikonal equation on a grid, by fast sweeping."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
NEVER = 1e9
SETTLED = 1e-4
MOST_ROUNDS = 40


def arrival(speed: Array, cell_mm: float, start: Array) -> Array:
    """Arrival time of a front that starts at one point.

    Solves ``speed |grad t| = 1`` with the first order upwind scheme of Godunov, sweeping in all eight orders until
    nothing changes (Zhao 2005, Math Comp 74:603).

    Parameters
    ----------
    speed : (nx, ny, nz) float
        At the middles of cubic cells; 0 where the front cannot go.
    cell_mm : float
        Side of a cell.
    start : (3,) float
        Place of the start in cells, from the middle of cell (0, 0, 0).

    Returns
    -------
    (nx, ny, nz) float
        mm over speed; ``NEVER`` where the front does not come.
    """
    times = np.full(speed.shape, NEVER)
    middle = np.clip(np.rint(start).astype(int), 1, np.array(speed.shape) - 2)
    near = np.stack(np.meshgrid(*[m + np.arange(-1, 2) for m in middle], indexing="ij"), axis=-1).reshape(-1, 3)
    cells = tuple(near.T)
    open_ = speed[cells] > 0.0
    reach = np.linalg.norm(near - start, axis=1) * cell_mm
    times[cells] = np.where(open_, reach / np.where(open_, speed[cells], 1.0), NEVER)
    fixed = np.zeros(speed.shape, dtype=np.bool_)
    fixed[cells] = open_
    for _ in range(MOST_ROUNDS):
        if _sweep(times, np.ascontiguousarray(speed, dtype=float), fixed, cell_mm) < SETTLED:
            break
    return times


@numba.njit(cache=True, nogil=True)
def _sweep(times, speed, fixed, cell):  # type: ignore[no-untyped-def]
    """All eight orders once; the largest change."""
    nx, ny, nz = times.shape
    most = 0.0
    for order in range(8):
        for a in range(nx):
            i = a if order & 1 == 0 else nx - 1 - a
            for b in range(ny):
                j = b if order & 2 == 0 else ny - 1 - b
                for c in range(nz):
                    k = c if order & 4 == 0 else nz - 1 - c
                    if fixed[i, j, k] or speed[i, j, k] <= 0.0:
                        continue
                    new = _from_neighbours(times, i, j, k, cell / speed[i, j, k])
                    if new < times[i, j, k]:
                        most = max(most, min(times[i, j, k], 1e3) - new)
                        times[i, j, k] = new
    return most


@numba.njit(cache=True, nogil=True)
def _from_neighbours(times, i, j, k, step):  # type: ignore[no-untyped-def]
    """Godunov's upwind time of one cell from the earliest neighbour along each axis."""
    nx, ny, nz = times.shape
    x = min(times[i - 1, j, k] if i > 0 else NEVER, times[i + 1, j, k] if i < nx - 1 else NEVER)
    y = min(times[i, j - 1, k] if j > 0 else NEVER, times[i, j + 1, k] if j < ny - 1 else NEVER)
    z = min(times[i, j, k - 1] if k > 0 else NEVER, times[i, j, k + 1] if k < nz - 1 else NEVER)
    first, last = min(x, y, z), max(x, y, z)
    second = x + y + z - first - last
    if first >= NEVER:
        return NEVER
    time = first + step
    if time <= second:
        return time
    apart = first - second
    time = 0.5 * (first + second + (2.0 * step * step - apart * apart) ** 0.5)
    if time <= last:
        return time
    total = first + second + last
    rest = total * total - 3.0 * (first * first + second * second + last * last - step * step)
    return (total + max(rest, 0.0) ** 0.5) / 3.0
