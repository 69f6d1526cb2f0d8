"""Finds the way in for a radiofrequency electrode: along the nerve, clear of bone, from below and from the side.

Ideal is the nerve's own course beside the target, averaged over the active tip. Candidates turn up to the search cone
from it, move along the nerve and a little beside it. Each is scored by how near the nerve lies to the active tip, how
parallel it is and how near the usual approach; the best one whose shaft reaches the skin clear of bone is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.procedures.checks import behind_border_mm, closest_on_path, course, resample, stretch_beside
from spine_viewer.procedures.model import Array
from spine_viewer.procedures.search import Distance, Found, axis_points, cone, disc, perpendicular
from spine_viewer.procedures.skin import SkinRays
from spine_viewer.procedures.targets import Site

PATH_STEP_MM = 0.25
SHAFT_STEP_MM = 1.0
CONTACT_STEP_MM = 0.5
OFFSET_RADIUS_MM = 2.0
OFFSET_STEP_MM = 0.5
MINIMUM_CAUDAL_DEG = 10.0
BATCH = 64
DEGREES_PER_COST = 20.0


@dataclass(frozen=True)
class ElectrodeLimits:
    """What an electrode must keep, mm and degrees; the figures come from the technique file.

    ``usual`` (3,) is the textbook direction from skin to tip: between equals, the candidate nearer to it wins.
    """

    active_tip_mm: float
    radius_mm: float
    reach_mm: float
    tip_to_nerve_mm: float
    angle_deg: float
    behind_foramen_mm: float
    shaft_clearance_mm: float
    contact_mm: float
    cone_deg: float
    usual: Array


@dataclass(frozen=True)
class _Candidate:
    tip: Array
    direction: Array
    cost: float


def find_electrode(site: Site, distance: Distance, skin: SkinRays, limits: ElectrodeLimits) -> Found:
    """The best needle for a nerve.

    Raises
    ------
    InputError
        If no needle within the search keeps every limit; the message says what stops it.
    """
    candidates, seen = _candidates(site, distance, limits)
    if not candidates:
        reasons = ", ".join(f"{count} {why}" for why, count in seen.items() if count) or "none fits the nerve's length"
        raise InputError(f"no clear needle path to {site.nerve}: of all electrode positions tried, {reasons}")
    blocked = 0
    for first in range(0, len(candidates), BATCH):
        found = _first_clear(candidates[first : first + BATCH], distance, skin, limits)
        if found is not None:
            return found
        blocked += len(candidates[first : first + BATCH])
    raise InputError(
        f"no clear needle path to {site.nerve}: all {blocked} electrode positions at the nerve are cut off by bone, "
        f"or deeper than the longest needle ({limits.reach_mm:g} mm)"
    )


def _candidates(site: Site, distance: Distance, limits: ElectrodeLimits) -> tuple[list[_Candidate], dict[str, int]]:
    """Electrode positions that are right at the nerve, best first, and how many fell to which limit."""
    fine = resample(site.path, PATH_STEP_MM)
    target_arc = closest_on_path(site.target.point, fine)[2]
    length = limits.active_tip_mm
    seen = {"turn away from below": 0, "stand off the nerve": 0, "reach the foramen": 0, "cut into bone": 0}
    offsets = disc(OFFSET_RADIUS_MM, OFFSET_STEP_MM)
    kept: list[_Candidate] = []
    for ahead in np.linspace(0.2, 0.9, 8) * length:
        low = int(max(target_arc - ahead, 0.0) / PATH_STEP_MM)
        stretch = fine[low : low + int(length / PATH_STEP_MM) + 1]
        if len(stretch) < 0.8 * length / PATH_STEP_MM:
            continue
        ideal, middle = -course(stretch), stretch.mean(axis=0)
        for direction in cone(ideal, limits.cone_deg):
            from_below = direction @ site.axes.superior >= np.sin(np.radians(MINIMUM_CAUDAL_DEG))
            if not from_below or direction @ site.lateral > 0.0:
                seen["turn away from below"] += 1
                continue
            kept += _beside(site, fine, middle, direction, offsets, distance, limits, seen, abs(ahead / length - 0.5))
    return sorted(kept, key=lambda c: c.cost), seen


def _beside(
    site: Site,
    fine: Array,
    middle: Array,
    direction: Array,
    offsets: Array,
    distance: Distance,
    limits: ElectrodeLimits,
    seen: dict[str, int],
    off_centre: float,
) -> list[_Candidate]:
    """Positions of one direction, shifted across it, that keep the limits near the nerve."""
    length = limits.active_tip_mm
    u, v = perpendicular(direction)
    tips = middle + 0.5 * length * direction + offsets[:, :1] * u + offsets[:, 1:] * v
    gap = np.min(np.linalg.norm(fine[None, :, :] - tips[:, None, :], axis=2), axis=1)
    near = gap <= limits.tip_to_nerve_mm - 0.1
    behind = np.array([behind_border_mm(t, site.border, site.axes.posterior, site.axes.superior) for t in tips])
    safe = behind >= limits.behind_foramen_mm
    seen["stand off the nerve"] += int((~near).sum())
    seen["reach the foramen"] += int((near & ~safe).sum())
    tips = tips[near & safe]
    if not len(tips):
        return []
    back = np.arange(0.0, limits.contact_mm + 1e-9, CONTACT_STEP_MM)
    points = (tips[:, None, :] - back[None, :, None] * direction).reshape(-1, 3)
    room = np.asarray(distance(points)).reshape(len(tips), -1).min(axis=1) - limits.radius_mm
    seen["cut into bone"] += int((room < 0.0).sum())
    out = []
    for tip in tips[room >= 0.0]:
        beside = stretch_beside(fine, tip, direction, length, PATH_STEP_MM)
        if len(beside) < 8:
            continue
        angle = float(np.degrees(np.arccos(min(1.0, abs(float(course(beside) @ direction))))))
        if angle > limits.angle_deg - 1.0:
            seen["stand off the nerve"] += 1
            continue
        from_axis = np.linalg.norm(np.cross(beside - tip, direction), axis=1)
        cost = float(np.mean(from_axis)) + 0.5 * float(np.max(from_axis)) + angle / 10.0 + off_centre
        cost += float(np.degrees(np.arccos(np.clip(direction @ limits.usual, -1.0, 1.0)))) / DEGREES_PER_COST
        out.append(_Candidate(tip, direction, cost))
    return out


def _first_clear(
    candidates: list[_Candidate], distance: Distance, skin: SkinRays, limits: ElectrodeLimits
) -> Found | None:
    """The first of these whose shaft keeps clear of bone all the way to the skin."""
    back = np.arange(limits.contact_mm, limits.reach_mm, SHAFT_STEP_MM)
    points = np.concatenate([axis_points(c.tip, c.direction, back) for c in candidates])
    room = np.asarray(distance(points)).reshape(len(candidates), -1) - limits.radius_mm
    for candidate, gaps in zip(candidates, room, strict=True):
        found = skin.exit(candidate.tip, -candidate.direction, limits.reach_mm)
        if found is None:
            continue
        entry, depth = found
        if gaps[back <= depth].min(initial=np.inf) >= limits.shaft_clearance_mm:
            return Found(candidate.tip, candidate.direction, entry, depth)
    return None
