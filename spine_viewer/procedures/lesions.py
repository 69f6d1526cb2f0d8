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
    """Growth of one lesion at the technique's settings, in muscle with blood flow.

    ``simulate`` is :func:`spine_viewer.lesion.simulate`.
    """
    gauge, tip = int(technique.needle.gauge.single), technique.needle.active_tip_mm.single
    temperature, seconds = technique.number("temperature_c"), technique.number("lesion_seconds")
    probe = {} if technique.needle.kind == "rf_cannula" else {"kind": technique.needle.kind.removesuffix("_rf_probe")}
    made = simulate(gauge=gauge, tip_mm=tip, temperature_c=temperature, seconds=seconds, perfusion="body", **probe)
    return LesionCourse(
        times_s=np.asarray(made.times_s, dtype=float),
        width_mm=np.asarray(made.width_over_time, dtype=float),
        length_mm=np.asarray(made.length_over_time, dtype=float),
        tip_temperature_c=np.asarray(made.tip_temperature_c, dtype=float),
        outlines=tuple(np.asarray(edge, dtype=float) for edge in made.outlines),
        distal_mm=float(made.distal_mm),
        temperature_c=temperature,
        seconds=seconds,
        gauge=gauge,
        active_tip_mm=tip,
        **probe,
    )


def place_burns(
    site: Site, found: Found, technique: Technique, lesion: LesionCourse, distance: Distance
) -> tuple[Burn, ...]:
    """Electrode positions: the first as planned, each next one a needle-width to the side.

    Of the ways across the needle, the ones that stay out of bone and behind the site's border count; the one that adds
    most nerve, and then the one nearest to bone, is taken.
    """
    count, step = int(technique.number("lesions_per_nerve")), technique.number("lesion_step_mm")
    least, radius_mm = technique.number(site.border_limit), 0.5 * technique.needle.outer_diameter_mm.single
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
    """Length of nerve inside the union of lesions."""
    points = resample(path, step_mm)
    inside = np.zeros(len(points), dtype=bool)
    for burn in burns:
        inside |= in_lesion(points, burn)
    return float(inside.sum() * step_mm)


def in_lesion(points: Array, burn: Burn) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which of the points (n, 3) lie in a lesion: within its edge turned about the electrode."""
    behind = -(points - burn.tip) @ burn.direction
    across = np.linalg.norm(points - burn.tip + behind[:, None] * burn.direction, axis=1)
    order = np.argsort(burn.outline[:, 1], kind="stable")
    along, radius = burn.outline[order, 1], burn.outline[order, 0]
    return np.asarray(across <= np.interp(behind, along, radius, left=-1.0, right=-1.0))


def _burn(tip: Array, direction: Array, lesion: LesionCourse) -> Burn:
    return Burn(tip, direction, float(lesion.width_mm[-1]), float(lesion.length_mm[-1]), lesion.outlines[-1])
