"""Finds the way in for a needle whose tip is to lie at a given place, on bone or off it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from spine_viewer.errors import InputError
from spine_viewer.procedures.block_needle import BlockLimits, clear_way
from spine_viewer.procedures.checks import angle_between_lines_deg, behind_border_mm
from spine_viewer.procedures.lattice import LatticeDistance
from spine_viewer.procedures.model import Array
from spine_viewer.procedures.search import Distance, Found, cone
from spine_viewer.procedures.skin import SkinRays
from spine_viewer.procedures.targets import Site

RINGS, AROUND = 5, 12
STEP_MM = 0.5
ABOUT_MM = 0.2  # how far the quick test may be wrong
DEGREES_PER_COST = 5.0


def find_needle_to(
    site: Site,
    tips: Array,
    wanted: Array,
    distance: Distance,
    skin: SkinRays,
    limits: BlockLimits,
    also: Callable[[Found], bool] | None = None,
    contact_most_mm: float = np.inf,
) -> Found:
    """The needle nearest to a wanted direction that reaches one of some places and keeps every limit.

    Parameters
    ----------
    site : Site
    tips : (n, 3) float
        Where the tip may lie, world mm; how far each is from the site's target counts against it.
    wanted : (3,) float
        From skin to tip.
    distance, skin, limits
        As for :func:`~spine_viewer.procedures.block_needle.find_block_needle`; the distance of the tip from the nerve
        is not looked at.
    also : callable, optional
        May refuse a needle.
    contact_most_mm : float
        Furthest that the contact zone may lie from bone.

    Raises
    ------
    InputError
        If no needle within the search keeps every limit; the message says what stops it.
    """
    behind = behind_border_mm(tips, site.border, site.axes.posterior, site.axes.superior)
    kept = tips[behind >= limits.behind_foramen_mm]
    fallen = {"pass the ventral limit": len(tips) - len(kept), "are cut off or too deep": 0, "come too near": 0}
    away = np.linalg.norm(kept - site.target.point, axis=1)
    directions = cone(wanted, limits.cone_deg, RINGS, AROUND)
    turn = np.array([angle_between_lines_deg(one, wanted) for one in directions]) / DEGREES_PER_COST
    fits = _near_bone(kept, directions, LatticeDistance(distance, site.target.point), limits, contact_most_mm)
    fallen["cut into bone or leave it"] = int((~fits).sum())
    cost = np.where(fits, turn[:, None] + away[None], np.inf)
    order = np.argsort(cost, axis=None, kind="stable")[: int(fits.sum())]
    for i, k in zip(*np.unravel_index(order, cost.shape), strict=True):
        found = clear_way(kept[k], directions[i], distance, skin, limits)
        if found is None:
            fallen["are cut off or too deep"] += 1
        elif also is None or also(found):
            return found
        else:
            fallen["come too near"] += 1
    reasons = ", ".join(f"{count} {why}" for why, count in fallen.items() if count)
    raise InputError(f"no clear needle path to {site.nerve}: of all needle positions tried, {reasons}")


def _near_bone(
    tips: Array, directions: Array, distance: Distance, limits: BlockLimits, contact_most_mm: float
) -> NDArray[np.bool_]:
    """Which directions (m,) and tips (n,), as (m, n), keep the contact zone out of bone and near it, about."""
    back = np.arange(0.0, limits.contact_mm + 1e-9, STEP_MM)
    fits = []
    for direction in directions:
        points = tips[:, None, :] - back[None, :, None] * direction
        room = np.asarray(distance(points.reshape(-1, 3))).reshape(len(tips), -1).min(axis=1) - limits.radius_mm
        fits.append((room >= -ABOUT_MM) & (room <= contact_most_mm + ABOUT_MM))
    return np.array(fits)
