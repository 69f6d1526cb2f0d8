"""Lesions on a plan: where the tip goes for each, how large they get, how much of the nerve they hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from spine_viewer.anatomy.glossary import split_id
from spine_viewer.errors import InputError
from spine_viewer.procedures.checks import behind_border_mm, resample
from spine_viewer.procedures.model import Array, Burn, LesionCourse, NervePlan, Trajectory
from spine_viewer.procedures.search import Distance, Found, perpendicular
from spine_viewer.procedures.targets import Site
from spine_viewer.procedures.technique import Technique

if TYPE_CHECKING:
    from spine_viewer.lesion.pair import MovedGrowth

Simulate = Callable[..., Any]
TURNS = 24


def lesion_course(technique: Technique, simulate: Simulate) -> LesionCourse:
    """Growth of one lesion at the technique's settings, in muscle with blood flow.

    ``simulate`` is :func:`spine_viewer.lesion.simulate`.
    """
    gauge, tip = int(technique.needle.gauge.single), technique.needle.active_tip_mm.single
    temperature, seconds = technique.number("temperature_c"), technique.number("lesion_seconds")
    if (spacing := technique.limit("pair_spacing_mm")) is not None:
        return _pair_course(gauge, tip, temperature, seconds, spacing)
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
        kind=probe.get("kind", "straight"),
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


def with_pairs(
    nerves: tuple[NervePlan, ...], lesion: LesionCourse, paths: Mapping[str, Array]
) -> tuple[NervePlan, ...]:
    """The same nerves with a lesion between every two neighbouring needles of a side, told of the first of the two.

    ``paths`` are the courses (n, 3) of the nerves: what all lesions of the side hold of each is counted.
    """
    out = []
    for side in dict.fromkeys(split_id(nerve.nerve)[2] for nerve in nerves):
        own = [nerve for nerve in nerves if split_id(nerve.nerve)[2] == side]
        ways = [one.trajectory for nerve in own for one in nerve.placements]
        burns = [(_pair_burn(a, b, lesion),) for a, b in pairwise(ways)] + [()]
        growths = [pair_at(burn, lesion) for some in burns for burn in some]
        left = iter(burns)
        for nerve in own:
            placements = tuple(replace(one, burns=next(left)) for one in nerve.placements)
            points = resample(paths[nerve.nerve], 0.25)
            inside = np.any([growth.is_dead(points, growth.known_s) for growth in growths], axis=0)
            out.append(replace(nerve, placements=placements, nerve_covered_mm=0.25 * float(inside.sum())))
    return tuple(out)


def pair_at(burn: Burn, lesion: LesionCourse) -> MovedGrowth:
    """The lesion of a bipolar pair in even tissue, at its planned spacing, midway between the two needles of a burn."""
    return moved_pair(burn, lesion, "body")


def moved_pair(burn: Burn, lesion: LesionCourse, perfusion: str) -> MovedGrowth:
    """The same in tissue of either kind."""
    from spine_viewer.lesion.pair import MovedGrowth, pair_frame, pair_growth

    if burn.partner_tip is None or burn.partner_direction is None:
        raise InputError("this burn has one electrode; allowed: a bipolar pair")
    settings = (lesion.gauge, lesion.active_tip_mm, lesion.temperature_c, lesion.seconds, lesion.spacing_mm)
    place = pair_frame((burn.tip, burn.partner_tip), (burn.direction, burn.partner_direction))
    return MovedGrowth(pair_growth(*settings, perfusion), *place)


def _pair_course(gauge: int, tip_mm: float, temperature_c: float, seconds: float, spacing_mm: float) -> LesionCourse:
    """Growth of the lesion of one bipolar pair in living muscle."""
    from spine_viewer.lesion.pair import pair_growth

    growth = pair_growth(gauge, tip_mm, temperature_c, seconds, spacing_mm, "body")
    times = np.array([0.0, *(frame.time_s for frame in growth.lesion.frames)])
    sizes = np.zeros((len(times), 3, 2))
    for k, second in enumerate(times):
        vertices = growth.dead(float(second)).vertices
        if len(vertices):
            sizes[k] = np.column_stack([vertices.min(axis=0), vertices.max(axis=0)])
    span, width, length = np.ptp(sizes, axis=2).T
    return LesionCourse(
        times_s=times,
        width_mm=width,
        length_mm=length,
        tip_temperature_c=np.interp(times, growth.times_s, growth.tip_c),
        outlines=(np.empty((0, 2)),) * len(times),
        distal_mm=float(-sizes[-1, 2, 0]),
        temperature_c=temperature_c,
        seconds=seconds,
        gauge=gauge,
        active_tip_mm=tip_mm,
        spacing_mm=spacing_mm,
        span_mm=float(span[-1]),
    )


def _pair_burn(first: Trajectory, second: Trajectory, lesion: LesionCourse) -> Burn:
    sizes = float(lesion.width_mm[-1]), float(lesion.length_mm[-1])
    return Burn(first.tip, first.direction, *sizes, lesion.outlines[-1], second.tip, second.direction)


def _burn(tip: Array, direction: Array, lesion: LesionCourse) -> Burn:
    return Burn(tip, direction, float(lesion.width_mm[-1]), float(lesion.length_mm[-1]), lesion.outlines[-1])
