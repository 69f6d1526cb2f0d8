"""Rules about the ways of nerves and of structures to avoid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.ids import SIDES
from spine_viewer.anatomy.rules.finding import Finding
from spine_viewer.anatomy.rules.material import Material
from spine_viewer.anatomy.soft.nerves import place

MIRROR_TOLERANCE_MM = 1.5  # the bones' low-frequency texture is not symmetric and moves a landmark by up to 0.8 mm
DRAWN_WITHOUT_COURSE = ("dural_sac",)


def nerves_have_names_of_their_own(material: Material) -> Iterator[Finding]:
    """No two courses, and no two structures to avoid, have the same id at one level and side."""
    nerves = Counter(course.id for course in material.courses)
    for name, count in nerves.items():
        yield Finding("name is its own", name, count == 1, f"{count} times", "once")
    hazards = Counter(one.id for one in material.avoid if one.entry.shape != "sheet")
    for name, count in hazards.items():
        yield Finding("name is its own", f"{name} (to avoid)", count == 1, f"{count} times", "once")


def trunks_stand_before_branches(material: Material) -> Iterator[Finding]:
    """The nerve from which a course starts exists, and stands before it in the file."""
    seen: set[str] = set()
    for course in material.courses:
        if course.start:
            value = course.start if course.start in seen else f"{course.start} not before it"
            yield Finding("trunk comes first", course.id, course.start in seen, value, course.start)
        seen.add(course.id)


def landmarks_exist_on_built_bones(material: Material) -> Iterator[Finding]:
    """Every landmark on a way exists on its bone, where that bone is built."""
    ways = [(course.id, course.landmarks) for course in material.courses]
    ways += [(f"{one.id} (to avoid)", tuple(n for names in one.landmarks for n in names)) for one in material.avoid]
    for name, landmarks in ways:
        built = [mark for mark in landmarks if mark.partition(":")[0] in material.landmarks]
        missing = [mark for mark in built if _point(material, mark) is None]
        if built:
            yield Finding("landmark exists", name, not missing, ", ".join(missing) or "all there", "all there")


def left_mirrors_right(material: Material) -> Iterator[Finding]:
    """A course names the same things on both sides, and on built bones its points are mirror images."""
    by_id = {course.id: course for course in material.courses}
    for course in material.courses:
        if course.side != SIDES[0]:
            continue
        twin = by_id.get(_other_side(course.id))
        same = twin is not None and twin.landmarks == tuple(map(_other_side, course.landmarks))
        yield Finding("both sides alike", course.id, same, twin.id if twin else "no twin", _other_side(course.id))
        if twin is None or not same or not course.bones <= set(material.landmarks):
            continue
        for i, point in enumerate(course.course.way):
            names = point.landmarks(course.names)
            marks = [*names, *point.landmarks(twin.names)]
            if any(_point(material, mark) is None for mark in marks):
                continue  # another rule speaks of it
            left, right = (
                place(
                    point.landmarks(one.names),
                    point.offset_at(one.level),
                    one.side,
                    lambda mark: np.array(_point(material, mark)),
                    lambda bone: np.eye(4),
                )
                for one in (course, twin)
            )
            off = float(np.linalg.norm(left - right * np.array([-1.0, 1.0, 1.0])))
            ok = off <= MIRROR_TOLERANCE_MM
            yield Finding("mirror image", f"{course.id}, point {i}", ok, f"{off:.2f} mm", f"<= {MIRROR_TOLERANCE_MM}")


def structures_to_avoid_resolve(material: Material) -> Iterator[Finding]:
    """What is said to be drawn already is a nerve with a course, or the dural sac."""
    known = {course.id for course in material.courses} | set(DRAWN_WITHOUT_COURSE)
    for one in material.avoid:
        if one.entry.shape == "drawn":
            yield Finding("drawn structure", one.id, one.drawn in known, one.drawn, "a nerve's id, or dural_sac")


def kinds_can_be_drawn(material: Material) -> Iterator[Finding]:
    """Every kind of nerve and of structure to avoid has a colour, every kind of nerve a display diameter."""
    palette = material.documents.get("palette.json", {})
    colours, diameters = palette.get("kinds", {}), palette.get("display_diameter_mm", {})
    for kind in dict.fromkeys(course.course.kind for course in material.courses):
        ok = kind in colours and kind in diameters
        yield Finding("kind can be drawn", kind, ok, "there" if ok else "missing", "a colour and a display diameter")
    for kind in dict.fromkeys(one.entry.kind for one in material.avoid if one.entry.shape != "drawn"):
        ok = kind in colours
        yield Finding("kind can be drawn", kind, ok, "there" if ok else "missing", "a colour")


def _point(material: Material, landmark: str) -> Array | None:
    bone, _, name = landmark.partition(":")
    point = material.landmarks.get(bone, {}).get(name)
    return None if point is None else np.array(point)


def _other_side(text: str) -> str:
    left, right = SIDES
    return text.replace(left, "\0").replace(right, left).replace("\0", right)


RULES = (
    nerves_have_names_of_their_own,
    trunks_stand_before_branches,
    landmarks_exist_on_built_bones,
    left_mirrors_right,
    structures_to_avoid_resolve,
    kinds_can_be_drawn,
)
