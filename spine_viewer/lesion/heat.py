"""Heat in tissue and electrode over time (Pennes' bioheat equation), with the tip held by a controller.

rho c dT/dt = div(k grad T) + q - w (T - T_blood), in rings about the electrode, implicit in time (BDF2).
What blood carries off, and what warm tissue conducts more than cold tissue, is taken from the two steps before
(extrapolated), so that one factorisation serves every step.
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
        W/(m K), at the start temperature.
    capacity : (nr, nz) float
        rho c, J/(m3 K).
    step_s : float
        Length of every time step, s.
    rise_per_k : (nr, nz) float, optional
        Part by which the conductivity rises for each degree above the start.
    coolant : (nr, nz) float, optional
        What each cell gives a coolant, W/K.
    coolant_rise : float
        Temperature of the coolant above the start, K.
    """

    def __init__(
        self,
        grid: Grid,
        conductivity: Array,
        capacity: Array,
        step_s: float,
        rise_per_k: Array | None = None,
        coolant: Array | None = None,
        coolant_rise: float = 0.0,
    ) -> None:
        self._shape = grid.shape
        self._step_s = step_s
        self._capacity = (capacity * grid.volume).ravel()
        self._between = conductances(grid, conductivity)
        self._coolant = np.zeros(grid.shape) if coolant is None else coolant
        self._coolant_rise = coolant_rise
        implicit = 1.5 * self._capacity / step_s + self._coolant.ravel()
        self._solve = factors(matrix(grid, self._between) + sparse.diags_array(implicit)).solve
        slope = np.zeros(grid.shape) if rise_per_k is None else rise_per_k
        self._more_r = self._between.r[1:-1] * np.minimum(slope[:-1], slope[1:]) * 0.5
        self._more_z = self._between.z[:, 1:-1] * np.minimum(slope[:, :-1], slope[:, 1:]) * 0.5
        self.rise = np.zeros(grid.shape)
        self._before = np.zeros(grid.shape)

    @property
    def expected(self) -> Array:
        """(nr, nz) rise at the end of the coming step as the last two steps foretell it, K."""
        return 2.0 * self.rise - self._before

    def conducted(self, rise: Array) -> Array:
        """(nr, nz) W that leave every cell because tissue of this ``rise`` conducts more than at the start."""
        out = np.zeros(self._shape)
        square = rise * rise  # k linear in T: the mean of two ends times their difference is half that of the squares
        flow = self._more_r * (square[:-1] - square[1:])
        out[:-1] += flow
        out[1:] -= flow
        flow = self._more_z * (square[:, :-1] - square[:, 1:])
        out[:, :-1] += flow
        out[:, 1:] -= flow
        return out

    def response(self, heat: Array) -> Array:
        """(nr, nz) rise after one step that a heat of ``heat`` (nr, nz), W, adds; K."""
        return np.asarray(self._solve(heat.ravel())).reshape(self._shape)

    def coast(self, lost: Array) -> Array:
        """(nr, nz) rise after one step with no heat put in and ``lost`` (nr, nz), W, carried off; K."""
        history = self._capacity * (2.0 * self.rise - 0.5 * self._before).ravel() / self._step_s
        given = self._coolant.ravel() * self._coolant_rise - lost.ravel()
        return np.asarray(self._solve(history + given)).reshape(self._shape)

    def accept(self, rise: Array) -> None:
        """Take ``rise`` (nr, nz), K, as the end of the step."""
        self._before, self.rise = self.rise, rise

    def stored(self) -> float:
        """Heat held since the start, J."""
        return float(self._capacity @ self.rise.ravel())

    def leaving(self) -> float:
        """Heat that flows out of the grid's edge, W."""
        return edge_flow(self._between, self.rise)

    def cooled(self) -> float:
        """Heat that the coolant takes, W."""
        return float((self._coolant * (self.rise - self._coolant_rise)).sum())
