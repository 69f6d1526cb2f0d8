"""The usual views of a level, their angles computed from the landmarks of the spine at hand.

A level names the bone that is looked at: ``L1`` to ``L5``, or ``S1`` for the sacrum. Mind the numbering trap: the L3
medial branch is looked for at level ``L4``, the L5 dorsal ramus at ``S1``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from spine_viewer.anatomy.ids import LUMBAR, SIDES, choose
from spine_viewer.errors import InputError
from spine_viewer.imaging.carm import CArm, angles_of
from spine_viewer.imaging.settings import c_arm_facts, figure

VIEWS = ("ap", "oblique", "lateral", "trajectory")
VIEW_LEVELS = (*LUMBAR, "S1")
RIM = ("anterior", "posterior", "left", "right")
ANGLE_STEP_DEG = 0.01
Array = NDArray[np.float64]


class SpineLike(Protocol):
    """What a view needs to know of a spine."""

    def landmark(self, name: str) -> Array:
        """(3,) world mm."""
        ...


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
        Anything with ``landmark(name)``.
    name : {"ap", "oblique", "lateral", "trajectory"}
    level : {"L1", .., "L5", "S1"}
        Bone looked at; ``S1`` is the sacrum.
    side : {"left", "right"}
        Side of the joint; for ``lateral`` the side of the detector. ``ap`` does not depend on it.
    target : (3,) float, optional
        Isocentre, world mm, instead of the view's own.
    direction : (3,) float, optional
        Only for ``trajectory``: from skin entry to target; the view looks exactly along it.
    **c_arm
        ``size``, ``field_mm``, ``source_to_detector_mm``, ``source_to_isocentre_mm`` of the :class:`CArm`.

    Raises
    ------
    InputError
        Unknown view, level or side, or a direction that the C-arm cannot reach.
    """
    choose(name, VIEWS, "view")
    choose(level, VIEW_LEVELS, "level")
    choose(side, SIDES, "side")
    if direction is not None and name != "trajectory":
        raise InputError(f"view {name!r} takes no direction; allowed: trajectory")
    if name == "trajectory" and direction is not None:
        centre = target if target is not None else _target(spine, level, side)
        return trajectory_view(direction, centre, **c_arm)
    makers: dict[str, Callable[..., CArm]] = {
        "ap": ap_view,
        "oblique": oblique_view,
        "lateral": lateral_view,
        "trajectory": standard_trajectory_view,
    }
    return makers[name](spine, level, side, target=target, **c_arm)


def ap_view(spine: SpineLike, level: str, side: str = "left", *, target: ArrayLike | None = None, **c_arm: Any) -> CArm:
    """From straight behind, tilted so that the superior endplate of the level is seen edge-on."""
    centre = _middle(spine, level) if target is None else np.asarray(target, dtype=float)
    return _squared(spine, level, centre, 0.0, **c_arm)


def oblique_view(spine: SpineLike, level: str, side: str, *, target: ArrayLike | None = None, **c_arm: Any) -> CArm:
    """The "Scotty dog": turned to the side until ear, eye and nose show, the superior endplate squared.

    The angle is that at which the tip of the superior articular process halves the superior endplate, kept between
    the limits of ``annotations/c_arm.json`` (20 to 40 degrees; 10 to 15 at the sacrum, where the iliac crest hides
    more).
    """
    centre = _target(spine, level, side) if target is None else np.asarray(target, dtype=float)
    return _squared(spine, level, centre, _sign(side) * scotty_dog_angle(spine, level, side), **c_arm)


def lateral_view(
    spine: SpineLike, level: str, side: str = "left", *, target: ArrayLike | None = None, **c_arm: Any
) -> CArm:
    """A true lateral: the left and the right pedicle of the level lie on each other; detector on ``side``."""
    left, right = (spine.landmark(f"{_bone(level)}:pedicle_centre:{one}") for one in SIDES)
    oblique, tilt = angles_of((left - right) * _sign(side))
    centre = (left + right) / 2 if target is None else np.asarray(target, dtype=float)
    return _c_arm(centre, oblique, tilt, **c_arm)


def standard_trajectory_view(
    spine: SpineLike, level: str, side: str, *, target: ArrayLike | None = None, **c_arm: Any
) -> CArm:
    """The usual start for a parallel electrode: from the squared endplate about 20 degrees to the side and 40-45
    degrees towards the feet; not to the side for the L5 dorsal ramus at the sacrum (level ``S1``)."""
    views = c_arm_facts().views
    name = "trajectory_oblique_sacrum_deg" if level == "S1" else "trajectory_oblique_deg"
    centre = _target(spine, level, side) if target is None else np.asarray(target, dtype=float)
    squared = _squared(spine, level, centre, _sign(side) * figure(views, name), **c_arm)
    lowest = float(c_arm_facts().geometry.tilt_deg.low or 0.0)
    return squared.turned(tilt_deg=max(squared.tilt_deg - figure(views, "trajectory_caudal_tilt_deg"), lowest))


