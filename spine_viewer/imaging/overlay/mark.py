"""One named thing on an X-ray, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging.carm import CArm

Array = NDArray[np.float64]
Kind = Literal["point", "line", "ring"]
RING_POINTS = 48


@dataclass(frozen=True, eq=False)
class Mark:
    """A point, an open line or a closed ring.

    Attributes
    ----------
    name : str
        In plain words; two marks may share it (left and right).
    kind : {"point", "line", "ring"}
    places : (n, 2) float
        Column and row in the picture, as :meth:`CArm.pixel_of` gives them; may lie outside the picture. A ring's last
        place is not repeated.
    """

    name: str
    kind: Kind
    places: Array


def mark(arm: CArm, name: str, kind: Kind, points: Array) -> Mark:
    """A mark from world points (n, 3) or (3,)."""
    return Mark(name, kind, arm.pixel_of(np.atleast_2d(np.asarray(points, dtype=float))))


def ellipse(centre: Array, one: Array, other: Array) -> Array:
    """(RING_POINTS, 3) ring about ``centre`` with half axes ``one`` and ``other``, each (3,)."""
    angle = np.linspace(0.0, 2.0 * np.pi, RING_POINTS, endpoint=False)[:, None]
    return np.asarray(centre + np.cos(angle) * one + np.sin(angle) * other)
