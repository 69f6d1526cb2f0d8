"""What it looks like when contrast goes into a vein: it runs off along a branching line and is gone in seconds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike
from scipy.interpolate import PchipInterpolator

from spine_viewer.injectate.arrival import Array
from spine_viewer.injectate.facts import VeinPoint, VesselFacts, injectate_facts

Nearest = Callable[[Array], tuple[Array, Array]]
STEP_MM = 1.0
OFF_BONE_MM = 1.5
PUSHES = 25
ROUNDINGS = 20
SHORTEST_MM = 2.0


class Landmarked(Protocol):
    """What is asked of a spine: landmarks, world mm."""

    def landmark(self, landmark: str) -> Array:
        """One landmark (3,) such as ``L4:body_centre``."""
        ...


@dataclass(frozen=True, eq=False)
class Vein:
    """A vein that a needle's tip lies in: ways (k, 3) from there on, world mm, the trunk first.

    ``begins_mm`` is how far along the trunk each way begins.
    """

    ways: tuple[Array, ...]
    begins_mm: tuple[float, ...]
    facts: VesselFacts

    @cached_property
    def length_mm(self) -> float:
        """From the tip to the furthest end."""
        return max(begin + _lengths(way)[-1] for way, begin in zip(self.ways, self.begins_mm, strict=True))

    def filled(self, fraction: float) -> tuple[tuple[Array, float], ...]:
        """Stretches that hold contrast when a part of the injection is over.

        Contrast runs along the vein as long as it is given; then blood washes it out, from the needle on.

        Parameters
        ----------
        fraction : float
            0 to 1.

        Returns
        -------
        tuple of ((k, 3) float world mm, float mm)
            Path and diameter of each stretch; empty at both ends of the injection.
        """
        clears = self.facts.clears_from.value
        front = self.length_mm * min(1.0, fraction / self.facts.fills_by.value)
        tail = self.length_mm * max(0.0, (fraction - clears) / (1.0 - clears))
        wide, thin = self.facts.diameter_mm.value
        found = []
        for place, (way, begin) in enumerate(zip(self.ways, self.begins_mm, strict=True)):
            along = _lengths(way) + begin
            low, high = max(tail, along[0]), min(front, along[-1])
            if high - low >= SHORTEST_MM:
                count = max(2, int(np.ceil((high - low) / STEP_MM)))
                at = np.linspace(low, high, count)
                path = np.column_stack([np.interp(at, along, way[:, axis]) for axis in range(3)])
                found.append((path, wide if place == 0 else thin))
        return tuple(found)


def vein(spine: Landmarked, bone: str, side: str, tip: ArrayLike, nearest: Nearest | None = None) -> Vein:
    """The vein that a needle beside a bone may have met.

    Parameters
    ----------
    spine : Spine
    bone : str
        A vertebra from C3 to L5, or ``sacrum``.
    side : str
        ``left`` or ``right``.
    tip : (3,) float
        The needle's tip, world mm.
    nearest : callable, optional
        Points (n, 3) to their distance (n,) from bone and the unit direction away from it (n, 3): the vein keeps off.
    """
    facts = injectate_facts().vessel
    course = facts.ways.sacrum if bone == "sacrum" else facts.ways.vertebra
    scale = 1.0 if bone == "sacrum" else _width(spine, bone) / facts.body_width_mm.value

    def placed(points: Sequence[VeinPoint]) -> list[Array]:
        return [_placed(spine, bone, side, point, scale) for point in points]

    trunk = [np.asarray(tip, dtype=float), *placed(course.trunk)]
    whole = _clear(_smooth(np.array(trunk)), nearest)
    ways, begins = [whole], [0.0]
    for branch in course.branches:
        start = trunk[branch.start + 1]
        fork = int(np.argmin(((whole - start) ** 2).sum(axis=1)))
        ways.append(_clear(_smooth(np.array([whole[fork], *placed(branch.way)])), nearest))
        begins.append(float(_lengths(whole)[fork]))
    return Vein(tuple(ways), tuple(begins), facts)


def _placed(spine: Landmarked, bone: str, side: str, point: VeinPoint, scale: float) -> Array:
    out = 1.0 if side == "left" else -1.0
    lateral, posterior, superior = np.array(point.offset) * (scale if point.at == "body_centre" else 1.0)
    landmark = np.asarray(spine.landmark(f"{bone}:{point.at.format(side=side)}"), dtype=float)
    return np.asarray(landmark + np.array([out * lateral, posterior, superior]))


def _clear(way: Array, nearest: Nearest | None) -> Array:
    """The way, pushed out of bone where it would run through it; its first point stays."""
    if nearest is None:
        return way
    out = way.copy()
    for _ in range(PUSHES):
        gap, away = nearest(out)
        out[1:] += (np.maximum(OFF_BONE_MM - gap, 0.0)[:, None] * away)[1:]
        out[1:-1] = 0.25 * out[:-2] + 0.5 * out[1:-1] + 0.25 * out[2:]
    gap, away = nearest(out)
    out[1:] += (np.maximum(OFF_BONE_MM - gap, 0.0)[:, None] * away)[1:]
    return out


def _width(spine: Landmarked, bone: str) -> float:
    left, right = (np.asarray(spine.landmark(f"{bone}:superior_endplate_{side}")) for side in ("left", "right"))
    return float(np.linalg.norm(left - right))


def _smooth(points: Array) -> Array:
    """A smooth way (k, 3) through points, with a point every millimetre or so."""
    places = _lengths(points)
    fine = np.linspace(0.0, places[-1], max(3, int(np.ceil(places[-1] / STEP_MM))))
    way = np.asarray(PchipInterpolator(places, points)(fine))
    for _ in range(ROUNDINGS):
        way[1:-1] = 0.25 * way[:-2] + 0.5 * way[1:-1] + 0.25 * way[2:]
    return way


def _lengths(way: Any) -> Array:
    return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(way, axis=0), axis=1))])
