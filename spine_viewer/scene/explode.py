"""Structures moved apart: along the column and away from it, each by where it lies; a pure function of the anatomy.

Every structure moves as a whole. What runs along the whole column (cord, skin) stays, so that the rest opens around it.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from spine_viewer.anatomy.ids import CERVICAL, LUMBAR, THORACIC
from spine_viewer.anatomy.regions import region
from spine_viewer.scene.model import Array

# How far apart at the most: parts of the distance from the middle of the region, and from the column.
ALONG, SIDEWAYS, BACKWARDS = 0.7, 0.85, 0.7
STAY = frozenset({"cord", "skin"})
LONG = frozenset({"artery", "pleura"})  # as long as the column: they move sideways only
IN_LINE = frozenset({"disc"})  # between their bones, not before them


class Places:
    """Where the structures of a spine lie: centres (3,), kinds, and the line of the column. Each is asked once.

    Parameters
    ----------
    spine : anatomy.spine.Spine
    """

    def __init__(self, spine: Any) -> None:
        self.spine = spine
        self.known = frozenset(spine.structures())
        self._nerves = frozenset(spine.nerves)
        self._centres: dict[str, Array] = {}
        self._kinds: dict[str, str] = {}

    def centre(self, structure_id: str) -> Array:
        """(3,) middle of a structure's box, world mm; of a nerve the middle of its path's box."""
        if structure_id not in self._centres:
            self._centres[structure_id] = self._box(structure_id).mean(axis=1)
        return self._centres[structure_id]

    def kind(self, structure_id: str) -> str:
        """``bone``, ``disc``, ..."""
        if structure_id not in self._kinds:
            self._kinds[structure_id] = str(self.spine.structure(structure_id).kind)
        return self._kinds[structure_id]

    @cached_property
    def line(self) -> Array:
        """(n, 2) heights, rising, and depths (z and y, world mm) of the middle of each vertebra."""
        levels = [level for level in (*CERVICAL, *THORACIC, *LUMBAR, "sacrum") if level in self.spine.bones]
        places = np.array([self.centre(level) for level in levels])
        return places[np.argsort(places[:, 2])][:, [2, 1]]

    def middle(self, region_name: str) -> float:
        """Height in mm of the middle of a region."""
        heights = [self.centre(bone)[2] for bone in region(region_name).focus if bone in self.spine.bones]
        return 0.5 * float(min(heights) + max(heights))

    def _box(self, structure_id: str) -> Array:
        if structure_id in self._nerves:
            path = np.asarray(self.spine.nerve(structure_id).path, dtype=float)
            return np.stack([path.min(axis=0), path.max(axis=0)], axis=1)
        return np.asarray(self.spine.structure(structure_id).coarse.bounds, dtype=float).reshape(3, 2)


class _Same:
    """A key that is equal only to itself's object: a spine is not compared by what it holds."""

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.thing is self.thing


@lru_cache(maxsize=2)
def _kept_places(key: _Same) -> Places:
    return Places(key.thing)


def places_in(spine: Any) -> Places:
    """The places of a spine; those of the last two spines are kept."""
    return _kept_places(_Same(spine))


def centre_of(spine: Any, structure_id: str) -> Array:
    """(3,) middle of a structure, world mm."""
    return places_in(spine).centre(structure_id)


def offset(places: Places, structure_id: str, middle_mm: float, amount: float) -> Array:
    """(3,) mm by which a structure is moved.

    Parameters
    ----------
    places : Places
    structure_id : str
    middle_mm : float
        The height that stays where it is, world mm.
    amount : float
        0 (not at all) to 1.
    """
    kind = places.kind(structure_id)
    if kind in STAY or amount == 0.0:
        return np.zeros(3)
    x, y, z = places.centre(structure_id)
    back = y - np.interp(z, places.line[:, 0], places.line[:, 1])
    along = 0.0 if kind in LONG else ALONG * (z - middle_mm)
    return amount * np.array([SIDEWAYS * x, 0.0 if kind in IN_LINE else BACKWARDS * back, along])


class Offsets:
    """How far each structure of a spine is moved.

    Parameters
    ----------
    spine : anatomy.spine.Spine
    region_name : str
        The region whose middle stays.
    amount : float
        0 to 1.
    """

    def __init__(self, spine: Any, region_name: str, amount: float) -> None:
        self._amount = amount
        self._places = places_in(spine) if amount else None
        self._middle = self._places.middle(region_name) if self._places is not None else 0.0

    def of(self, structure_id: str) -> Array:
        """(3,) mm for a structure, or for the bone of a landmark; zero for anything else."""
        places = self._places
        if places is None:
            return np.zeros(3)
        name = structure_id if structure_id in places.known else structure_id.partition(":")[0]
        return offset(places, name, self._middle, self._amount) if name in places.known else np.zeros(3)

    def matrix(self, structure_id: str) -> Array | None:
        """(4, 4) translation of a structure; None where it stays."""
        if self._places is None:
            return None
        by = self.of(structure_id)
        if not by.any():
            return None
        moved = np.eye(4)
        moved[:3, 3] = by
        return moved
