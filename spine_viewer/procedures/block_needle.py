"""Finds the way in for a block needle: down the barrel of the oblique view, on to bone beside the nerve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.procedures.checks import behind_border_mm, closest_on_path, resample
from spine_viewer.procedures.model import Array
from spine_viewer.procedures.search import Distance, Found, axis_points, cone, disc, perpendicular
from spine_viewer.procedures.skin import SkinRays
from spine_viewer.procedures.targets import Site

PATH_STEP_MM = 0.25
SHAFT_STEP_MM = 1.0
MARCH_STEP_MM = 0.1
ALONG_NERVE_MM = 4.0
OFFSET_RADIUS_MM = 1.5
OFFSET_STEP_MM = 0.75
RINGS, AROUND = 4, 10


@dataclass(frozen=True)
class BlockLimits:
    """What a block needle must keep, mm and degrees; the figures come from the technique file."""

    radius_mm: float
    reach_mm: float
    tip_to_nerve_mm: float
    behind_foramen_mm: float
    shaft_clearance_mm: float
    contact_mm: float
    cone_deg: float


def find_block_needle(site: Site, wanted: Array, distance: Distance, skin: SkinRays, limits: BlockLimits) -> Found:
    """The needle nearest to the ``wanted`` direction (3,) that keeps every limit.

    Its tip touches bone within reach of the nerve, as near to the target as it can.

    Raises
    ------
    InputError
        If no needle within the search keeps every limit; the message says what stops it.
    """
    fine = resample(site.path, PATH_STEP_MM)
    arc = closest_on_path(site.target.point, fine)[2]
    places = np.arange(-ALONG_NERVE_MM, ALONG_NERVE_MM + 1e-9, 1.0)
    nerve_points = fine[np.clip((arc + places) / PATH_STEP_MM, 0, len(fine) - 1).astype(int)]
    seen = {"touch no bone near the nerve": 0, "reach the foramen": 0, "are cut off by bone or too deep": 0}
    best: tuple[float, Found] | None = None
    for direction in cone(wanted, limits.cone_deg, RINGS, AROUND):
        turned = float(np.degrees(np.arccos(min(1.0, float(direction @ wanted))))) / 5.0
        for cost, tip in _tips(site, fine, nerve_points, direction, distance, limits, seen):
            if best is not None and turned + cost >= best[0]:
                break
            found = _clear(tip, direction, distance, skin, limits)
            if found is not None:
                best = (turned + cost, found)
                break
            seen["are cut off by bone or too deep"] += 1
    if best is None:
        reasons = ", ".join(f"{count} {why}" for why, count in seen.items() if count)
        raise InputError(f"no clear needle path to {site.nerve}: of all needle positions tried, {reasons}")
    return best[1]


def _tips(
    site: Site,
    fine: Array,
    nerve_points: Array,
    direction: Array,
    distance: Distance,
    limits: BlockLimits,
    seen: dict[str, int],
) -> list[tuple[float, Array]]:
    """Tips on bone beside the nerve for one direction, with their cost, best first."""
    u, v = perpendicular(direction)
    offsets = disc(OFFSET_RADIUS_MM, OFFSET_STEP_MM)
    across = offsets[:, :1] * u + offsets[:, 1:] * v
    starts = (nerve_points[:, None, :] + across).reshape(-1, 3)
    ahead = np.arange(-limits.tip_to_nerve_mm, limits.tip_to_nerve_mm + 1e-9, MARCH_STEP_MM)
    line = starts[:, None, :] + ahead[None, :, None] * direction
    within = np.asarray(distance(line.reshape(-1, 3))).reshape(len(starts), -1) < limits.radius_mm
    first = np.argmax(within, axis=1)
    touches = within.any(axis=1) & (first > 0)
    seen["touch no bone near the nerve"] += int((~touches).sum())
    out = []
    for tip in line[touches, first[touches] - 1]:
        gap = closest_on_path(tip, fine)[0]
        if gap > limits.tip_to_nerve_mm - 0.1:
            seen["touch no bone near the nerve"] += 1
        elif behind_border_mm(tip, site.border, site.axes.posterior, site.axes.superior) < limits.behind_foramen_mm:
            seen["reach the foramen"] += 1
        else:
            out.append((gap + 0.5 * float(np.linalg.norm(tip - site.target.point)), tip))
    return sorted(out, key=lambda pair: pair[0])


def _clear(tip: Array, direction: Array, distance: Distance, skin: SkinRays, limits: BlockLimits) -> Found | None:
    """The needle to this tip, if it is long enough and touches bone with its tip only."""
    way = skin.exit(tip, -direction, limits.reach_mm)
    if way is None:
        return None
    entry, depth = way
    back = np.arange(0.0, depth, SHAFT_STEP_MM)
    room = np.asarray(distance(axis_points(tip, direction, back))) - limits.radius_mm
    shaft = back > limits.contact_mm
    if room[~shaft].min() < 0.0 or room[shaft].min(initial=np.inf) < limits.shaft_clearance_mm:
        return None
    return Found(tip, direction, entry, depth)
