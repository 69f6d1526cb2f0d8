"""Reads ``annotations/nerves.json``: nerve courses as landmarks plus offsets."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.read_json import read_model


class Waypoint(BaseModel):
    """A point of a course.

    ``at``: landmark with ``{n}`` (level of the nerve), ``{c}`` (level whose bone it crosses) and ``{side}``;
    ``offset_mm``: lateral, posterior, superior in the frame of that bone; ``on_bone``: laid on the bone surface.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    at: str
    offset_mm: tuple[float, float, float] = (0.0, 0.0, 0.0)
    on_bone: bool = False
    target: bool = False


class Course(BaseModel):
    """One course, repeated over levels and sides; ``start`` names the nerve it branches from, at a fraction."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    kind: str
    levels: tuple[str, ...]
    drawn_diameter_mm: float
    clearance_mm: float
    way: tuple[Waypoint, ...]
    start: str | None = None
    start_fraction: float = 1.0
    joint: str | None = None
    crosses: str | None = None
    source: str
    status: str
    note: str = ""


class Courses(BaseModel):
    """Content of ``nerves.json``; ``below`` gives the level under each level, ``above`` the one over it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    courses: tuple[Course, ...]


@lru_cache(maxsize=2)
def load_courses(path: Path | None = None) -> Courses:
    """Courses from ``path`` (default: the shipped file)."""
    return read_model(path or annotations_folder() / "nerves.json", Courses)
