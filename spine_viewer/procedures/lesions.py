"""Lesions on a plan: where the tip goes for each, how large they get, how much of the nerve they hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from spine_viewer.procedures.checks import behind_border_mm, resample
from spine_viewer.procedures.model import Array, Burn, LesionCourse
from spine_viewer.procedures.search import Distance, Found, perpendicular
from spine_viewer.procedures.targets import Site
from spine_viewer.procedures.technique import Technique

Simulate = Callable[..., Any]
TURNS = 24


def lesion_course(technique: Technique, simulate: Simulate) -> LesionCourse:
    """Growth of one lesion at the technique's settings, from the heat solver.

    ``simulate`` is :func:`spine_viewer.lesion.simulate`.
    """
    needle = technique.needle
    gauge, tip = int(float(needle.gauge.value)), float(needle.active_tip_mm.value)  # type: ignore[arg-type]
    temperature, seconds = technique.number("temperature_c"), technique.number("lesion_seconds")
    made = simulate(gauge=gauge, tip_mm=tip, temperature_c=temperature, seconds=seconds)
    return LesionCourse(
        times_s=np.asarray(made.times_s, dtype=float),
        width_mm=np.asarray(made.width_over_time, dtype=float),
        length_mm=float(made.length_mm),
        temperature_c=temperature,
        seconds=seconds,
        gauge=gauge,
        tip_mm=tip,
    )


def place_burns(
    site: Site, found: Found, technique: Technique, lesion: LesionCourse, distance: Distance, radius_mm: float
) -> tuple[Burn, ...]:
    """Electrode positions: the first as planned, each next one a needle-width to the side.

    Of the ways across the needle, the ones that stay out of bone and behind the foramen count; the one that adds
    most nerve, and then the one nearest to bone, is taken.
    """
    count, step = int(technique.number("lesions_per_nerve")), technique.number("lesion_step_mm")
    least = technique.number("foramen_behind_min_mm")
    burns = [_burn(found.tip, found.direction, lesion)]
    along = np.arange(0.0, technique.number("contact_zone_mm") + 1e-9, 0.5)
    u, v = perpendicular(found.direction)
    turns = 2.0 * np.pi * np.arange(TURNS) / TURNS
    ways = np.cos(turns)[:, None] * u + np.sin(turns)[:, None] * v
    for k in range(1, count):
        options = []
        for way in ways:
            tip = found.tip + k * step * way
            room = float(np.min(distance(tip - along[:, None] * found.direction))) - radius_mm
            behind = behind_border_mm(tip, site.border, site.axes.posterior, site.axes.superior)
            if room < 0.0 or behind < least:
                continue
            burn = _burn(tip, found.direction, lesion)
            options.append((covered_mm(site.path, (*burns, burn)) - 0.1 * room, tip))
        if not options:
            break
        burns.append(_burn(max(options, key=lambda o: o[0])[1], found.direction, lesion))
    return tuple(burns)


def covered_mm(path: Array, burns: tuple[Burn, ...], step_mm: float = 0.25) -> float:
    """Length of nerve inside the union of lesions, each an ellipsoid about the middle of its active tip."""
    points = resample(path, step_mm)
    inside = np.zeros(len(points), dtype=bool)
    for burn in burns:
        inside |= in_lesion(points, burn)
    return float(inside.sum() * step_mm)


def in_lesion(points: Array, burn: Burn) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which of the points (n, 3) lie in a lesion."""
    from_middle = points - burn.middle
    along = from_middle @ burn.direction
    across = np.linalg.norm(from_middle - along[:, None] * burn.direction, axis=1)
    return np.asarray((2.0 * along / burn.length_mm) ** 2 + (2.0 * across / burn.width_mm) ** 2 <= 1.0)


def _burn(tip: Array, direction: Array, lesion: LesionCourse) -> Burn:
    middle = tip - 0.5 * lesion.tip_mm * direction
    return Burn(tip, direction, middle, float(lesion.width_mm[-1]), lesion.length_mm)
