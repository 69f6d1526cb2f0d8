"""The outline of a closed surface as the C-arm sees it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.overlay.mark import Array, Mark

Triangles = NDArray[np.int64]
PLACES = 120


def silhouette(arm: CArm, name: str, surfaces: Sequence[tuple[Array, Triangles]]) -> Mark | None:
    """A ring about the shadow of closed surfaces that lie in one another or side by side.

    Parameters
    ----------
    arm : CArm
    name : str
    surfaces : sequence of ((n, 3) float, (m, 3) int)
        Vertices in world mm and faces of each.

    Returns
    -------
    Mark or None
        Ring of ``PLACES`` places, where rays from the middle of the shadow leave it for the last time: dents that
        cannot be seen from the middle are filled. None where there is no surface.
    """
    rims = [_rim(arm, vertices, faces) for vertices, faces in surfaces if len(faces)]
    if not rims:
        return None
    segments = np.concatenate(rims)
    places = segments.reshape(-1, 2)
    middle = 0.5 * (places.min(axis=0) + places.max(axis=0))
    angles = 2.0 * np.pi * np.arange(PLACES) / PLACES
    ways = np.column_stack([np.cos(angles), np.sin(angles)])
    reach = _farthest(segments - middle, ways)
    return Mark(name, "ring", middle + reach[:, None] * ways)


def _rim(arm: CArm, vertices: Array, faces: Triangles) -> Array:
    """(k, 2, 2) edges, in picture pixels, between a face that looks to the source and one that looks away from it."""
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    towards = np.einsum("ij,ij->i", np.cross(b - a, c - a), arm.source - a) > 0.0
    edges, sides = _edges(faces.tobytes(), len(faces))
    rim = edges[towards[sides[:, 0]] != towards[sides[:, 1]]]
    places = arm.pixel_of(vertices)
    return np.asarray(places[rim])


@lru_cache(maxsize=16)
def _edges(faces: bytes, count: int) -> tuple[Triangles, Triangles]:
    """Edges (e, 2) of a closed mesh and the two faces (e, 2) at each."""
    triangles = np.frombuffer(faces, dtype=np.int64).reshape(count, 3)
    all_edges = np.sort(triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    key = all_edges[:, 0] * (int(triangles.max()) + 1) + all_edges[:, 1]
    order = np.argsort(key, kind="stable")
    first, second = order[0::2], order[1::2]
    return all_edges[first], np.column_stack([first // 3, second // 3])


def _farthest(segments: Array, ways: Array) -> Array:
    """(n,) how far from the origin rays along ``ways`` (n, 2) cross any of the segments (k, 2, 2) for the last time."""
    start, step = segments[:, 0], segments[:, 1] - segments[:, 0]
    cross = step[:, 0] * ways[:, None, 1] - step[:, 1] * ways[:, None, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        along = (ways[:, None, 0] * start[:, 1] - ways[:, None, 1] * start[:, 0]) / cross
        reach = (step[:, 0] * start[:, 1] - step[:, 1] * start[:, 0]) / cross
    hit = (along >= 0.0) & (along <= 1.0) & (reach > 0.0)
    return np.asarray(np.where(hit, reach, 0.0).max(axis=1))
