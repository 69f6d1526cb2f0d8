"""Resolves nerve courses on a posed column: landmarks plus offsets, then laid on the bones."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.ids import LEVELS, SIDES
from spine_viewer.anatomy.nerve import Nerve
from spine_viewer.anatomy.soft.courses import Course, Courses
from spine_viewer.anatomy.soft.lay import Knot, Nearest, lay_path

Locate = Callable[[str], Array]
Frame = Callable[[str], Array]


def below(level: str) -> str:
    """The level under a level: ``L5`` for L4, ``S1`` for L5."""
    return LEVELS[LEVELS.index(level) + 1]


def _names(course: Course, level: str, side: str) -> dict[str, str]:
    under = below(level)
    return {"n": level, "c": under, "b": below(under), "side": side}


def place(at: str, offset_mm: tuple[float, float, float], side: str, locate: Locate, frame: Frame) -> Array:
    """World point (3,) of a landmark plus an offset (lateral, posterior, superior) in its bone's frame."""
    sign = 1.0 if side == "left" else -1.0
    local = np.array([sign * offset_mm[0], offset_mm[1], offset_mm[2]])
    bone = at.split(":")[0]
    return locate(at) + frame(bone)[:3, :3] @ local


def lay_nerves(courses: Courses, locate: Locate, frame: Frame, nearest: Nearest) -> Iterator[Nerve]:
    """Every nerve of the file on both sides, in the order of the file (a branch follows its trunk).

    ``locate``: landmark id -> (3,) world mm; ``frame``: bone id -> (4, 4) pose; ``nearest``: see :func:`lay_path`.
    """
    done: dict[str, Nerve] = {}
    for course in courses.courses:
        for level in course.levels:
            for side in SIDES:
                nerve = _lay(course, level, side, done, locate, frame, nearest)
                done[nerve.id] = nerve
                yield nerve


def _lay(
    course: Course, level: str, side: str, done: dict[str, Nerve], locate: Locate, frame: Frame, nearest: Nearest
) -> Nerve:
    names = _names(course, level, side)
    knots = []
    if course.start:
        trunk = done[course.start.format(**names)].path
        knots.append(Knot(trunk[round(course.start_fraction * (len(trunk) - 1))], False))
    for point in course.way:
        where = place(point.at.format(**names), point.offset_mm, side, locate, frame)
        knots.append(Knot(where, point.on_bone))
    path, positions = lay_path(knots, nearest, course.clearance_mm, fixed_start=course.start is not None)
    lead = 1 if course.start else 0
    marked = [i for i, point in enumerate(course.way) if point.target]
    return Nerve(
        id=course.id.format(**names),
        kind=course.kind,
        level=level,
        side=side,
        path=path,
        diameter_mm=course.drawn_diameter_mm,
        crosses=course.crosses.format(**names) if course.crosses else None,
        joints=(_joint(course.joint.format(**names), side),) if course.joint else (),
        target=int(positions[marked[0] + lead]) if marked else None,
        source=course.source,
        status=course.status,
    )


def _joint(name: str, side: str) -> str:
    return f"sacroiliac:{side}" if name == "sacroiliac" else f"facet:{name}:{side}"
