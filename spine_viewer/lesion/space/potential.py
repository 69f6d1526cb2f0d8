"""The current between electrodes, and from them to the far edge, and the heat that it leaves in each cell."""

from __future__ import annotations

import numba
import numpy as np

from spine_viewer.lesion.grid import Array
from spine_viewer.lesion.space.box import Box
from spine_viewer.lesion.space.kernels import apply, relax, turn
from spine_viewer.lesion.space.materials import MM, Field, Materials
from spine_viewer.lesion.space.metal import Metal

TOLERANCE = 2e-3  # of the drive; the resistance is then exact to a few parts in a million
MOST_SWEEPS = 2000


class Potential:
    """Solves div(sigma grad phi) = 0 again and again while the conductivity changes slowly.

    Parameters
    ----------
    box, stuff, metal : what the grid holds
    volts : (e,) float
        Of every electrode, for a generator at 1 V; the edge of the grid is earthed.
    tolerance : float
        Where conjugate gradients stop, as a part of the drive.
    """

    def __init__(self, box: Box, stuff: Materials, metal: Metal, volts: Array, tolerance: float = TOLERANCE) -> None:
        self._widths = tuple((width * MM) for width in box.widths)
        self._shares = tuple(share.astype(np.float32) for share in stuff.shares)
        self._metal, self._tolerance = metal, tolerance
        self._free = np.ones(box.shape, dtype=np.bool_)
        self._free.ravel()[metal.cell] = False
        self._volts = volts
        self._phi = np.zeros(box.shape)
        self.sweeps = 0

    def solve(self, sigma: Array) -> tuple[Field, float]:
        """Heat of each cell (nx, ny, nz), W at 1 V, and the conductance between the generator's poles, S.

        ``sigma`` (nx, ny, nz) S/m; what it holds in metal does not matter.
        """
        metal = self._metal
        faces = tuple(np.zeros(self._free.shape, dtype=np.float32) for _ in range(3))
        diagonal = np.zeros(self._free.shape)
        _faces(sigma, self._free, *self._widths, *self._shares, *faces)
        _diagonal(*faces, self._free, diagonal)
        touch = sigma.ravel()[metal.link] * metal.bare_length
        diagonal.ravel()[metal.link] += touch
        drive = np.zeros(self._free.size)
        drive[metal.link] = touch * self._volts[metal.link_electrode]
        self._relax(faces, diagonal, drive)
        heat = np.zeros(self._free.shape, dtype=np.float32)
        _joule(self._phi, sigma, self._free, *self._widths, *self._shares, *faces, heat)
        drop = self._volts[metal.link_electrode] - self._phi.ravel()[metal.link]
        heat.ravel()[metal.link] += (touch * drop**2).astype(np.float32)
        return heat, float(heat.sum(dtype=float))

    def _relax(self, faces: tuple[Field, ...], diagonal: Array, drive: Array) -> None:
        inner = np.zeros(self._free.shape, dtype=np.bool_)
        inner[1:-1, 1:-1, 1:-1] = self._free[1:-1, 1:-1, 1:-1]
        guide = np.zeros(self._free.size)
        kept = inner.ravel() & (diagonal.ravel() > 0.0)
        guide[kept] = 1.0 / diagonal.ravel()[kept]
        x, swept, way = self._phi.ravel(), np.zeros(self._free.size), np.zeros(self._free.size)
        grid = self._free.shape
        apply(self._phi, swept.reshape(grid), *faces, diagonal)
        rest = np.where(guide > 0.0, drive - swept, 0.0)
        goal = self._tolerance**2 * float((drive**2 * guide).sum())
        size = float((rest**2 * guide).sum())
        turn(way, rest, guide, 0.0)
        for sweep in range(MOST_SWEEPS):
            if size <= goal:
                self.sweeps += sweep
                return
            step = size / apply(way.reshape(grid), swept.reshape(grid), *faces, diagonal)
            before, size = size, relax(x, rest, way, swept, guide, step)
            turn(way, rest, guide, size / before)
        raise RuntimeError(f"the potential did not settle in {MOST_SWEEPS} sweeps")


