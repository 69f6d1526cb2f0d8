"""Distances and angles between points on structures, and how they are drawn.

Points are kept where they lie in the body, so that a measure does not change when structures are moved apart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from spine_viewer.errors import InputError
from spine_viewer.scene.explode import Offsets
from spine_viewer.scene.model import Array, Item, Label, SurfaceGeometry, TubeGeometry
from spine_viewer.scene.palette import Palette
from spine_viewer.scene.pose import FARTHEST_MM, Point
from spine_viewer.scene.solids import turned

MOST = 3
BALL_MM, LINE_MM = 1.3, 0.9
SEEN_THROUGH_MM = 1e4  # of a label whose anchor may lie inside of bone


@dataclass(frozen=True)
class Mark:
    """A point on a structure, world mm, where it lies in the body.

    Raises
    ------
    InputError
        For a point that is nowhere near a body.
    """

    structure_id: str
    point: Point

    def __post_init__(self) -> None:
        if not all(math.isfinite(v) and abs(v) < FARTHEST_MM for v in self.point):
            raise InputError(f"point {self.point}; allowed: numbers within {FARTHEST_MM:g} mm")


def distance_mm(a: ArrayLike, b: ArrayLike) -> float:
    """Distance in mm of two points (3,)."""
    return float(np.linalg.norm(np.subtract(a, b)))


def angle_deg(a: ArrayLike, corner: ArrayLike, b: ArrayLike) -> float:
    """Angle in degrees, 0 to 180, at ``corner`` (3,) between lines to ``a`` and ``b``; 0 where one is the corner."""
    one, other = np.subtract(a, corner), np.subtract(b, corner)
    return float(np.degrees(np.arctan2(np.linalg.norm(np.cross(one, other)), np.dot(one, other))))


def measures(marks: tuple[Mark, ...]) -> tuple[tuple[float, ...], float | None]:
    """Distances in mm from point to point, and the angle in degrees at the second of three points."""
    points = [mark.point for mark in marks]
    distances = tuple(distance_mm(a, b) for a, b in pairwise(points))
    return distances, angle_deg(*points) if len(points) == MOST else None


def measure_items(marks: tuple[Mark, ...], offsets: Offsets, palette: Palette) -> tuple[Item, ...]:
    """A ball at each point and a line from point to point, seen through everything."""
    style, places = palette.style("measure"), places_of(marks, offsets)
    balls = [
        Item(f"measure:{n}", "measure", ball(place, BALL_MM), style, on_top=True) for n, place in enumerate(places)
    ]
    lines = [
        Item(f"measure:line:{n}", "measure", TubeGeometry(np.array([a, b]), LINE_MM), style, on_top=True)
        for n, (a, b) in enumerate(pairwise(places))
        if distance_mm(a, b) > 0.01
    ]
    return (*balls, *lines)


def measure_labels(marks: tuple[Mark, ...], offsets: Offsets) -> tuple[Label, ...]:
    """The distance at the middle of each line, the angle at its corner."""
    places, (distances, angle) = places_of(marks, offsets), measures(marks)
    found = [
        _label(f"measure:line:{n}", f"{distance:.1f} mm", 0.5 * (places[n] + places[n + 1]))
        for n, distance in enumerate(distances)
    ]
    if angle is not None:
        found.append(_label("measure:angle", f"{angle:.0f}°", places[1]))
    return tuple(found)


def places_of(marks: tuple[Mark, ...], offsets: Offsets) -> list[Array]:
    """Where points (3,) are drawn: moved with their structures."""
    return [np.asarray(mark.point, dtype=float) + offsets.of(mark.structure_id) for mark in marks]


def ball(place: Array, radius_mm: float) -> SurfaceGeometry:
    """A ball about a point (3,), mm."""
    turns = np.radians(np.linspace(-90.0, 90.0, 13))
    vertices, faces = turned(radius_mm * np.column_stack([np.cos(turns), np.sin(turns)]), 24)
    return SurfaceGeometry(vertices + place, faces)


def _label(name: str, text: str, anchor: Array) -> Label:
    return Label(name, text, anchor, "measure", depth_slack_mm=SEEN_THROUGH_MM, priority=-1)
