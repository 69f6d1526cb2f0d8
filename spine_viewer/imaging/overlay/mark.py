"""One named thing on an X-ray, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.views.marks import SpineLike
from spine_viewer.imaging.words import view_word

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
    key : str
        The landmark: ``mark_<key>`` of ``view_words.json``, the same in every language; empty for what is none.
    about : tuple of (str, str)
        What the braces of its name stand for.
    """

    name: str
    kind: Kind
    places: Array
    key: str = ""
    about: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class Pen:
    """Draws marks on the picture of ``arm``, of landmarks of ``spine``, and names them in ``language``."""

    spine: SpineLike
    arm: CArm
    language: str = DEFAULT_LANGUAGE

    def mark(self, name: str, kind: Kind, points: Array, **about: str) -> Mark:
        """A mark from world points (n, 3) or (3,); ``mark_<name>`` of ``view_words.json``, filled with ``about``."""
        said = view_word(f"mark_{name}", self.language, **about)
        places = self.arm.pixel_of(np.atleast_2d(np.asarray(points, dtype=float)))
        return Mark(said, kind, places, name, tuple(about.items()))


def ellipse(centre: Array, one: Array, other: Array) -> Array:
    """(RING_POINTS, 3) ring about ``centre`` with half axes ``one`` and ``other``, each (3,)."""
    angle = np.linspace(0.0, 2.0 * np.pi, RING_POINTS, endpoint=False)[:, None]
    return np.asarray(centre + np.cos(angle) * one + np.sin(angle) * other)