@numba.njit(cache=True, nogil=True)
def _faces(sigma, free, dx, dy, dz, sx, sy, sz, ex, ey, ez):  # type: ignore[no-untyped-def]
    """Conductances from each cell onwards in x, y and z, S; none into metal."""
    nx, ny, nz = sigma.shape
    for i in range(nx):
        for j in range(ny):
            for k in range(nz):
                if not free[i, j, k]:
                    continue
                own = sigma[i, j, k]
                if i + 1 < nx and free[i + 1, j, k]:
                    s = sx[i, j, k]
                    ex[i, j, k] = dy[j] * dz[k] / (0.5 * (dx[i] + dx[i + 1]) * (s / own + (1 - s) / sigma[i + 1, j, k]))
                if j + 1 < ny and free[i, j + 1, k]:
                    s = sy[i, j, k]
                    ey[i, j, k] = dx[i] * dz[k] / (0.5 * (dy[j] + dy[j + 1]) * (s / own + (1 - s) / sigma[i, j + 1, k]))
                if k + 1 < nz and free[i, j, k + 1]:
                    s = sz[i, j, k]
                    ez[i, j, k] = dx[i] * dy[j] / (0.5 * (dz[k] + dz[k + 1]) * (s / own + (1 - s) / sigma[i, j, k + 1]))


@numba.njit(cache=True, nogil=True)
def _diagonal(ex, ey, ez, free, diagonal):  # type: ignore[no-untyped-def]
    nx, ny, nz = free.shape
    for i in range(1, nx - 1):
        for j in range(1, ny - 1):
            for k in range(1, nz - 1):
                if free[i, j, k]:
                    across = ex[i, j, k] + ex[i - 1, j, k] + ey[i, j, k] + ey[i, j - 1, k]
                    diagonal[i, j, k] = across + ez[i, j, k] + ez[i, j, k - 1]


@numba.njit(cache=True, nogil=True)
def _joule(phi, sigma, free, dx, dy, dz, sx, sy, sz, ex, ey, ez, heat):  # type: ignore[no-untyped-def]
    """Each face's loss goes to its two sides as their resistances do."""
    nx, ny, nz = phi.shape
    for i in range(nx):
        for j in range(ny):
            for k in range(nz):
                if not free[i, j, k]:
                    continue
                own, here, total = sigma[i, j, k], phi[i, j, k], 0.0
                if i + 1 < nx:
                    near, far = sx[i, j, k] / own, (1 - sx[i, j, k]) / sigma[i + 1, j, k]
                    total += ex[i, j, k] * (phi[i + 1, j, k] - here) ** 2 * near / (near + far)
                if i > 0:
                    near, far = (1 - sx[i - 1, j, k]) / own, sx[i - 1, j, k] / sigma[i - 1, j, k]
                    total += ex[i - 1, j, k] * (phi[i - 1, j, k] - here) ** 2 * near / (near + far)
                if j + 1 < ny:
                    near, far = sy[i, j, k] / own, (1 - sy[i, j, k]) / sigma[i, j + 1, k]
                    total += ey[i, j, k] * (phi[i, j + 1, k] - here) ** 2 * near / (near + far)
                if j > 0:
                    near, far = (1 - sy[i, j - 1, k]) / own, sy[i, j - 1, k] / sigma[i, j - 1, k]
                    total += ey[i, j - 1, k] * (phi[i, j - 1, k] - here) ** 2 * near / (near + far)
                if k + 1 < nz:
                    near, far = sz[i, j, k] / own, (1 - sz[i, j, k]) / sigma[i, j, k + 1]
                    total += ez[i, j, k] * (phi[i, j, k + 1] - here) ** 2 * near / (near + far)
                if k > 0:
                    near, far = (1 - sz[i, j, k - 1]) / own, sz[i, j, k - 1] / sigma[i, j, k - 1]
                    total += ez[i, j, k - 1] * (phi[i, j, k - 1] - here) ** 2 * near / (near + far)
                heat[i, j, k] = total
