"""Which joints and nerves of the annotations a spine can have: those whose bones it has. The one place that decides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from spine_viewer.anatomy.joint_entries import JointAt, JointFile, load_joints
from spine_viewer.anatomy.soft.courses import CourseAt, Courses, load_courses

TWIGS = "articular_branch"


@dataclass(frozen=True)
class Present:
    """Nerve courses and joints that a set of bones allows, in the order of their files."""

    courses: tuple[CourseAt, ...]
    joints: tuple[JointAt, ...]


def present(bones: Collection[str]) -> Present:
    """What of the shipped annotations the bones allow; see :func:`select`."""
    return _shipped(frozenset(bones))


@lru_cache(maxsize=8)
def _shipped(bones: frozenset[str]) -> Present:
    return select(bones, load_courses(), load_joints())


def select(bones: Collection[str], courses: Courses, joints: JointFile) -> Present:
    """Courses and joints for which everything is there.

    A nerve needs every bone on its way and the nerve from which it branches. A joint needs its bones and all of its
    nerves, so that a plan never treats half of its supply. A twig to a joint needs that joint.
    """
    have = set(bones)
    laid: dict[str, CourseAt] = {}
    for course in courses.on_both_sides():
        if course.bones <= have and (course.start is None or course.start in laid):
            laid[course.id] = course
    found = {
        joint.id: joint
        for joint in joints.on_both_sides()
        if have.issuperset(joint.bones) and all(nerve in laid for nerve in joint.nerves)
    }
    kept = (one for one in laid.values() if one.course.kind != TWIGS or one.joint in found)
    return Present(tuple(kept), tuple(found.values()))
