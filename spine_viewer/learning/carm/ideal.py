"""The shortest way: a picture to see where one is, every joint at once to its place, a picture to see that it is."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from spine_viewer.learning.carm.actions import Action, Expose, Finish, Move
from spine_viewer.learning.carm.figures import carm_figures
from spine_viewer.learning.carm.mending import centring
from spine_viewer.learning.carm.share import share
from spine_viewer.learning.carm.state import Pose

if TYPE_CHECKING:
    from spine_viewer.learning.carm.practice import CarmPractice

BESIDE = (-2, -1, 0, 1, 2)  # whole degrees about the view that are tried, the nearest first


def ideal_pose(practice: CarmPractice) -> Pose:
    """In the view as well as whole steps of the machine let one be, where it can stand like that."""
    ideal, degree, setting = practice.ideal, carm_figures().step("angle_deg"), centring(practice)
    near = Pose(degree * round(ideal.oblique_deg / degree), degree * round(ideal.tilt_deg / degree), setting)
    if all(one.ok for one in practice.gauges(near)) and not practice.refusal(near):
        return near
    beside = [[degree * (round(angle / degree) + n) for n in BESIDE] for angle in (ideal.oblique_deg, ideal.tilt_deg)]
    poses = [replace(near, oblique_deg=oblique, tilt_deg=tilt) for oblique, tilt in product(*beside)]
    poses.sort(key=lambda pose: math.hypot(pose.oblique_deg - ideal.oblique_deg, pose.tilt_deg - ideal.tilt_deg))
    free = [pose for pose in poses if not practice.refusal(pose)] or [near]
    return max(free, key=lambda pose: sum(share(one) for one in practice.gauges(pose)))


def ideal_script(practice: CarmPractice) -> tuple[Action, ...]:
    """The actions of the shortest way."""
    pose, first = ideal_pose(practice), practice.first.pose
    wanted = {"oblique_deg": pose.oblique_deg, "tilt_deg": pose.tilt_deg}
    joints = ("table_height_mm", "pan_along_mm", "pan_across_mm")
    wanted |= {name: getattr(pose.setting, name) for name in joints if getattr(pose.setting, name)}
    moves = {name: value for name, value in wanted.items() if value != getattr(first, name, None)}
    return Expose(), Move.model_validate(moves), Expose(), Finish()


def ideal_exposures(practice: CarmPractice) -> int:
    """Pictures that the shortest way takes."""
    return sum(isinstance(one, Expose) for one in ideal_script(practice))
