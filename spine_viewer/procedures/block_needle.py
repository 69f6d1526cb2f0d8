"""Finds the way in for a block needle: down the barrel of the oblique view, on to bone beside the nerve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.procedures.checks import angle_between_lines_deg, behind_border_mm, closest_on_path, resample
from spine_viewer.procedures.lattice import LatticeDistance
from spine_viewer.procedures.model import Array
from spine_viewer.procedures.search import Distance, Found, clear_until, cone, disc, perpendicular
from spine_viewer.procedures.skin import SkinRays
from spine_viewer.procedures.targets import Site

PATH_STEP_MM = 0.25
FINE_STEP_MM = 0.02
MARCH_STEP_MM = 0.1
ALONG_STEP_MM = 1.0
OFFSET_RADIUS_MM = 1.5
OFFSET_STEP_MM = 0.75
RINGS, AROUND = 4, 10
TRIES_PER_DIRECTION = 4
DEGREES_PER_COST = 5.0
FALLEN = ("touch no bone near the nerve", "miss the target", "reach the foramen", "are cut off or too deep")


@dataclass(frozen=True)
class BlockLimits:
    """What a block needle must keep, mm and degrees; the figures come from the technique file."""

    radius_mm: float
    reach_mm: float
    tip_to_nerve_mm: float
    tip_to_target_mm: float
    behind_foramen_mm: float
    shaft_clearance_mm: float
    contact_mm: float
    cone_deg: float

    def wider(self, cone_deg: float) -> tuple[BlockLimits, ...]:
        """What to try where nothing is found: further from the ideal direction."""
        return (replace(self, cone_deg=cone_deg),)


def find_block_needle(
    site: Site,
    wanted: Array,
    distance: Distance,
    skin: SkinRays,
    limits: BlockLimits,
    also: Callable[[Found], bool] | None = None,
) -> Found:
    """The needle nearest to the ``wanted`` direction (3,) that keeps every limit.

    Its tip touches bone within reach of the nerve, as near to the target as it can. ``also`` may refuse a needle.

    Raises
    ------
    InputError
        If no needle within the search keeps every limit; the message says what stops it.
    """
    fine = resample(site.path, PATH_STEP_MM)
    arc = closest_on_path(site.target.point, fine)[2]
    places = np.arange(-limits.tip_to_target_mm, limits.tip_to_target_mm + 1e-9, ALONG_STEP_MM)
    nerve_points = fine[np.clip((arc + places) / PATH_STEP_MM, 0, len(fine) - 1).astype(int)]
    reasons_to_fall = (
        "touch no bone near the nerve",
        "miss the target",
        "reach the foramen",
        "are cut off or too deep",
    )
    fallen = dict.fromkeys(reasons_to_fall, 0)
    near = LatticeDistance(distance, site.target.point)
    best: tuple[float, Found] | None = None
    for direction in cone(wanted, limits.cone_deg, RINGS, AROUND):
        turn = angle_between_lines_deg(direction, wanted) / DEGREES_PER_COST
        if best is not None and turn >= best[0]:
            break
        for cost, tip in _tips(site, fine, nerve_points, direction, near, limits, fallen)[:TRIES_PER_DIRECTION]:
            if best is not None and turn + cost >= best[0]:
                break
            found = _clear(site, fine, tip, direction, distance, skin, limits)
            if found is not None and (also is None or also(found)):
                best = (turn + cost, found)
                break
            fallen["are cut off or too deep"] += 1
    if best is None:
        reasons = ", ".join(f"{count} {why}" for why, count in fallen.items() if count)
        raise InputError(f"no clear needle path to {site.nerve}: of all needle positions tried, {reasons}")
    return best[1]


def _tips(
    site: Site,
    fine: Array,
    nerve_points: Array,
    direction: Array,
    distance: Distance,
    limits: BlockLimits,
    fallen: dict[str, int],
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
    fallen["touch no bone near the nerve"] += int((~touches).sum())
    tips = line[touches, first[touches] - 1]
    if not len(tips):
        return []
    gap = np.min(np.linalg.norm(fine[None, :, :] - tips[:, None, :], axis=2), axis=1)
    away = np.linalg.norm(tips - site.target.point, axis=1)
    close = gap <= limits.tip_to_nerve_mm - 0.1
    meets = away <= limits.tip_to_target_mm - 0.1
    safe = behind_border_mm(tips, site.border, site.axes.posterior, site.axes.superior) >= limits.behind_foramen_mm
    fallen["touch no bone near the nerve"] += int((~close).sum())
    fallen["miss the target"] += int((close & ~meets).sum())
    fallen["reach the foramen"] += int((close & meets & ~safe).sum())
    cost = gap + 0.5 * away
    good = np.flatnonzero(close & meets & safe)
    return [(float(cost[k]), tips[k]) for k in good[np.argsort(cost[good], kind="stable")]]


def _clear(
    site: Site,
    fine: Array,
    near_tip: Array,
    direction: Array,
    distance: Distance,
    skin: SkinRays,
    limits: BlockLimits,
) -> Found | None:
    """The needle to this tip moved exactly to bone, if it still keeps the limits, is long enough and comes in clear."""
    tip = _touch(near_tip, direction, distance, limits.radius_mm)
    if tip is None:
        return None
    behind = float(behind_border_mm(tip, site.border, site.axes.posterior, site.axes.superior))
    away = float(np.linalg.norm(tip - site.target.point))
    if away > limits.tip_to_target_mm or behind < limits.behind_foramen_mm:
        return None
    if closest_on_path(tip, fine)[0] > limits.tip_to_nerve_mm:
        return None
    return clear_way(tip, direction, distance, skin, limits)


def _touch(near_tip: Array, direction: Array, distance: Distance, radius_mm: float) -> Array | None:
    """The tip on this line, within a millimetre of ``near_tip``, where the needle's end just touches bone."""
    ahead = np.arange(-1.0, 1.0, FINE_STEP_MM)
    points = near_tip + ahead[:, None] * direction
    hit = np.flatnonzero(np.asarray(distance(points)) < radius_mm)
    return points[hit[0] - 1] if len(hit) and hit[0] > 0 else None


def clear_way(
    tip: Array, direction: Array, distance: Distance, skin: SkinRays, limits: BlockLimits, ahead_mm: float = 0.0
) -> Found | None:
    """The needle to a tip (3,), if it comes in clear of bone and is long enough; None otherwise.

    Bone is kept off from ``ahead_mm`` beyond the tip up to the skin, in the contact zone by the needle's own radius.
    """
    way = skin.exit(tip, -direction, limits.reach_mm)
    if way is None:
        return None
    entry, depth = way
    one, contact = (tip[None], direction[None]), np.array([min(limits.contact_mm, depth)])
    if not clear_until(distance, *one, -ahead_mm, contact, limits.radius_mm)[0]:
        return None
    gap = limits.radius_mm + limits.shaft_clearance_mm
    clear = clear_until(distance, *one, limits.contact_mm, np.array([depth]), gap)[0]
    return Found(tip, direction, entry, depth) if clear else None
