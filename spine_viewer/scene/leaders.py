"""Lines from names to what they point at: short, and none across another.

Where all lines of a column bend at one x, those of the least total length cannot cross, since swapping two that cross
would shorten them (boundary labelling). Here boxes differ a little in width: the few that still cross give way.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from spine_viewer.scene.model import Array

Box = tuple[float, float, float, float]
Line = tuple[tuple[float, float], ...]


def shortest_order(levels: Array, elbows: Array, anchors: Array) -> NDArray[np.int64]:
    """Which label stands at each level for the shortest leaders in all.

    Parameters
    ----------
    levels : (n,) float
        Middles of the places of a column, pixels from the top.
    elbows : (n,) float
        Where each label's leader bends, pixels from the left.
    anchors : (n, 2) float
        What each label points at, pixels.

    Returns
    -------
    (n,) int
        A label for each level.
    """
    return linear_sum_assignment(np.hypot(elbows - anchors[:, 0], levels[:, None] - anchors[:, 1]))[1]


def leader_to(end: tuple[float, float], box: Box, side: str, elbow: float) -> Line:
    """From the inner edge of a box by an elbow to the anchor, three points, pixels.

    Straight where the anchor is over or under the box; empty where the box covers its own anchor.
    """
    edge, out = (box[2], 1.0) if side == "left" else (box[0], -1.0)
    y = 0.5 * (box[1] + box[3])
    if out * (end[0] - edge) > elbow:
        return ((edge, y), (edge + out * elbow, y), end)
    if box[1] <= end[1] <= box[3]:
        return ((edge, y), (edge, y), end) if out * (end[0] - edge) > 0.0 else ()
    start = (min(max(end[0], box[0]), box[2]), box[3] if end[1] > box[3] else box[1])
    return (start, start, end)


def tangled(boxes: Sequence[Box], leaders: Sequence[Line]) -> list[int]:
    """Those that give way, so that no leader crosses another one or a box; of two, the later one.

    Parameters
    ----------
    boxes : n boxes (left, top, right, bottom), pixels
        The most wanted first.
    leaders : n lines of three points, pixels

    Returns
    -------
    list of int
        Which of them must not be shown, in rising order.
    """
    if len(boxes) < 2:
        return []
    points = np.asarray(leaders, dtype=float)
    starts, ends = points[:, :-1].reshape(-1, 2), points[:, 1:].reshape(-1, 2)
    sides = _edges(np.asarray(boxes, dtype=float))
    count = len(boxes)
    crossing = _meet(starts, ends, starts, ends).reshape(count, 2, count, 2).any(axis=(1, 3))
    struck = _meet(starts, ends, *sides).reshape(count, 2, count, 4).any(axis=(1, 3))
    struck |= _within(points[:, -1], np.asarray(boxes, dtype=float))
    apart = ~np.eye(count, dtype=bool)
    at_odds = (crossing | struck | struck.T) & apart
    gone: list[int] = []
    for i in range(count):
        if any(at_odds[i, j] for j in range(i) if j not in gone):
            gone.append(i)
    return gone


def _edges(boxes: Array) -> tuple[Array, Array]:
    """Starts and ends (4 n, 2) of the four edges of each box."""
    left, top, right, bottom = boxes.T
    corners = np.stack([left, top, right, top, right, bottom, left, bottom], axis=1).reshape(-1, 4, 2)
    return corners.reshape(-1, 2), np.roll(corners, -1, axis=1).reshape(-1, 2)


def _within(points: Array, boxes: Array) -> NDArray[np.bool_]:
    """Whether each point (n, 2) lies inside each box (m, 4)."""
    x, y = points[:, 0, None], points[:, 1, None]
    return (x > boxes[:, 0]) & (x < boxes[:, 2]) & (y > boxes[:, 1]) & (y < boxes[:, 3])


def _meet(a: Array, b: Array, c: Array, d: Array) -> NDArray[np.bool_]:
    """Whether segment i (a to b) properly crosses segment j (c to d)."""

    def turn(p: Array, q: Array, r: Array) -> Array:
        return (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0])

    a, b, c, d = a[:, None], b[:, None], c[None], d[None]
    return (turn(a, b, c) * turn(a, b, d) < 0.0) & (turn(c, d, a) * turn(c, d, b) < 0.0)
