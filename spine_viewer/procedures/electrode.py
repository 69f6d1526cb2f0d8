"""Finds the way in for a radiofrequency electrode: along the nerve, clear of bone, from below and from the side.

Ideal is the nerve's own course beside the target, averaged over the active tip. Candidates turn up to the search cone
from it, move along the nerve and a little beside it. Each is scored by how near the nerve lies to the active tip, how
parallel it is and how near the usual approach; the best one whose shaft reaches the skin clear of bone is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from spine_viewer.errors import InputError
from spine_viewer.procedures.checks import (
    angle_between_lines_deg,
    bare_tip_to_mm,
    behind_border_mm,
    closest_on_path,
    course,
    resample,
    run_beside,
)
from spine_viewer.procedures.lattice import LatticeDistance
from spine_viewer.procedures.model import Array
from spine_viewer.procedures.search import Distance, Found, clear_until, cone, disc, perpendicular
from spine_viewer.procedures.skin import SkinRays
from spine_viewer.procedures.targets import Site

PATH_STEP_MM = 0.25
CONTACT_STEP_MM = 0.5
OFFSET_RADIUS_MM = 2.0
OFFSET_STEP_MM = 0.5
MINIMUM_CAUDAL_DEG = 10.0
BATCH = 64
KEPT_PER_DIRECTION = 6
FINE_OFFSET_STEP_MM = 0.25
FINE_RINGS, FINE_AROUND, FINE_KEPT = 10, 24, 40  # where bone leaves few ways in: more directions, more places of each
SHORTEST_BESIDE = 8  # points of the nerve beside the active tip
# Where the tip goes along the nerve, in active tips proximal of the target; the classic place is a little beyond it.
FURTHEST_BACK, FURTHEST_AHEAD, SHIFTS = -1.0, 0.9, 16
SHIFT_COST = 1.0
DEGREES_PER_COST = 20.0
Ways = Callable[[Array], Array]
FALLEN_AT_TIP = ("miss the target", "reach the foramen", "cut into bone")


@dataclass(frozen=True)
class ElectrodeLimits:
    """What an electrode must keep, mm and degrees; the figures come from the technique file.

    ``usual`` (3,) is the textbook direction from skin to tip: between equals, the candidate nearer to it wins.
    ``fine``: try many more positions. ``ways`` turns the nerve's course (3,) beside the bare tip into the directions
    (n, 3) to try; without it those within the cone against the course that come from below and from the side.
    """

    active_tip_mm: float
    radius_mm: float
    reach_mm: float
    tip_to_nerve_mm: float
    bare_tip_to_target_mm: float
    angle_deg: float
    behind_foramen_mm: float
    shaft_clearance_mm: float
    contact_mm: float
    cone_deg: float
    usual: Array
    ways: Ways | None = None
    fine: bool = False

    def wider(self, cone_deg: float) -> tuple[ElectrodeLimits, ...]:
        """What to try where nothing is found: further from the ideal direction, then that with finer steps.

        A high iliac crest, a pleura near by or a worn joint can leave few ways in.
        """
        wide = replace(self, cone_deg=cone_deg)
        return wide, replace(wide, fine=True)


@dataclass(frozen=True)
class _Candidates:
    """Electrode positions at the nerve: ``tips`` (n, 3), ``directions`` (n, 3), best first, and why others fell."""

    tips: Array
    directions: Array
    fallen: dict[str, int]


def find_electrode(
    site: Site,
    distance: Distance,
    skin: SkinRays,
    limits: ElectrodeLimits,
    also: Callable[[Found], bool] | None = None,
) -> Found:
    """The best needle for a nerve; ``also`` may refuse one.

    Raises
    ------
    InputError
        If no needle within the search keeps every limit; the message says what stops it.
    """
    tried = _candidates(site, LatticeDistance(distance, site.target.point), limits)
    if not len(tried.tips):
        reasons = ", ".join(f"{count} {why}" for why, count in tried.fallen.items() if count)
        raise InputError(
            f"no clear needle path to {site.nerve}: of all electrode positions tried, "
            f"{reasons or 'none fits the length of the nerve'}"
        )
    for first in range(0, len(tried.tips), BATCH):
        batch = slice(first, first + BATCH)
        found = _first_clear(tried.tips[batch], tried.directions[batch], distance, skin, limits, also)
        if found is not None:
            return found
    raise InputError(
        f"no clear needle path to {site.nerve}: all {len(tried.tips)} electrode positions at the nerve are cut off by "
        f"bone, too near to a structure to avoid, or deeper than the longest needle reaches ({limits.reach_mm:g} mm)"
    )


def _candidates(site: Site, distance: Distance, limits: ElectrodeLimits) -> _Candidates:
    """Electrode positions that are right at the nerve, whatever lies between them and the skin."""
    fine = resample(site.path, PATH_STEP_MM)
    target_arc = closest_on_path(site.target.point, fine)[2]
    length = limits.active_tip_mm
    fallen = dict.fromkeys(("turn away from below or the side", "stand off the nerve", *FALLEN_AT_TIP), 0)
    offsets = disc(OFFSET_RADIUS_MM, FINE_OFFSET_STEP_MM if limits.fine and limits.ways else OFFSET_STEP_MM)
    tips, directions, costs = [], [], []
    for ahead in np.linspace(FURTHEST_BACK, FURTHEST_AHEAD, SHIFTS) * length:
        low = int(max(target_arc - ahead, 0.0) / PATH_STEP_MM)
        stretch = fine[low : low + int(length / PATH_STEP_MM) + 1]
        if len(stretch) < 0.8 * length / PATH_STEP_MM:
            continue
        kept = _Turned(fine, stretch.mean(axis=0), length)
        base = course(stretch)
        for direction in _directions(-base, limits) if limits.ways is None else limits.ways(base):
            if limits.ways is None and not _from_below(site, direction):
                fallen["turn away from below or the side"] += 1
            elif not kept.add(direction, limits.angle_deg - 1.0):
                fallen["stand off the nerve"] += 1
        if not kept.directions:
            continue
        tried = kept.tips(offsets)
        safe = _safe_tips(site, fine, tried, np.array(kept.directions), distance, limits, fallen)
        for there, fits, direction, beside in zip(tried, safe, kept.directions, kept.besides, strict=True):
            cost = _cost(there[fits], direction, beside, limits) + SHIFT_COST * abs(ahead / length - 0.3)
            best = np.argsort(cost, kind="stable")[: FINE_KEPT if limits.fine else KEPT_PER_DIRECTION]
            tips.append(there[fits][best])
            directions.append(np.broadcast_to(direction, (len(best), 3)))
            costs.append(cost[best])
    if not tips:
        return _Candidates(np.empty((0, 3)), np.empty((0, 3)), fallen)
    order = np.argsort(np.concatenate(costs), kind="stable")
    return _Candidates(np.concatenate(tips)[order], np.concatenate(directions)[order], fallen)


def _directions(ideal: Array, limits: ElectrodeLimits) -> Array:
    """Directions (n, 3) to try about the ideal one (3,)."""
    rings = (FINE_RINGS, FINE_AROUND) if limits.fine else ()
    return cone(ideal, limits.cone_deg, *rings)


def _from_below(site: Site, direction: Array) -> bool:
    """Whether a needle comes from below and not across the midline."""
    from_below = direction @ site.axes.superior >= np.sin(np.radians(MINIMUM_CAUDAL_DEG))
    return bool(from_below and direction @ site.lateral <= 0.0)


class _Turned:
    """The directions of an active tip about one point of the nerve that lie along the nerve there."""

    def __init__(self, fine: Array, middle: Array, length_mm: float) -> None:
        self._fine, self._middle, self._length = fine, middle, length_mm
        self.directions: list[Array] = []
        self.besides: list[Array] = []

    def add(self, direction: Array, angle_deg: float) -> bool:
        """Take a direction in if the nerve beside it turns from it by at most ``angle_deg``; False if not."""
        tip = self._middle + 0.5 * self._length * direction
        beside = run_beside(self._fine, tip, direction, self._length)
        if len(beside) < SHORTEST_BESIDE or angle_between_lines_deg(course(beside), direction) > angle_deg:
            return False
        self.directions.append(direction)
        self.besides.append(beside)
        return True

    def tips(self, offsets: Array) -> Array:
        """Tips (k, m, 3) of the k directions, moved across each by the offsets (m, 2)."""
        ahead = np.array(self.directions)
        across = np.stack(perpendicular(ahead), axis=1)
        middle = self._middle + 0.5 * self._length * ahead
        return np.asarray(middle[:, None] + np.einsum("mi,kij->kmj", offsets, across))


def _safe_tips(
    site: Site,
    fine: Array,
    tips: Array,
    directions: Array,
    distance: Distance,
    limits: ElectrodeLimits,
    fallen: dict[str, int],
) -> NDArray[np.bool_]:
    """Which (k, m) of tips (k, m, 3) of directions (k, 3) are at nerve and target, behind the foramen, out of bone."""
    gap = cKDTree(fine).query(tips)[0]
    near = gap <= limits.tip_to_nerve_mm - 0.1
    ahead = np.broadcast_to(directions[:, None], tips.shape).reshape(-1, 3)
    bare = bare_tip_to_mm(site.target.point, tips.reshape(-1, 3), ahead, limits.active_tip_mm).reshape(near.shape)
    meets = bare <= limits.bare_tip_to_target_mm
    behind = behind_border_mm(tips, site.border, site.axes.posterior, site.axes.superior)
    safe = near & meets & (behind >= limits.behind_foramen_mm)
    fallen["stand off the nerve"] += int((~near).sum())
    fallen["miss the target"] += int((near & ~meets).sum())
    fallen["reach the foramen"] += int((near & meets & ~safe).sum())
    which, _ = np.nonzero(safe)
    back = np.arange(0.0, limits.contact_mm + 1e-9, CONTACT_STEP_MM)
    points = tips[safe][:, None, :] - back[None, :, None] * directions[which][:, None, :]
    room = np.asarray(distance(points.reshape(-1, 3))).reshape(-1, len(back)).min(axis=1) - limits.radius_mm
    fallen["cut into bone"] += int((room < 0.0).sum())
    safe[safe] = room >= 0.0
    return safe


def _cost(tips: Array, direction: Array, beside: Array, limits: ElectrodeLimits) -> Array:
    """Cost (n,): how far the nerve lies from each active tip, how far from parallel, how far from the usual way."""
    from_axis = np.linalg.norm(np.cross(beside[None] - tips[:, None], direction), axis=2)
    angle = angle_between_lines_deg(course(beside), direction)
    unusual = float(np.degrees(np.arccos(np.clip(direction @ limits.usual, -1.0, 1.0))))
    return np.asarray(from_axis.mean(axis=1) + 0.5 * from_axis.max(axis=1) + angle / 10.0 + unusual / DEGREES_PER_COST)


def _first_clear(
    tips: Array,
    directions: Array,
    distance: Distance,
    skin: SkinRays,
    limits: ElectrodeLimits,
    also: Callable[[Found], bool] | None,
) -> Found | None:
    """The first of these that keeps clear of bone, by the exact distance, all the way to the skin."""
    exits = [skin.exit(t, -d, limits.reach_mm) for t, d in zip(tips, directions, strict=True)]
    depths = np.array([0.0 if e is None else e[1] for e in exits])
    reaches = depths > 0.0
    contact = np.minimum(depths, limits.contact_mm)
    gap = limits.radius_mm + limits.shaft_clearance_mm
    good = reaches & clear_until(distance, tips, directions, limits.contact_mm, depths, gap)
    good[good] &= clear_until(distance, tips[good], directions[good], 0.0, contact[good], limits.radius_mm)
    for k in np.flatnonzero(good):
        way = exits[k]
        found = None if way is None else Found(tips[k], directions[k].copy(), way[0], way[1])
        if found is not None and (also is None or also(found)):
            return found
    return None
