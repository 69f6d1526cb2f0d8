"""Reads ``annotations/nerves.json``: nerve courses as landmarks plus offsets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, model_validator

from spine_viewer.anatomy.braces import require_braces
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.ids import LEVELS, NERVE_LEVELS, SIDES, above, below, bone_of, choose, crossed_level
from spine_viewer.anatomy.read_json import read_model

BRACES = ("n", "a", "c", "b", "side")


class Waypoint(BaseModel):
    """A point of a course.

    ``at``: landmark with the braces of :func:`level_names`, or several of them whose mean is meant; ``offset_mm``:
    lateral, posterior, superior in the frame of the (first) landmark's bone; ``higher_mm``: added to the superior
    offset at single levels of the nerve; ``on_bone``: laid on the bone surface.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    at: str | tuple[str, ...]
    offset_mm: tuple[float, float, float] = (0.0, 0.0, 0.0)
    higher_mm: dict[str, float] = {}
    on_bone: bool = False
    target: bool = False

    @property
    def templates(self) -> tuple[str, ...]:
        """Landmarks as they stand in the file."""
        return (self.at,) if isinstance(self.at, str) else self.at

    def landmarks(self, names: dict[str, str]) -> tuple[str, ...]:
        """Landmark ids with their braces filled in."""
        return tuple(at.format(**names) for at in self.templates)

    def offset_at(self, level: str) -> tuple[float, float, float]:
        """The offset at one level, mm."""
        lateral, posterior, superior = self.offset_mm
        return lateral, posterior, superior + self.higher_mm.get(level, 0.0)


class Variant(BaseModel):
    """How the course differs between people, or where authors disagree on it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str
    source: str
    status: str


class Course(BaseModel):
    """One course, repeated over levels and sides.

    ``start`` names the nerve it branches from, at a fraction of its length. With ``end_fraction`` it has no way of
    its own but is the stretch of that nerve between the two fractions. ``joint``: the one it supplies, where it is
    drawn to one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    kind: str
    levels: tuple[str, ...]
    drawn_diameter_mm: float
    clearance_mm: float
    way: tuple[Waypoint, ...] = ()
    start: str | None = None
    start_fraction: float = 1.0
    end_fraction: float | None = None
    joint: str | None = None
    crosses: str | None = None
    source: str
    status: str
    note: str = ""
    variants: tuple[Variant, ...] = ()

    @model_validator(mode="after")
    def _braces_and_levels_are_known(self) -> Course:
        texts = (self.id, self.start or "", self.joint or "", self.crosses or "")
        require_braces((*texts, *(at for point in self.way for at in point.templates)), BRACES)
        for level in self.levels:
            choose(level, NERVE_LEVELS, "level")
        return self

    @model_validator(mode="after")
    def _has_a_way(self) -> Course:
        stretch = self.end_fraction is not None
        if stretch == bool(self.way):
            raise ValueError("a course has either a way or an end_fraction")
        if stretch and self.start is None:
            raise ValueError("end_fraction needs the nerve that it is a stretch of (start)")
        return self


def level_names(level: str, side: str) -> dict[str, str]:
    """What the braces of a course stand for.

    ``{n}`` the nerve's level, ``{c}`` the level whose bone it crosses, ``{a}`` and ``{b}`` the levels above and below
    that one, ``{side}``.
    """
    crossed = crossed_level(level)
    under = below(crossed) if crossed != LEVELS[-1] else ""
    return {"n": level, "a": above(crossed), "c": crossed, "b": under, "side": side}


@dataclass(frozen=True)
class CourseAt:
    """A course at one level on one side, with its braces filled in."""

    course: Course
    level: str
    side: str

    @cached_property
    def names(self) -> dict[str, str]:
        """See :func:`level_names`."""
        return level_names(self.level, self.side)

    @cached_property
    def id(self) -> str:
        """Id of the nerve: ``medial_branch:L3:left``."""
        return self.course.id.format(**self.names)

    @property
    def start(self) -> str | None:
        """Id of the nerve it branches from."""
        return self.course.start.format(**self.names) if self.course.start else None

    @property
    def crosses(self) -> str | None:
        """Level whose bone it crosses."""
        return self.course.crosses.format(**self.names) if self.course.crosses else None

    @property
    def joint(self) -> str | None:
        """Id of the joint it is drawn to: ``facet:L4-L5:left``, ``sacroiliac:left``."""
        if not self.course.joint:
            return None
        name = self.course.joint.format(**self.names)
        return f"facet:{name}:{self.side}" if "-" in name else f"{name}:{self.side}"

    @cached_property
    def landmarks(self) -> tuple[str, ...]:
        """Ids of all landmarks on the way."""
        return tuple(name for point in self.course.way for name in point.landmarks(self.names))

    @property
    def bones(self) -> frozenset[str]:
        """Bones that must be there."""
        crossed = {bone_of(self.crosses)} if self.crosses else set()
        return frozenset({name.partition(":")[0] for name in self.landmarks} | crossed)


class Courses(BaseModel):
    """Content of ``nerves.json``; a branch stands after its trunk."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    courses: tuple[Course, ...]

    def on_both_sides(self) -> Iterator[CourseAt]:
        """Every course at each of its levels, left before right, in the order of the file."""
        for course in self.courses:
            for level in course.levels:
                for side in SIDES:
                    yield CourseAt(course, level, side)


@lru_cache(maxsize=2)
def load_courses(path: Path | None = None) -> Courses:
    """Courses from ``path`` (default: the shipped file)."""
    return read_model(path or annotations_folder() / "nerves.json", Courses)
