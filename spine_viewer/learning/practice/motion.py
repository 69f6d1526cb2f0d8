"""How a needle moves: straight when it is spun, along an arc to its bent side when it is not, and never through bone.

The model is the plainest one of steering (a proposal): the tip turns towards its bent side by a fixed angle per
millimetre that grows with the bend, and the shaft follows the way of the tip. Tissue is even and does not give way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spine_viewer.learning.practice.state import NeedleState, Point, point
from spine_viewer.procedures.model import Array
from spine_viewer.procedures.search import Distance

STEP_MM = 0.25
CORNER_EVERY = 4
HEAD, BACK = np.array([0.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0])


@dataclass(frozen=True, eq=False)
class Way:
    """Where a tip went: ``points`` (n, 3) with the place it started from first, heading there, and how it ended."""

    points: Array
    headings: Array
    went_mm: float
    stopped: bool
    contact: bool


def bent_side(heading: Array, roll_deg: float) -> Array:
    """Unit vector (3,) across the needle to which its tip is bent."""
    wanted = HEAD if abs(float(heading @ HEAD)) < 0.99 else BACK
    up = wanted - (wanted @ heading) * heading
    up = up / np.linalg.norm(up)
    roll = np.radians(roll_deg)
    return np.asarray(np.cos(roll) * up + np.sin(roll) * np.cross(heading, up))


def arc(start: Array, heading: Array, roll_deg: float, mm: float, turn_per_mm: float) -> tuple[Array, Array]:
    """Places (n, 3) and headings (n, 3) of a tip over ``mm``; ``turn_per_mm`` in radians, 0 for a straight way."""
    count = max(int(np.ceil(mm / STEP_MM)), 1)
    step = mm / count
    if turn_per_mm == 0.0:
        along = np.arange(count + 1) * step
        return start + along[:, None] * heading, np.repeat(heading[None], count + 1, axis=0)
    side = bent_side(heading, roll_deg)
    angle = np.arange(count + 1) * step * turn_per_mm
    headings = np.cos(angle)[:, None] * heading + np.sin(angle)[:, None] * side
    ahead, aside = np.sin(angle) / turn_per_mm, (1.0 - np.cos(angle)) / turn_per_mm
    return start + ahead[:, None] * heading + aside[:, None] * side, headings


def until_bone(points: Array, headings: Array, distance: Distance, radius_mm: float, press_mm: float) -> Way:
    """The part of a way before the tip is stopped by bone.

    The tip glides where the way runs along bone and is stopped where it would go deeper than ``press_mm`` into it.
    """
    room = np.asarray(distance(points)) - radius_mm
    blocked = np.flatnonzero((room[1:] < -press_mm) & (room[1:] < room[:-1] - 1e-9))
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    if not len(blocked):
        return Way(points, headings, float(steps.sum()), False, bool(room[-1] <= press_mm))
    k = int(blocked[0])
    share = float(np.clip((room[k] + press_mm) / (room[k] - room[k + 1]), 0.0, 1.0)) if room[k] > -press_mm else 0.0
    last = points[k] + share * (points[k + 1] - points[k])
    kept, turned = np.vstack([points[: k + 1], last]), np.vstack([headings[: k + 1], headings[k]])
    return Way(kept, turned, float(steps[:k].sum() + share * steps[k]), True, True)


def advanced(needle: NeedleState, way: Way, straight: bool) -> NeedleState:
    """The needle at the end of a way."""
    inner = () if straight else tuple(point(one) for one in way.points[CORNER_EVERY:-1:CORNER_EVERY])
    path = _joined(needle.path, (*inner, point(way.points[-1])), straight)
    return NeedleState(
        path, point(way.headings[-1]), needle.roll_deg, needle.travel_mm + way.went_mm, way.contact, needle.ends
    )


def drawn_back(needle: NeedleState, mm: float) -> NeedleState | None:
    """The needle ``mm`` further out on its own way; None where it is out of the skin."""
    if mm >= needle.depth_mm - 1e-9:
        return None
    path, left = list(needle.path), mm
    heading = needle.direction
    while len(path) > 1:
        last, before = np.array(path[-1]), np.array(path[-2])
        length = float(np.linalg.norm(last - before))
        heading = (last - before) / length
        if length > left:
            path[-1] = point(last - left * heading)
            break
        path.pop()
        left -= length
    return NeedleState(tuple(path), point(heading), needle.roll_deg, needle.travel_mm + mm, False, needle.ends)


def _joined(path: tuple[Point, ...], more: tuple[Point, ...], straight: bool) -> tuple[Point, ...]:
    """The path with more corners; a straight piece that goes on in line has no corner between."""
    if straight and len(path) == 2 and len(more) == 1:
        a, b, c = np.array(path[0]), np.array(path[1]), np.array(more[0])
        if np.linalg.norm(np.cross(b - a, c - b)) < 1e-6 * max(float(np.linalg.norm(c - a)), 1.0):
            return (path[0], more[0])
    if more and np.linalg.norm(np.array(more[0]) - np.array(path[-1])) < 1e-9:
        more = more[1:]
    return (*path, *more)
