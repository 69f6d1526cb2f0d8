"""A graded grid of rings about the electrode's axis, and how well heat or current passes between them.

Frame: r away from the axis, z along the electrode, the tip at z = 0, the shaft at z > 0, so **distal is negative z**.
SI units (metres) inside the solver; millimetres only in what it hands out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import SuperLU, splu

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Grid:
    """Rings between the faces ``r_faces`` (nr + 1,) and ``z_faces`` (nz + 1,), metres; cells are indexed (r, z)."""

    r_faces: Array
    z_faces: Array

    @property
    def shape(self) -> tuple[int, int]:
        """Number of cells along r and along z."""
        return len(self.r_faces) - 1, len(self.z_faces) - 1

    @cached_property
    def r(self) -> Array:
        """(nr,) middles of the cells, m."""
        return 0.5 * (self.r_faces[1:] + self.r_faces[:-1])

    @cached_property
    def z(self) -> Array:
        """(nz,) middles of the cells, m."""
        return 0.5 * (self.z_faces[1:] + self.z_faces[:-1])

    @cached_property
    def volume(self) -> Array:
        """(nr, nz) volumes, m3."""
        return np.pi * np.outer(np.diff(self.r_faces**2), np.diff(self.z_faces))


def graded(start: float, end: float, first: float, growth: float) -> Array:
    """Faces from ``start`` to ``end``, the first cell ``first`` wide, each next one ``growth`` times wider."""
    length = abs(end - start)
    count = max(1, int(np.ceil(np.log1p(length * (growth - 1.0) / first) / np.log(growth))))
    widths = growth ** np.arange(count)
    faces = np.concatenate([[0.0], np.cumsum(widths)]) * length / widths.sum()
    return start + np.sign(end - start) * faces


def electrode_grid(radius: float, tip: float, reach: float, finest: float = 1e-4, growth: float = 1.15) -> Grid:
    """Grid about an electrode: finest at its surface and at both ends of the bare tip.

    Parameters
    ----------
    radius, tip : float
        Radius of the electrode and length of its bare tip, m; both fall on faces.
    reach : float
        How far the grid goes from the electrode, m.
    finest : float
        Width of the smallest cells, m.
    growth : float
        Ratio of neighbouring cells.
    """
    core = np.linspace(0.0, radius, max(3, round(radius / finest)) + 1)
    outward = graded(radius, radius + reach, finest, growth)
    first_half, second_half = graded(0.0, tip / 2, finest, growth), graded(tip, tip / 2, finest, growth)
    below, above = graded(0.0, -reach, finest, growth), graded(tip, tip + reach, finest, growth)
    return Grid(
        np.concatenate([core, outward[1:]]),
        np.concatenate([below[::-1], first_half[1:], second_half[-2::-1], above[1:]]),
    )


@dataclass(frozen=True, eq=False)
class Conductances:
    """Flow per unit of difference across every face, W/K or S.

    ``r`` (nr + 1, nz), ``z`` (nr, nz + 1); the outermost faces reach to the edge of the grid. ``r_inner`` and
    ``z_inner`` are the shares of the resistance that lie on the near side of a face (towards the axis, distal).
    """

    r: Array
    z: Array
    r_inner: Array
    z_inner: Array


def conductances(grid: Grid, conductivity: Array) -> Conductances:
    """Conductances of a grid.

    Parameters
    ----------
    grid : Grid
    conductivity : (nr, nz) float
        W/(m K) or S/m in each cell; 0 insulates, ``inf`` is a perfect conductor.
    """
    dr, dz = np.diff(grid.r_faces)[:, None], np.diff(grid.z_faces)[None, :]
    rings = np.pi * np.diff(grid.r_faces**2)[:, None]
    sides = 2.0 * np.pi * grid.r_faces[:, None] * dz
    with np.errstate(divide="ignore"):
        half_r, half_z = 0.5 * dr / conductivity, 0.5 * dz / conductivity
    edge_r, edge_z = np.zeros((1, grid.shape[1])), np.zeros((grid.shape[0], 1))
    r, r_inner = _across(np.vstack([edge_r, half_r]), np.vstack([half_r, edge_r]), sides)
    z, z_inner = _across(np.hstack([edge_z, half_z]), np.hstack([half_z, edge_z]), rings)
    return Conductances(r, z, r_inner, z_inner)


def _across(near: Array, far: Array, area: Array) -> tuple[Array, Array]:
    total = near + far
    with np.errstate(divide="ignore", invalid="ignore"):
        through = np.where(total > 0.0, area / total, 0.0)
        share = np.where(np.isfinite(total) & (total > 0.0), near / total, 0.0)
    return np.broadcast_to(through, total.shape).copy(), share


def matrix(grid: Grid, between: Conductances) -> sparse.csc_array:
    """(n, n) matrix of the flow out of every cell, the edge of the grid at zero; cells in C order of (r, z)."""
    nr, nz = grid.shape
    index = np.arange(nr * nz).reshape(nr, nz)
    r, z = between.r, between.z
    diagonal = r[:-1] + r[1:] + z[:, :-1] + z[:, 1:]
    pairs = [(index[:-1], index[1:], r[1:-1]), (index[:, :-1], index[:, 1:], z[:, 1:-1])]
    rows = [index.ravel(), *(side.ravel() for a, b, _ in pairs for side in (a, b))]
    cols = [index.ravel(), *(side.ravel() for a, b, _ in pairs for side in (b, a))]
    values = [diagonal.ravel(), *(-g.ravel() for _, _, g in pairs for _ in range(2))]
    shape = (nr * nz, nr * nz)
    return sparse.csc_array((np.concatenate(values), (np.concatenate(rows), np.concatenate(cols))), shape=shape)


def factors(system: sparse.csc_array) -> SuperLU:
    """Factors of a symmetric, diagonally dominant matrix (no pivots are needed, which halves the work)."""
    return splu(system.tocsc(), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})


def edge_flow(between: Conductances, field: Array) -> float:
    """Flow out of the grid's edge, whose value is zero."""
    out = (
        (between.r[-1] * field[-1]).sum()
        + (between.z[:, 0] * field[:, 0]).sum()
        + (between.z[:, -1] * field[:, -1]).sum()
    )
    return float(out)
