"""Where a needle is to go through the skin, and which way: chosen on the skin, on an X-ray, or step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.imaging.carm import CArm, angles_of
from spine_viewer.learning.practice.actions import Enter
from spine_viewer.learning.practice.state import Point, point
from spine_viewer.procedures.model import Array

if TYPE_CHECKING:
    from spine_viewer.learning.practice.practice import Practice

FAR_MM = 600.0  # from outside the body to its other side
OFF_SKIN_MM = 60.0
STEEPEST_DEG = 89.0


@dataclass(frozen=True)
class Aim:
    """A needle outside the skin: ``point`` (3,) on it, and the unit ``direction`` (3,) of its advance."""

    point: Point
    direction: Point

    @property
    def angles_deg(self) -> tuple[float, float]:
        """Oblique and tilt of the hub seen from the skin, as a C-arm's detector has them."""
        return angles_of(-np.array(self.direction))

    def action(self) -> Enter:
        """Through the skin."""
        return Enter(point=self.point, direction=self.direction)


def first_aim(practice: Practice) -> Aim:
    """Over the midline behind the joint, straight from behind: it tells nothing about the target."""
    centre = np.array(practice.spine.joint(practice.plan.joint_id).centre, dtype=float)
    centre[0] = 0.0
    found = practice.skin.exit(centre, np.array([0.0, 1.0, 0.0]), FAR_MM)
    if found is None:
        raise InputError("there is no skin behind the joint")
    return Aim(point(found[0]), (0.0, -1.0, 0.0))


def aim_along(practice: Practice, origin: Array, direction: Array, keep: Aim | None = None) -> Aim:
    """Where a line of sight from ``origin`` (3,) along ``direction`` (3,) first meets the skin.

    The needle is aimed along the line, or as ``keep`` is.

    Raises
    ------
    InputError
        If the line misses the skin.
    """
    way = np.asarray(direction, dtype=float) / np.linalg.norm(direction)
    found = practice.skin.exit(np.asarray(origin, dtype=float), way, _reach(practice, origin))
    if found is None:
        raise InputError("there is no skin at that place")
    return Aim(point(found[0]), point(way) if keep is None else keep.direction)


def aim_on_picture(practice: Practice, arm: CArm, place: Array) -> Aim:
    """The needle end-on in a picture: on the beam that ends at a ``place`` (column, row), entering at the detector."""
    source, way = arm.ray(place)
    return aim_along(practice, source + 2.0 * arm.source_to_detector_mm * way, -way)


def moved(practice: Practice, aim: Aim, left_mm: float, head_mm: float) -> Aim:
    """The same direction from a place further to the patient's left and head, on the skin."""
    way = np.array(aim.direction)
    wished = np.array(aim.point) + np.array([left_mm, 0.0, head_mm])
    found = practice.skin.exit(wished - OFF_SKIN_MM * way, way, 2.0 * OFF_SKIN_MM)
    if found is None:
        raise InputError("there is no skin at that place")
    return Aim(point(found[0]), aim.direction)


def turned(aim: Aim, oblique_deg: float, tilt_deg: float) -> Aim:
    """The same place from a hub further towards the patient's left and head."""
    oblique, tilt = aim.angles_deg
    return directed(aim, oblique + oblique_deg, float(np.clip(tilt + tilt_deg, -STEEPEST_DEG, STEEPEST_DEG)))


def directed(aim: Aim, oblique_deg: float, tilt_deg: float) -> Aim:
    """The same place with the hub at these angles."""
    oblique, tilt = np.radians([oblique_deg, tilt_deg])
    hub = np.array([np.sin(oblique) * np.cos(tilt), np.cos(oblique) * np.cos(tilt), np.sin(tilt)])
    return Aim(aim.point, point(-hub))


def end_on(aim: Aim, arm: CArm) -> Aim:
    """The same place, aimed along the beam that goes through it."""
    way = np.array(aim.point) - arm.source
    return Aim(aim.point, point(-way / np.linalg.norm(way)))


def _reach(practice: Practice, origin: Array) -> float:
    """Far enough to come through the body from where the line begins."""
    centre = np.array(practice.spine.joint(practice.plan.joint_id).centre, dtype=float)
    return float(np.linalg.norm(centre - np.asarray(origin, dtype=float))) + FAR_MM
