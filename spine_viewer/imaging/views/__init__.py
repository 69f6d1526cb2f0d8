"""The usual views of a level, their angles computed from the landmarks of the spine at hand.

A level names the bone that is looked at: a vertebra from ``C3`` to ``L5``, or ``S1`` for the sacrum; views of joints
and foramina show the one above it. Mind the numbering trap: the L3 medial branch is looked for at level ``L4``, the L5
dorsal ramus at ``S1``. One module per view holds how it is set (``make``), what it looks at (``centre``) and how well
it is set (``gauges``).
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from spine_viewer.anatomy.ids import SIDES, choose
from spine_viewer.errors import InputError
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.views import (
    ap,
    contralateral,
    corner,
    foramen,
    lateral,
    oblique,
    pillar,
    profile,
    sacral,
    trajectory,
)
from spine_viewer.imaging.views.gauge import Gauge
from spine_viewer.imaging.views.marks import SpineLike
from spine_viewer.imaging.views.oblique import scotty_dog_angle
from spine_viewer.imaging.views.table import TABLE, VIEW_LEVELS, VIEWS, check_level
from spine_viewer.imaging.views.trajectory import trajectory_view

__all__ = [
    "TABLE",
    "VIEWS",
    "VIEW_LEVELS",
    "Gauge",
    "SpineLike",
    "check_level",
    "gauge",
    "scotty_dog_angle",
    "trajectory_view",
    "view",
]

MODULES: dict[str, ModuleType] = {
    "ap": ap,
    "oblique": oblique,
    "lateral": lateral,
    "trajectory": trajectory,
    "pillar": pillar,
    "foraminal": foramen,
    "corner": corner,
    "sacral": sacral,
    "contralateral": contralateral,
    "profile": profile,
}


def view(
    spine: SpineLike,
    name: str,
    level: str,
    side: str = "left",
    *,
    target: ArrayLike | None = None,
    direction: ArrayLike | None = None,
    **c_arm: Any,
) -> CArm:
    """A C-arm that shows a level in a named view.

    Parameters
    ----------
    spine : SpineLike
        A spine in the pose of the patient on the table.
    name : str
        One of ``VIEWS``.
    level : str
        Bone looked at, one of the view's levels in ``TABLE``; ``S1`` is the sacrum.
    side : {"left", "right"}
        Side of the joint, lamina or foramen; for ``lateral`` the side of the detector. ``ap`` and ``pillar`` do not
        depend on it.
    target : (3,) float, optional
        Isocentre, world mm, instead of the view's own.
    direction : (3,) float, optional
        Only for ``trajectory``: from skin entry to target; the view looks exactly along it.
    **c_arm
        ``size``, ``field_mm``, ``source_to_detector_mm``, ``source_to_isocentre_mm`` of the :class:`CArm`.

    Raises
    ------
    InputError
        Unknown view or side, a level where the view does not apply, or angles that the C-arm cannot reach.
    """
    check_level(name, level)
    choose(side, SIDES, "side")
    if direction is not None and name != "trajectory":
        raise InputError(f"view {name!r} takes no direction; allowed: trajectory")
    module = MODULES[name]
    isocentre = module.centre(spine, level, side) if target is None else np.asarray(target, dtype=float)
    try:
        if direction is not None:
            return trajectory_view(direction, isocentre, **c_arm)
        made: CArm = module.make(spine, level, side, isocentre, **c_arm)
    except InputError as error:
        raise InputError(f"view {name!r} of {level} cannot be reached: {error}") from error
    return made


def gauge(spine: SpineLike, carm: CArm, name: str, level: str, side: str = "left") -> tuple[Gauge, ...]:
    """How well a C-arm is set for a named view, whoever set it.

    Parameters
    ----------
    spine, name, level, side
        As for :func:`view`.
    carm : CArm
        As it stands.

    Returns
    -------
    tuple of Gauge
        Each with value, unit, limit and ``ok``.
    """
    check_level(name, level)
    choose(side, SIDES, "side")
    found: tuple[Gauge, ...] = MODULES[name].gauges(spine, carm, level, side)
    return found
