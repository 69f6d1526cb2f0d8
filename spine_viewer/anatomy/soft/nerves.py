"""Resolves nerve courses on a posed column: landmarks plus offsets, then laid on the bones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.nerve import Nerve
from spine_viewer.anatomy.soft.courses import CourseAt
from spine_viewer.anatomy.soft.lay import Knot, Nearest, lay_path

Locate = Callable[[str], Array]
Frame = Callable[[str], Array]


def place(
    landmarks: tuple[str, ...], offset_mm: tuple[float, float, float], side: str, locate: Locate, frame: Frame
) -> Array:
    """World point (3,): mean of landmarks plus an offset (lateral, posterior, superior) in the first one's frame."""
    sign = 1.0 if side == "left" else -1.0
    local = np.array([sign * offset_mm[0], offset_mm[1], offset_mm[2]])
    bone = landmarks[0].partition(":")[0]
    points = [locate(name) for name in landmarks]
    middle = points[0] if len(points) == 1 else np.mean(points, axis=0)
    return middle + frame(bone)[:3, :3] @ local


@dataclass(frozen=True)
class Ground:
    """What nerves are laid on.

    ``locate``: landmark id -> (3,) world mm; ``frame``: bone id -> (4, 4) pose; ``nearest``, ``rough``: see
    :func:`lay_path`.
    """

    locate: Locate
    frame: Frame
    nearest: Nearest
    rough: Nearest | None = None


def lay_nerves(courses: Iterable[CourseAt], ground: Ground) -> Iterator[Nerve]:
    """Every nerve, in the order given (a branch follows its trunk)."""
    done: dict[str, Nerve] = {}
    for course in courses:
        nerve = _lay(course, done, ground)
        done[nerve.id] = nerve
        yield nerve


def _lay(found: CourseAt, done: Mapping[str, Nerve], ground: Ground) -> Nerve:
    course = found.course
    path, target = _stretch(found, done) if course.end_fraction is not None else _way(found, done, ground)
    return Nerve(
        id=found.id,
        kind=course.kind,
        level=found.level,
        side=found.side,
        path=path,
        diameter_mm=course.drawn_diameter_mm,
        crosses=found.crosses,
        joints=(found.joint,) if found.joint else (),
        target=target,
        source=course.source,
        status=course.status,
    )


def _stretch(found: CourseAt, done: Mapping[str, Nerve]) -> tuple[Array, None]:
    trunk = done[str(found.start)].path
    first, last = (
        round(share * (len(trunk) - 1)) for share in (found.course.start_fraction, found.course.end_fraction or 1.0)
    )
    return trunk[first : last + 1].copy(), None


def _way(found: CourseAt, done: Mapping[str, Nerve], ground: Ground) -> tuple[Array, int | None]:
    course = found.course
    knots = []
    if found.start:
        trunk = done[found.start].path
        knots.append(Knot(trunk[round(course.start_fraction * (len(trunk) - 1))], False))
    for point in course.way:
        names, offset = point.landmarks(found.names), point.offset_at(found.level)
        where = place(names, offset, found.side, ground.locate, ground.frame)
        knots.append(Knot(where, point.on_bone))
    fixed = found.start is not None
    path, positions = lay_path(knots, ground.nearest, course.clearance_mm, fixed_start=fixed, rough=ground.rough)
    lead = 1 if found.start else 0
    marked = [i for i, point in enumerate(course.way) if point.target]
    return path, int(positions[marked[0] + lead]) if marked else None
