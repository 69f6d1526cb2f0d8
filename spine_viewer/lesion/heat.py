"""Heat in tissue and electrode over time (Pennes' bioheat equation), with the tip held by a controller.

rho c dT/dt = div(k grad T) + q - w (T - T_blood), in rings about the electrode, implicit in time (BDF2).
What blood carries off is taken from the two steps before (extrapolated), so that one factorisation serves every step.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from spine_viewer.lesion.grid import Array, Grid, conductances, edge_flow, factors, matrix


class Heat:
    """Temperature above the start, stepped through time.

    Parameters
    ----------
    grid : Grid
    conductivity : (nr, nz) float
        W/(m K).
    capacity : (nr, nz) float
        rho c, J/(m3 K).
    step_s : float
        Length of every time step, s.
    """

    def __init__(self, grid: Grid, conductivity: Array, capacity: Array, step_s: float) -> None:
        self._shape = grid.shape
        self._step_s = step_s
        self._capacity = (capacity * grid.volume).ravel()
        self._between = conductances(grid, conductivity)
        system = matrix(grid, self._between) + sparse.diags_array(1.5 * self._capacity / step_s)
        self._solve = factors(system).solve
        self.rise = np.zeros(grid.shape)
        self._before = np.zeros(grid.shape)

    @property
    def expected(self) -> Array:
        """(nr, nz) rise at the end of the coming step as the last two steps foretell it, K."""
        return 2.0 * self.rise - self._before

    def response(self, heat: Array) -> Array:
        """(nr, nz) rise after one step that a heat of ``heat`` (nr, nz), W, adds; K."""
        return np.asarray(self._solve(heat.ravel())).reshape(self._shape)

    def coast(self, lost: Array) -> Array:
        """(nr, nz) rise after one step with no heat put in and ``lost`` (nr, nz), W, carried off; K."""
        history = self._capacity * (2.0 * self.rise - 0.5 * self._before).ravel() / self._step_s
        return np.asarray(self._solve(history - lost.ravel())).reshape(self._shape)

    def accept(self, rise: Array) -> None:
        """Take ``rise`` (nr, nz), K, as the end of the step."""
        self._before, self.rise = self.rise, rise

    def stored(self) -> float:
        """Heat held since the start, J."""
        return float(self._capacity @ self.rise.ravel())

    def leaving(self) -> float:
        """Heat that flows out of the grid's edge, W."""
        return edge_flow(self._between, self.rise)
