"""The edge of a lesion as a curve: how far from the axis a field keeps above a level, row by row."""

from __future__ import annotations

import numpy as np

from spine_viewer.lesion.grid import Array, Grid

CAP = 0.85  # part of the width up to which the round ends are followed along the axis as well


def outline(grid: Grid, field: Array, level: float, radius: float) -> Array:
    """Where ``field`` falls to ``level``, going away from the electrode.

    Parameters
    ----------
    grid : Grid
    field : (nr, nz) float
        Linear between the middles of cells. What lies nearer to the axis than a point above the level is counted as
        above it too.
    level : float
    radius : float
        Radius of the electrode, m: the curve ends on its surface.

    Returns
    -------
    (n, 2) float
        r and z, metres, from the distal end (on the axis) to the proximal end (on the electrode). Empty when nothing
        reaches the level.
    """
    field = np.maximum.accumulate(field[::-1], axis=0)[::-1]  # a cooled electrode leaves a cold rim along its metal
    beside = field[int(np.searchsorted(grid.r, radius))]  # the first column of tissue, along the electrode
    if not (beside > level).any():
        return np.zeros((0, 2))
    ahead = np.flatnonzero((grid.z < 0.0) & (field[0] > level))
    distal_line, distal_r = (field[0], 0.0) if ahead.size else (beside, radius)
    distal = [distal_r, -_outermost(-grid.z[::-1], distal_line[::-1], level)]
    proximal = [radius, _outermost(grid.z, beside, level)]
    reach = np.array([_outermost(grid.r, column, level) for column in field.T])
    rows = (grid.z > distal[1]) & (grid.z < proximal[1]) & (reach > np.where(grid.z < 0.0, 0.0, radius))
    sides = np.column_stack([reach[rows], grid.z[rows]])
    caps = [
        [grid.r[i], way * _outermost(way * grid.z[::way], field[i, ::way], level)]
        for i in np.flatnonzero(grid.r < CAP * sides[:, 0].max(initial=0.0))
        for way in ((-1, 1) if grid.r[i] > radius else (-1,))
    ]
    inner = np.array([cap for cap in caps if distal[1] < cap[1] < proximal[1] and (cap[0] > radius or cap[1] < 0.0)])
    curve = np.vstack([sides, inner.reshape(-1, 2)])
    return np.vstack([distal, curve[np.unique(curve[:, 1], return_index=True)[1]], proximal])


def size(curve: Array, tip: float) -> tuple[float, float, float]:
    """Width, reach beyond the tip (distal) and reach behind the bare metal (proximal) of a curve, m; zero if empty."""
    if len(curve) == 0:
        return 0.0, 0.0, 0.0
    return 2.0 * float(curve[:, 0].max()), -float(curve[0, 1]), float(curve[-1, 1]) - tip


def _outermost(places: Array, values: Array, level: float) -> float:
    """Last place along a line where ``values`` cross ``level`` downwards; 0 when they are nowhere above it."""
    above = np.flatnonzero(values > level)
    if above.size == 0 or above[-1] == len(values) - 1:
        return 0.0
    inside = int(above[-1])
    part = (values[inside] - level) / (values[inside] - values[inside + 1])
    return float(places[inside] + part * (places[inside + 1] - places[inside]))
