"""The same electrode along a nerve and across it, on flat bone: how much nerve each of the two holds.

Frame, mm: bone fills y < 0, the nerve lies on it along z with its middle at x = 0. The electrode touches the nerve from
the side: its axis is as far from the nerve's at x as both are thick. ``parallel`` lies on the bone with the middle of
its bare tip at z = 0; ``perpendicular`` stands on the bone there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.lesion.facts import electrode_facts, tissue_facts
from spine_viewer.procedures.heat_words import heat_file
from spine_viewer.procedures.model import Array

if TYPE_CHECKING:
    from spine_viewer.lesion.space import Electrode, SpaceLesion

WAYS = ("parallel", "perpendicular")
HALF_COURSE_MM = 20.0
STEP_MM = 0.1
RING_PLACES = 96
RING_MM = 16.0


@dataclass(frozen=True, eq=False)
class Way:
    """One way to lay the electrode.

    Parameters
    ----------
    name : str
        One of ``WAYS``.
    electrode : Electrode
    lesion : SpaceLesion
    dead, warm : (k, 2) float
        Edge of the dead tissue, and of what is at the coolest isotherm of the annotations, as z and y in mm, in the
        plane of the nerve that stands on the bone. Bone ends the dead tissue alone.
    held_mm : (m,) float
        Length of nerve in dead tissue when it lies ``farther_mm`` of :class:`Comparison` away.
    held_z : (2,) float
        From where to where the touching nerve is held, z.
    """

    name: str
    electrode: Electrode
    lesion: SpaceLesion
    dead: Array
    warm: Array
    held_mm: Array
    held_z: Array


@dataclass(frozen=True, eq=False)
class Comparison:
    """Both ways; ``nerve_mm`` is the nerve's diameter, ``farther_mm`` (m,) the gaps that were tried, 0 touches."""

    parallel: Way
    perpendicular: Way
    nerve_mm: float
    farther_mm: Array


def compare_ways(
    gauge: int,
    tip_mm: float,
    temperature_c: float,
    seconds: float,
    perfusion: str = "body",
    progress: Callable[[float], None] | None = None,
    cell_mm: float = 0.5,
) -> Comparison:
    """Heat both ways; takes some seconds for each.

    Parameters
    ----------
    gauge, tip_mm, temperature_c, seconds, perfusion
        As for :func:`spine_viewer.lesion.simulate`.
    progress : callable, optional
        Called with the part that is done, 0 to 1.
    cell_mm : float
        As for :func:`spine_viewer.lesion.simulate_at`.
    """
    from spine_viewer.lesion import simulate_at

    facts = heat_file().comparison
    nerve, farther = facts.nerve_diameter_mm.value, np.array(facts.farther_mm.value)
    made = []
    for n, name in enumerate(WAYS):
        electrode = _laid(name, gauge, tip_mm, nerve)

        def tell(part: float, _lesion: object, before: int = n) -> None:
            if progress is not None:
                progress((before + part) / len(WAYS))

        lesion = simulate_at(electrode, temperature_c, seconds, perfusion, bone=_height, progress=tell, cell_mm=cell_mm)
        made.append(_way(name, electrode, lesion, nerve, farther))
    return Comparison(made[0], made[1], nerve, farther)


def _height(points: Array) -> Array:
    return np.asarray(points[:, 1])


def _laid(name: str, gauge: int, tip_mm: float, nerve_mm: float) -> Electrode:
    from spine_viewer.lesion.space import Electrode

    radius = 0.5 * electrode_facts().diameter_mm[gauge].value
    aside = radius + 0.5 * nerve_mm
    if name == "parallel":
        return Electrode(np.array([aside, radius, -0.5 * tip_mm]), np.array([0.0, 0.0, -1.0]), gauge, tip_mm)
    return Electrode(np.array([aside, 0.0, 0.0]), np.array([0.0, -1.0, 0.0]), gauge, tip_mm)


def _way(name: str, electrode: Electrode, lesion: SpaceLesion, nerve_mm: float, farther: Array) -> Way:
    z = np.arange(-HALF_COURSE_MM, HALF_COURSE_MM, STEP_MM) + 0.5 * STEP_MM
    courses = [np.column_stack([np.full(len(z), -gap), np.full(len(z), 0.5 * nerve_mm), z]) for gap in farther]
    held = [lesion.is_dead(course) for course in courses]
    touching = z[held[0]] if held[0].any() else np.zeros(1)
    middle = electrode.bare.mean(axis=0)
    centre = np.array([middle[2], max(middle[1], 0.5 * nerve_mm)])
    dead = _ring(lesion.decades_at, centre, 0.0)
    warm = _ring(lesion.temperature_at, centre, tissue_facts().isotherms_c.value[0])
    lengths = np.array([STEP_MM * float(inside.sum()) for inside in held])
    return Way(name, electrode, lesion, dead, warm, lengths, np.array([touching.min(), touching.max()]))


def _ring(values_at: Callable[[Array], Array], centre: Array, level: float) -> Array:
    """(k, 2) z and y where a field falls to a level for the last time on rays from ``centre`` in the plane x = 0."""
    angles = 2.0 * np.pi * np.arange(RING_PLACES) / RING_PLACES
    reach = np.arange(0.0, RING_MM, STEP_MM)
    z = centre[0] + np.outer(np.cos(angles), reach)
    y = centre[1] + np.outer(np.sin(angles), reach)
    points = np.column_stack([np.zeros(z.size), y.ravel(), z.ravel()])
    above = values_at(points).reshape(z.shape) - level
    ring = []
    for row, angle in zip(above, angles, strict=True):
        inside = np.flatnonzero(row > 0.0)
        last = 0.0
        if inside.size:
            k = int(inside[-1])
            last = reach[k]
            if k + 1 < len(reach):
                last += STEP_MM * float(row[k] / (row[k] - row[k + 1]))
        ring.append(centre + last * np.array([np.cos(angle), np.sin(angle)]))
    return np.array(ring)
