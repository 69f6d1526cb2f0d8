"""Reads ``annotations/avoid.json`` and places the structures that a needle must avoid on posed bones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, model_validator

from spine_viewer.anatomy.braces import require_braces
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.ids import SIDES
from spine_viewer.anatomy.levels import Figure
from spine_viewer.anatomy.present import present
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.soft.courses import Waypoint
from spine_viewer.anatomy.soft.nerves import place

Shape = Literal["tube", "sheet", "drawn"]
LEAST_ROWS = 2
BRACES = ("n", "u", "l", "side")


class AvoidEntry(BaseModel):
    """One structure, on both sides where its id has ``{side}``.

    ``shape``: a ``tube`` of ``radius_mm`` along ``way``, once per level where there are ``levels``; a ``sheet`` with
    one row per level, ``radius_mm`` half its thickness; or ``drawn``: the structure ``drawn``, which is there already.
    Braces: ``{n}`` the level, ``{u}`` and ``{l}`` its upper and lower part where it is one such as ``L4-L5``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    kind: Literal["artery", "dura", "nerve", "foramen", "pleura"]
    shape: Shape
    levels: tuple[str, ...] = ()
    way: tuple[Waypoint, ...] = ()
    radius_mm: Figure | None = None
    drawn: str = ""
    source: str
    status: str
    note: str = ""

    @model_validator(mode="after")
    def _braces_are_known(self) -> AvoidEntry:
        require_braces((self.id, self.drawn, *(at for point in self.way for at in point.templates)), BRACES)
        return self

    @model_validator(mode="after")
    def _is_whole(self) -> AvoidEntry:
        if self.shape == "drawn":
            if not self.drawn or self.way or self.radius_mm:
                raise ValueError("a drawn structure has its id in 'drawn', and neither way nor radius_mm")
        elif self.drawn or len(self.way) < 2 or self.radius_mm is None:
            raise ValueError(f"a {self.shape} has a way of two points or more and a radius_mm")
        if self.shape == "sheet" and len(self.levels) < LEAST_ROWS:
            raise ValueError("a sheet has two levels or more")
        return self


class AvoidFile(BaseModel):
    """Content of ``avoid.json``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    structures: tuple[AvoidEntry, ...]


@dataclass(frozen=True)
class AvoidAt:
    """An entry at one level (empty: at none) on one side (empty: in the midline)."""

    entry: AvoidEntry
    level: str
    side: str

    @property
    def names(self) -> dict[str, str]:
        """What the braces stand for."""
        upper, _, lower = self.level.partition("-")
        return {"n": self.level, "u": upper, "l": lower, "side": self.side}

    @property
    def id(self) -> str:
        """``foramen:L4-L5:left``."""
        return self.entry.id.format(**self.names)

    @property
    def drawn(self) -> str:
        """Id of the drawn structure, or nothing."""
        return self.entry.drawn.format(**self.names)

    @property
    def landmarks(self) -> tuple[tuple[str, ...], ...]:
        """Landmark ids of each point of the way."""
        return tuple(point.landmarks(self.names) for point in self.entry.way)

    @property
    def bones(self) -> frozenset[str]:
        """Bones that must be there."""
        return frozenset(name.partition(":")[0] for names in self.landmarks for name in names)

    def points(self, locate: Callable[[str], Array], frame: Callable[[str], Array]) -> Array:
        """World points (k, 3) of the way, mm."""
        return np.array(
            [
                place(names, point.offset_mm, self.side, locate, frame)
                for names, point in zip(self.landmarks, self.entry.way, strict=True)
            ]
        )


@dataclass(frozen=True)
class Hazard:
    """A structure to avoid in world mm.

    ``points``: of a tube (k, 3) from end to end, of a sheet (rows, k, 3) from above downwards and from medial to
    lateral, else empty (0, 3); ``radius_mm``: of the tube, half the thickness of the sheet, 0 for what is drawn
    already, whose id is ``drawn``.
    """

    id: str
    kind: str
    shape: Shape
    side: str
    points: Array
    radius_mm: float
    drawn: str
    source: str
    status: str


@lru_cache(maxsize=2)
def load_avoid(path: Path | None = None) -> AvoidFile:
    """Structures from ``path`` (default: the shipped file)."""
    return read_model(path or annotations_folder() / "avoid.json", AvoidFile)


def each(entry: AvoidEntry) -> Iterator[AvoidAt]:
    """An entry at each of its levels and sides."""
    for level in entry.levels or ("",):
        for side in SIDES if "{side}" in entry.id else ("",):
            yield AvoidAt(entry, level, side)


def find_hazards(
    bones: Collection[str], locate: Callable[[str], Array], frame: Callable[[str], Array]
) -> Iterator[Hazard]:
    """Everything to avoid for which the bones are there.

    ``locate``: landmark id -> (3,) world mm; ``frame``: bone id -> (4, 4) pose. A tube needs all its bones, a sheet
    two rows, a drawn nerve its own bones.
    """
    have = set(bones)
    nerves = {course.id for course in present(bones).courses}
    for entry in load_avoid().structures:
        found = [one for one in each(entry) if one.bones <= have]
        if entry.shape == "sheet":
            yield from _sheets(entry, found, locate, frame)
            continue
        for one in found:
            if entry.kind == "nerve" and one.drawn not in nerves:
                continue
            points = one.points(locate, frame) if entry.shape == "tube" else np.empty((0, 3))
            yield _hazard(one, points)


def _sheets(
    entry: AvoidEntry, found: list[AvoidAt], locate: Callable[[str], Array], frame: Callable[[str], Array]
) -> Iterator[Hazard]:
    for side in dict.fromkeys(one.side for one in found):
        rows = [one for one in found if one.side == side]
        if len(rows) >= LEAST_ROWS:
            yield _hazard(rows[0], np.array([row.points(locate, frame) for row in rows]))


def _hazard(one: AvoidAt, points: Array) -> Hazard:
    entry = one.entry
    return Hazard(
        id=one.id,
        kind=entry.kind,
        shape=entry.shape,
        side=one.side,
        points=points,
        radius_mm=entry.radius_mm.value if entry.radius_mm else 0.0,
        drawn=one.drawn,
        source=entry.source,
        status=entry.status,
    )
