"""Finds the way of a needle into the opening of a joint, clear of the two bones that bound it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.procedures.block_needle import BlockLimits, clear_way
from spine_viewer.procedures.checks import behind_border_mm
from spine_viewer.procedures.lattice import LatticeDistance
from spine_viewer.procedures.model import Array
from spine_viewer.procedures.search import Distance, Found
from spine_viewer.procedures.skin import SkinRays
from spine_viewer.procedures.targets import Site

STEP_MM = 0.5
ABOUT_MM = 0.1  # how far the quick test may be wrong
LATTICE_MM = (20.0, 0.4)  # half the side, step
TRIES_PER_DIRECTION = 4


def find_joint_needle(
    site: Site,
    tips: Array,
    directions: Array,
    ahead_mm: float,
    distance: Distance,
    skin: SkinRays,
    limits: BlockLimits,
    also: Callable[[Found], bool] | None = None,
) -> Found:
    """The needle of the first direction that comes in clear and sees the joint space open ahead of its tip.

    Parameters
    ----------
    site : Site
    tips : (n, 3) float
        Places midway between the bones, the best one first.
    directions : (m, 3) float
        From skin to tip, unit vectors, the best one first.
    ahead_mm : float
        So far ahead of the tip the line of the needle stays between the bones: it looks along the joint space.
    distance, skin, limits, also
        As for :func:`~spine_viewer.procedures.block_needle.find_block_needle`.

    Raises
    ------
    InputError
        If no needle keeps every limit; the message says what stops it.
    """
    near = LatticeDistance(distance, site.target.point, *LATTICE_MM)
    behind = behind_border_mm(tips, site.border, site.axes.posterior, site.axes.superior)
    kept = tips[behind >= limits.behind_foramen_mm]
    fallen = {"pass the ventral limit": len(tips) - len(kept), "do not see the joint space open": 0}
    fallen |= {"are cut off or too deep": 0, "come too near": 0}
    along = np.arange(-ahead_mm, limits.contact_mm + 1e-9, STEP_MM)
    for direction in directions:
        points = kept[:, None] - along[:, None] * direction
        room = near(points.reshape(-1, 3)).reshape(points.shape[:2]).min(axis=1)
        fits = np.flatnonzero(room >= limits.radius_mm - ABOUT_MM)
        fallen["do not see the joint space open"] += len(kept) - len(fits)
        for k in fits[:TRIES_PER_DIRECTION]:
            found = clear_way(kept[k], direction, distance, skin, limits, ahead_mm)
            if found is None:
                fallen["are cut off or too deep"] += 1
            elif also is None or also(found):
                return found
            else:
                fallen["come too near"] += 1
    reasons = ", ".join(f"{count} {why}" for why, count in fallen.items() if count)
    raise InputError(f"no clear needle path to {site.nerve}: of all needle positions tried, {reasons}")
