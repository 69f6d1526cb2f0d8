"""An electrode in space: where its metal is and which part of it is bare."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.lesion.facts import electrode_facts
from spine_viewer.lesion.grid import Array

SHAFT_MM = 200.0
ARC_PIECES = 12


@dataclass(frozen=True, eq=False)
class Electrode:
    """One electrode, mm, in any right-handed frame. Any three numbers will do for a vector.

    Parameters
    ----------
    tip : (3,) float
        End of the needle on its axis.
    direction : (3,) float
        Way of the straight shaft from hub to tip; any length but zero.
    gauge : int
    tip_mm : float
        Length of the bare tip along the axis.
    kind : str
        ``straight``, ``curved`` or ``cooled``.
    bend : (3,) float, optional
        Where a curved tip bends to; the part along the shaft does not count.
    """

    tip: Array
    direction: Array
    gauge: int = 18
    tip_mm: float = 10.0
    kind: str = "straight"
    bend: Array | None = None

    def __post_init__(self) -> None:
        for name in ("tip", "direction", "bend"):
            value = getattr(self, name)
            if value is None:
                continue
            array = np.asarray(value, dtype=float)
            if array.shape != (3,) or not np.isfinite(array).all():
                raise InputError(f"electrode's {name} is {value!r}; allowed: three finite numbers")
            object.__setattr__(self, name, array)
        length = np.linalg.norm(self.direction)
        if length < 1e-9:
            raise InputError("electrode's direction has no length; allowed: three numbers that are not all zero")
        object.__setattr__(self, "direction", self.direction / length)
        if self.bend is not None:
            across = self.bend - (self.bend @ self.direction) * self.direction
            if np.linalg.norm(across) < 1e-9:
                raise InputError("electrode's bend lies along its shaft; allowed: any other way")
            object.__setattr__(self, "bend", across / np.linalg.norm(across))

    @property
    def radius_mm(self) -> float:
        """Outer radius, mm."""
        return 0.5 * electrode_facts().diameter_mm[self.gauge].value

    @property
    def axis(self) -> Array:
        """(n, 3) corners of the axis from the tip backwards, mm."""
        direction, tip = self.direction, self.tip
        facts = electrode_facts().kinds[self.kind]
        if facts.bend_deg is None or facts.bend_mm is None:
            return np.array([tip, tip - SHAFT_MM * direction])
        bend = across_any(direction) if self.bend is None else self.bend
        pieces = facts.bend_mm.value / ARC_PIECES
        middles = (np.arange(ARC_PIECES) + 0.5) / ARC_PIECES
        angles = np.radians(facts.bend_deg.value) * (1.0 - middles)
        ways = np.cos(angles)[:, None] * direction + np.sin(angles)[:, None] * bend
        arc = tip - pieces * np.cumsum(ways, axis=0)
        return np.vstack([tip, arc, arc[-1] - SHAFT_MM * direction])

    @property
    def bare(self) -> Array:
        """(n, 3) the axis of the bare tip, a point each half millimetre, mm."""
        corners = self.axis
        along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1))])
        at = np.linspace(0.0, self.tip_mm, max(2, int(np.ceil(2.0 * self.tip_mm)) + 1))
        return np.column_stack([np.interp(at, along, corners[:, i]) for i in range(3)])

    def distance(self, points: Array) -> tuple[Array, Array]:
        """Signed distance (n,) of points (n, 3) to the metal, which ends flat, and how far back from the tip, mm."""
        corners = self.axis
        best = np.full(len(points), np.inf)
        found, back = np.full(len(points), np.inf), np.zeros(len(points))
        start = 0.0
        for k, (a, b) in enumerate(pairwise(corners)):
            length = float(np.linalg.norm(b - a))
            way = (b - a) / length
            along = (points - a) @ way
            across = np.linalg.norm(points - a - along[:, None] * way, axis=1)
            beyond = np.maximum(0.0, np.maximum(-along, along - length))
            near = np.hypot(across, beyond) < best
            best = np.where(near, np.hypot(across, beyond), best)
            side = across - self.radius_mm
            flat = np.maximum(side, -along) if k == 0 else side
            round_ = np.hypot(np.maximum(side, 0.0), np.maximum(-along, 0.0)) if k == 0 else side
            found = np.where(near, np.where(flat > 0.0, round_, flat), found)
            back = np.where(near, start + np.clip(along, 0.0 if k else -np.inf, length), back)
            start += length
        return found, back


def across_any(direction: Array) -> Array:
    """A unit vector across ``direction`` (3,), the same one every time."""
    pick = np.eye(3)[int(np.argmin(np.abs(direction)))]
    across = np.cross(direction, pick)
    return np.asarray(across / np.linalg.norm(across))
