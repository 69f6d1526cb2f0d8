"""Rules about joints and their nerves, and about the level at which a nerve crosses bone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spine_viewer.anatomy.ids import FACET_JOINT_LEVELS, LEVELS, SIDES, bone_of, crossed_level, neighbours
from spine_viewer.anatomy.rules.finding import Finding
from spine_viewer.anatomy.rules.material import Material

BRANCHES_TO_JOINTS = ("medial_branch", "third_occipital", "articular_branch", "lateral_branch", "ventral_ramus")
OTHER_JOINTS = ("atlantooccipital", "atlantoaxial", "sacroiliac")
UNTREATED = ("atlantooccipital", "atlantoaxial")
BONES = (*LEVELS[: LEVELS.index("S1")], "sacrum", "occiput", *(f"hip_{side}" for side in SIDES))
NERVELESS_UPPER_BONE = {"C2-C3": "C2"}  # the third occipital nerve alone supplies C2-C3; it belongs to C3


def every_joint_is_there(material: Material) -> Iterator[Finding]:
    """All joints from the occiput to the pelvis stand in the file, once, with the bones of their name."""
    wanted = [f"{name}:{side}" for name in OTHER_JOINTS for side in SIDES]
    wanted += [f"facet:{levels}:{side}" for levels in FACET_JOINT_LEVELS for side in SIDES]
    count = Counter(joint.id for joint in material.joints)
    for name in dict.fromkeys([*wanted, *count]):
        ok = count[name] == 1 and name in wanted
        yield Finding("joint is there", name, ok, f"{count[name]} times", "once" if name in wanted else "not at all")
    for joint in material.joints:
        kind, _, rest = joint.id.partition(":")
        own = tuple(map(bone_of, neighbours(rest.partition(":")[0]))) if kind == "facet" else joint.bones
        ok = joint.bones == own and set(own) <= set(BONES)
        yield Finding("joint has its bones", joint.id, ok, ", ".join(joint.bones), ", ".join(own))


def every_joint_has_its_nerves(material: Material) -> Iterator[Finding]:
    """Every nerve that a joint names has a course."""
    nerves = {course.id for course in material.courses}
    for joint in material.joints:
        missing = [nerve for nerve in joint.nerves if nerve not in nerves]
        ok = bool(joint.nerves) and not missing
        yield Finding("joint has its nerves", joint.id, ok, ", ".join(missing) or "all there", "all there")


def every_nerve_has_its_joint(material: Material) -> Iterator[Finding]:
    """Every branch that is drawn for the sake of a joint belongs to one."""
    joints = {joint.id for joint in material.joints}
    named = {nerve for joint in material.joints for nerve in joint.nerves}
    for course in material.courses:
        if course.course.kind in BRANCHES_TO_JOINTS:
            ok = course.joint in joints if course.joint else course.id in named
            yield Finding("nerve has its joint", course.id, ok, course.joint or "none of its own", "a joint")


def nerves_cross_the_bone_that_the_rule_says(material: Material) -> Iterator[Finding]:
    """A cervical nerve crosses bone at its own level, C8 at T1, a thoracic or lumbar one a level below its name."""
    for course in material.courses:
        if course.crosses is not None:
            want = crossed_level(course.level)
            yield Finding("crosses its bone", course.id, course.crosses == want, course.crosses, want)


def joints_are_supplied_by_the_nerves_that_cross_their_bones(material: Material) -> Iterator[Finding]:
    """A facet joint's nerves are those that cross its upper and its lower bone."""
    crosses = {course.id: course.crosses for course in material.courses}
    for joint in material.joints:
        if joint.entry.kind != "facet":
            continue
        levels = joint.id.split(":")[1]
        want = [level for level in neighbours(levels) if level != NERVELESS_UPPER_BONE.get(levels)]
        have = [str(crosses.get(nerve)) for nerve in joint.nerves]
        yield Finding("joint follows the level rule", joint.id, have == want, ", ".join(have), ", ".join(want))


def targets_are_marked(material: Material) -> Iterator[Finding]:
    """Nerves of a joint that is treated have one target point; the two uppermost joints have none to offer."""
    targets = {course.id: sum(point.target for point in course.course.way) for course in material.courses}
    for joint in material.joints:
        treated = joint.entry.kind not in UNTREATED
        ok = joint.entry.medial_branch_target == treated
        yield Finding("treated or not", joint.id, ok, str(joint.entry.medial_branch_target), str(treated))
        for nerve in joint.nerves:
            count = targets.get(nerve, 0)
            want = 1 if treated else 0
            yield Finding("target point", f"{joint.id}: {nerve}", count == want, str(count), str(want))


RULES = (
    every_joint_is_there,
    every_joint_has_its_nerves,
    every_nerve_has_its_joint,
    nerves_cross_the_bone_that_the_rule_says,
    joints_are_supplied_by_the_nerves_that_cross_their_bones,
    targets_are_marked,
)
