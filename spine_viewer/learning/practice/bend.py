"""The bent tip of a needle as it is drawn: the last stretch of the shaft is an arc to its bent side."""

from __future__ import annotations

import numpy as np

from spine_viewer.procedures.model import Array

EVERY_MM = 1.0
STEADY = 3.0  # so many arcs deep, the skin holds the shaft and the needle turns about its entry


def bent_tip(path: Array, side: Array, bend_deg: float, bend_mm: float, depth_mm: float = 0.0) -> Array:
    """The way of a shaft whose last stretch is bent.

    The tip stays where it is, since that is what is steered and measured; so does the entry, once the needle is deep
    enough to be held there. What lies between leans by the little that the bend takes up.

    Parameters
    ----------
    path : (n, 3) float
        From tip to hub, world mm.
    side : (3,) float
        Unit vector across the needle to which its tip is bent.
    bend_deg, bend_mm : float
        By how much the last stretch turns, and how long it is.
    depth_mm : float
        Length under the skin; 0 for a needle in hand.

    Returns
    -------
    (m, 3) float
        From tip to hub, world mm.
    """
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    at = np.concatenate([[0.0], np.cumsum(steps)])
    arc = min(bend_mm, float(at[-1]))
    corners = np.concatenate([at, np.linspace(0.0, arc, max(int(np.ceil(arc / EVERY_MM)), 1) + 1)])
    places = np.unique(np.round(corners, 6))  # two in the same place would be a stretch without a direction
    base = np.stack([np.interp(places, at, path[:, axis]) for axis in range(3)], axis=1)
    turn = np.radians(bend_deg) / arc
    out = (1.0 - np.cos(turn * np.maximum(arc - places, 0.0))) / turn
    reach = float((1.0 - np.cos(turn * arc)) / turn)
    held = min(depth_mm / (STEADY * arc), 1.0)
    lean = held * np.maximum(places - arc, 0.0) / (max(depth_mm, STEADY * arc) - arc)
    return np.asarray(base + (out - reach * (1.0 - lean))[:, None] * side)
