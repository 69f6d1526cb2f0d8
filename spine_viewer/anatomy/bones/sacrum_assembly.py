"""A bone from a bulk and many small parts: each part is evaluated only beside its own box.

Equal to a chain of :class:`Union` and :class:`Cut`, but a part costs nothing where it cannot matter, which counts
for a bone with some thirty parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numba
import numpy as np

from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.combine import smooth_maximum, smooth_minimum

PAD_MM = 9.0  # more than any fillet of a later step, which would show the jump to the distance from the box


@dataclass(frozen=True)
class Step:
    """One part, its box (2, 3), whether it is added or cut away, and the fillet radius in mm."""

    kind: Literal["add", "cut"]
    part: Field
    radius_mm: float
    box: Array


def add(part: Field, radius_mm: float) -> Step:
    """Step that joins ``part`` with a fillet."""
    return Step("add", part, radius_mm, np.ascontiguousarray(part.bounds, dtype=float))


def cut(part: Field, radius_mm: float) -> Step:
    """Step that takes ``part`` away and rounds the edge."""
    return Step("cut", part, radius_mm, np.ascontiguousarray(part.bounds, dtype=float))


@numba.njit(cache=True)
def _far_and_near(points, value, low, high, pad, sign):  # type: ignore[no-untyped-def]
    """Fold the distance to the box into ``value`` beyond ``pad``; return the indices within ``pad``."""
    near = np.empty(len(points), dtype=np.int64)
    count = 0
    for i in range(len(points)):
        total = 0.0
        for k in range(3):
            gap = max(low[k] - points[i, k], points[i, k] - high[k], 0.0)
            total += gap * gap
        if total < pad * pad:
            near[count] = i
            count += 1
        elif sign * value[i] * abs(value[i]) > total:
            value[i] = sign * np.sqrt(total)
    return near[:count]


@dataclass(frozen=True)
class Assembly:
    """``base`` after every step in order; ``box`` (2, 3) holds the whole."""

    base: Field
    steps: tuple[Step, ...]
    box: Array

    @property
    def bounds(self) -> Array:
        return self.box

    def __call__(self, points: Array) -> Array:
        points = np.ascontiguousarray(points, dtype=float)
        value = self.base(points)
        for step in self.steps:
            sign = 1.0 if step.kind == "add" else -1.0
            near = _far_and_near(points, value, step.box[0], step.box[1], PAD_MM, sign)
            if len(near) == 0:
                continue
            part = step.part(points[near])
            if step.kind == "add":
                value[near] = smooth_minimum(value[near], part, step.radius_mm)
            else:
                value[near] = smooth_maximum(value[near], -part, step.radius_mm)
        return value


def assemble(base: Field, steps: list[Step]) -> Assembly:
    """Bulk and steps, with the box of all that is added."""
    boxes = [np.asarray(base.bounds, dtype=float)] + [step.box for step in steps if step.kind == "add"]
    low = np.min([box[0] for box in boxes], axis=0) - 1.5
    high = np.max([box[1] for box in boxes], axis=0) + 1.5
    return Assembly(base, tuple(steps), np.array([low, high]))
