"""Meshes of the structures that a needle must avoid and that nothing else draws: vertebral arteries and pleura."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pyvista as pv
from scipy.interpolate import CubicSpline, RectBivariateSpline

from spine_viewer.anatomy.avoid import Hazard
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.polydata import polydata
from spine_viewer.anatomy.soft.tube import tube

DRAWN = ("artery", "pleura")
STEP_MM = 1.5
ROWS, COLUMNS = 60, 24


def hazard_meshes(hazards: Iterable[Hazard]) -> Iterator[tuple[str, str, pv.PolyData]]:
    """Id, kind and closed mesh (world mm) of each artery and pleura."""
    for hazard in hazards:
        if hazard.kind in DRAWN:
            mesh = sheet(hazard.points, hazard.radius_mm) if hazard.shape == "sheet" else pipe(hazard)
            yield hazard.id, hazard.kind, mesh


def pipe(hazard: Hazard) -> pv.PolyData:
    """Tube along a smooth curve through the points of a hazard."""
    place = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(hazard.points, axis=0), axis=1))])
    curve = CubicSpline(place, hazard.points)(np.linspace(0.0, place[-1], int(place[-1] / STEP_MM)))
    return tube(curve, hazard.radius_mm, 16)


def sheet(points: Array, half_mm: float) -> pv.PolyData:
    """Closed plate about the smooth surface through a grid of points (rows, columns, 3), ``half_mm`` to either side."""
    rows, columns = np.arange(points.shape[0]), np.arange(points.shape[1])
    u, v = np.linspace(0, rows[-1], ROWS), np.linspace(0, columns[-1], COLUMNS)
    power = {"kx": min(3, rows[-1]), "ky": min(3, columns[-1])}
    middle = np.stack([RectBivariateSpline(rows, columns, points[..., i], **power)(u, v) for i in range(3)], axis=-1)
    normal = np.cross(np.gradient(middle, axis=0), np.gradient(middle, axis=1))
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    sides = [(middle + sign * half_mm * normal).reshape(-1, 3) for sign in (1.0, -1.0)]
    index = np.arange(ROWS * COLUMNS).reshape(ROWS, COLUMNS)
    a, b, c, d = (part.ravel() for part in (index[:-1, :-1], index[:-1, 1:], index[1:, :-1], index[1:, 1:]))
    upper = np.concatenate([np.stack([a, c, b], -1), np.stack([b, c, d], -1)])
    border = np.concatenate([index[0], index[1:, -1], index[-1, -2::-1], index[-2:0:-1, 0]])
    following, under = np.roll(border, -1), ROWS * COLUMNS
    wall = np.concatenate(
        [
            np.stack([border, following, border + under], -1),
            np.stack([following, following + under, border + under], -1),
        ]
    )
    faces = np.concatenate([upper, upper[:, ::-1] + under, wall])
    mesh = polydata(np.vstack(sides), faces)
    return mesh.compute_normals(auto_orient_normals=True, split_vertices=False)
