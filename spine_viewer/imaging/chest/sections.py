"""Meshes cut across at several heights."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging.projector.bodies import Triangles

Array = NDArray[np.float64]


def sections(mesh: Triangles, heights: Iterable[float]) -> list[Array]:
    """Where a closed mesh crosses each height.

    Parameters
    ----------
    mesh : Triangles
        World mm.
    heights : iterable of float
        z, mm.

    Returns
    -------
    list of (n, 3) float
        Points on the edges of the mesh; empty (0, 3) where it does not reach.
    """
    edges = np.concatenate([mesh.faces[:, [0, 1]], mesh.faces[:, [1, 2]], mesh.faces[:, [2, 0]]])
    edges = edges[edges[:, 0] < edges[:, 1]]  # a closed mesh has every edge twice, once each way
    z = mesh.vertices[:, 2]
    ends = np.sort(z[edges], axis=1)
    return [_crossings(mesh, edges[(ends[:, 0] < height) & (ends[:, 1] >= height)], height) for height in heights]


def _crossings(mesh: Triangles, edges: NDArray[np.int32], height: float) -> Array:
    a, b = mesh.vertices[edges[:, 0]], mesh.vertices[edges[:, 1]]
    share = (height - a[:, 2]) / (b[:, 2] - a[:, 2])
    return np.asarray(a + share[:, None] * (b - a))
