"""The current that the electrode drives through tissue, and the heat it leaves there.

At half a megahertz tissue is a resistor (quasi-static): div(sigma grad phi) = 0, phi = 1 V on the bare tip, no current
through the insulated shaft, phi = 0 at the edge of the grid.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import LinearOperator, SuperLU, cg

from spine_viewer.lesion.grid import Array, Conductances, Grid, conductances, factors, matrix

Mask = NDArray[np.bool_]

TOLERANCE = 1e-6
PATIENCE = 12


class Current:
    """Solves for the current again and again while the conductivity changes slowly.

    The factors of an earlier matrix guide conjugate gradients on the present one; they are renewed when that takes
    long.

    Parameters
    ----------
    grid : Grid
    bare, shaft : (nr, nz) bool
        Cells of the bare tip (a perfect conductor) and of the insulated rest of the electrode.
    """

    def __init__(self, grid: Grid, bare: Mask, shaft: Mask) -> None:
        self._grid = grid
        self._bare, self._shaft = bare, shaft
        self._free = ~(bare | shaft).ravel()
        self._factors: SuperLU | None = None
        self._potential = np.zeros(int(self._free.sum()))

    def solve(self, conductivity: Array) -> tuple[Array, float]:
        """Heat per volt squared.

        Parameters
        ----------
        conductivity : (nr, nz) float
            S/m; what it holds inside the electrode does not matter.

        Returns
        -------
        heat : (nr, nz) float
            W in each cell with 1 V on the tip.
        conductance : float
            Of the whole path, S; equals the sum of ``heat``.
        """
        sigma = np.where(self._bare, np.inf, np.where(self._shaft, 0.0, conductivity))
        between = conductances(self._grid, sigma)
        full = matrix(self._grid, between)
        free, bare = self._free, self._bare.ravel()
        system = full[free][:, free].tocsc()
        drive = -np.asarray(full[free][:, bare].sum(axis=1)).ravel()
        self._potential = self._solve(system, drive)
        potential = np.zeros(full.shape[0])
        potential[free] = self._potential
        potential[bare] = 1.0
        heat = joule_heat(between, potential.reshape(self._grid.shape))
        return heat, float(heat.sum())

    def _solve(self, system: sparse.csc_array, drive: Array) -> Array:
        if self._factors is not None:
            count = 0

            def step(_: Array) -> None:
                nonlocal count
                count += 1

            guide = LinearOperator(system.shape, self._factors.solve)
            found, failed = cg(system, drive, self._potential, rtol=TOLERANCE, maxiter=PATIENCE, M=guide, callback=step)
            if not failed:
                return np.asarray(found)
        self._factors = factors(system)
        return np.asarray(self._factors.solve(drive))


def joule_heat(between: Conductances, potential: Array) -> Array:
    """(nr, nz) heat in every cell, W: each face's loss goes to its two sides as their resistances do."""
    heat = np.zeros_like(potential)
    loss = between.r[1:-1] * np.diff(potential, axis=0) ** 2
    heat[:-1] += loss * between.r_inner[1:-1]
    heat[1:] += loss * (1.0 - between.r_inner[1:-1])
    loss = between.z[:, 1:-1] * np.diff(potential, axis=1) ** 2
    heat[:, :-1] += loss * between.z_inner[:, 1:-1]
    heat[:, 1:] += loss * (1.0 - between.z_inner[:, 1:-1])
    heat[-1] += between.r[-1] * potential[-1] ** 2
    heat[:, 0] += between.z[:, 0] * potential[:, 0] ** 2
    heat[:, -1] += between.z[:, -1] * potential[:, -1] ** 2
    return heat