def trajectory_view(direction: ArrayLike, target: ArrayLike, **c_arm: Any) -> CArm:
    """Down the barrel: a needle that runs along ``direction`` to ``target`` is seen as a dot in the middle.

    Parameters
    ----------
    direction : (3,) float
        From the skin to the target.
    target : (3,) float
        World mm; becomes the isocentre.
    """
    oblique, tilt = angles_of(-np.asarray(direction, dtype=float))
    return _c_arm(np.asarray(target, dtype=float), oblique, tilt, **c_arm)


def scotty_dog_angle(spine: SpineLike, level: str, side: str) -> float:
    """Degrees to the side at which the superior articular process (the dog's ear) halves the superior endplate.

    The endplate stays squared while the C-arm turns; the answer is kept within the usual limits.
    """
    views = c_arm_facts().views
    fact = views["scotty_dog_oblique_sacrum_deg" if level == "S1" else "scotty_dog_oblique_deg"]
    tip = spine.landmark(f"{_bone(level)}:superior_articular_process_tip:{side}")
    rim = np.array([spine.landmark(f"{_rim(level)}_{part}") for part in RIM])
    centre = _target(spine, level, side)

    def beyond(angle: float) -> float:
        """How far the tip lies to the far side of the endplate's middle in the picture."""
        arm = _squared(spine, level, centre, _sign(side) * angle)
        return _sign(side) * float(arm.pixel_of(tip)[0] - arm.pixel_of(rim)[:, 0].mean())

    low, high = float(fact.low or 0.0), float(fact.high or 0.0)
    if beyond(low) >= 0.0 or beyond(high) <= 0.0:
        return low if beyond(low) >= 0.0 else high
    while high - low > ANGLE_STEP_DEG:
        middle = (low + high) / 2
        low, high = (low, middle) if beyond(middle) >= 0.0 else (middle, high)
    return (low + high) / 2


def _bone(level: str) -> str:
    return "sacrum" if level == "S1" else level


def _rim(level: str) -> str:
    return "sacrum:s1_endplate" if level == "S1" else f"{level}:superior_endplate"


def _sign(side: str) -> float:
    return 1.0 if side == "left" else -1.0


def _endplate(spine: SpineLike, level: str) -> tuple[Array, Array]:
    """Middle and upward unit normal of the plane through the rim of the superior endplate."""
    front, back, left, right = (spine.landmark(f"{_rim(level)}_{part}") for part in RIM)
    normal = np.cross(left - right, back - front)
    return (front + back + left + right) / 4, normal / np.linalg.norm(normal)


def _middle(spine: SpineLike, level: str) -> Array:
    """Between the pedicles: body and posterior elements share the picture."""
    return np.asarray(np.mean([spine.landmark(f"{_bone(level)}:pedicle_centre:{side}") for side in SIDES], axis=0))


def _target(spine: SpineLike, level: str, side: str) -> Array:
    """Where the nerve crosses the bone of the level."""
    place = f"sacrum:ala_notch:{side}" if level == "S1" else f"{level}:superior_articular_process_neck:{side}"
    return np.asarray(spine.landmark(place), dtype=float)


def _squared(spine: SpineLike, level: str, centre: Array, oblique_deg: float, **c_arm: Any) -> CArm:
    """The tilt at which the ray through the middle of the superior endplate runs in its plane."""
    middle, normal = _endplate(spine, level)
    straight = _c_arm(centre, oblique_deg, 0.0, **c_arm)
    angle = math.radians(oblique_deg)
    flat = normal[0] * math.sin(angle) + normal[1] * math.cos(angle)
    reach = math.hypot(flat, normal[2])
    # (middle - source) . normal = 0 with source = centre - distance * direction(tilt)
    offset = float(np.dot(normal, centre - middle)) / straight.source_to_isocentre_mm
    tilt = math.asin(max(-1.0, min(1.0, offset / reach))) - math.atan2(flat, normal[2])
    return straight.turned(tilt_deg=math.degrees(tilt))


def _c_arm(centre: Array, oblique_deg: float, tilt_deg: float, **c_arm: Any) -> CArm:
    return CArm((float(centre[0]), float(centre[1]), float(centre[2])), oblique_deg, tilt_deg, **c_arm)
