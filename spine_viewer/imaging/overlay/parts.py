"""Parts of a bone as marks: endplates, pedicles, pillars, joint faces, foramina and the Scotty dog."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.ids import CERVICAL, SIDES, bone_of
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.overlay.mark import Array, Mark, ellipse, mark
from spine_viewer.imaging.views.contralateral import HALF_HEIGHT_MM, front_of_lamina
from spine_viewer.imaging.views.marks import FORAMINA, SpineLike, nerve_crossing, point, rim, spinous_process
from spine_viewer.imaging.views.sacral import opening


def endplate(spine: SpineLike, arm: CArm, level: str) -> Mark:
    """Rim of the superior endplate: a line where it is squared, an ellipse where it is not."""
    front, back, left, right = rim(spine, level)
    ring = ellipse((front + back) / 2, (left - right) / 2, (back - front) / 2)
    return mark(arm, f"{level} superior endplate", "ring", ring)


def pedicle(spine: SpineLike, arm: CArm, level: str, side: str, name: str = "") -> Mark:
    """The ring of a pedicle; of the sacrum its middle."""
    name = name or f"{side} pedicle"
    if level == "S1":
        return mark(arm, name, "point", point(spine, level, f"pedicle_centre:{side}"))
    upper, lower, inner, outer = (
        point(spine, level, f"pedicle_{part}:{side}") for part in ("superior", "inferior", "medial", "lateral")
    )
    return mark(arm, name, "ring", ellipse((upper + lower) / 2, (upper - lower) / 2, (outer - inner) / 2))


def pedicles(spine: SpineLike, arm: CArm, level: str) -> tuple[Mark, ...]:
    """Both pedicles."""
    return tuple(pedicle(spine, arm, level, side) for side in SIDES)


def spinous(spine: SpineLike, arm: CArm, level: str) -> Mark:
    """Tip of the spinous process."""
    name = "median crest" if level == "S1" else "spinous process"
    return mark(arm, name, "point", spinous_process(spine, level))


def pillar(spine: SpineLike, arm: CArm, level: str, side: str) -> Mark:
    """Articular pillar of the neck: a parallelogram between the ends of its upper and its lower joint face."""
    corners = []
    for end in ("superior", "inferior"):
        middle = point(spine, level, f"{end}_articular_facet:{side}")
        tip = point(spine, level, f"{end}_articular_process_tip:{side}")
        corners += [tip, 2.0 * middle - tip]
    return mark(arm, f"{level} {side} pillar", "ring", np.array(corners))


def waist(spine: SpineLike, arm: CArm, level: str, side: str) -> Mark:
    """The waist of an articular pillar, where the medial branch runs."""
    return mark(arm, f"{side} waist", "point", point(spine, level, f"articular_pillar_waist:{side}"))


def joint_face(spine: SpineLike, arm: CArm, level: str, side: str, name: str = "joint space") -> Mark:
    """Joint face of the lower bone: a line where it is edge-on."""
    bone = spine.bone(bone_of(level))
    face, turn = bone.entry.faces[f"superior_articular_facet:{side}"], np.asarray(bone.matrix)[:3, :3]
    normal, upwards = np.array(face.normal), np.array(face.up)
    upwards = upwards - (upwards @ normal) * normal
    upwards = upwards / np.linalg.norm(upwards)
    across = np.cross(normal, upwards)
    centre = turn @ np.array(face.centre) + np.asarray(bone.matrix)[:3, 3]
    half_axes = turn @ (face.half_width_mm * across), turn @ (face.half_height_mm * upwards)
    return mark(arm, name, "ring", ellipse(centre, *half_axes))


def disc_of(arm: CArm, name: str, centre: Array, way: Array, radius_mm: float) -> Mark:
    """A circle about ``centre`` square to ``way`` (3,)."""
    way = way / np.linalg.norm(way)
    one = np.cross(way, [0.0, 0.0, 1.0])
    one = one / np.linalg.norm(one)
    return mark(arm, name, "ring", ellipse(centre, radius_mm * one, radius_mm * np.cross(way, one)))


def sacral_foramina(spine: SpineLike, arm: CArm) -> tuple[Mark, ...]:
    """Posterior openings as rings, the middles of the anterior ones as points, S1 to S3 on both sides."""
    found = []
    for foramen in FORAMINA:
        for side in SIDES:
            back, radius = opening(spine, foramen, side, "posterior")
            front, _ = opening(spine, foramen, side, "anterior")
            found.append(disc_of(arm, f"{foramen} foramen", back, arm.detector_direction, radius))
            found.append(mark(arm, f"{foramen} anterior opening", "point", front))
    return tuple(found)


def dog(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Mark, ...]:
    """The Scotty dog: eye, ear, nose, neck and front leg; at the sacrum ear and eye, and the notch of the ala."""

    def part(name: str) -> Array:
        return point(spine, level, f"{name}:{side}")

    if level == "S1":
        process = [part("superior_articular_facet"), part("superior_articular_process_tip"), part("ala_notch")]
        return (mark(arm, "ear", "line", np.array(process)), mark(arm, "notch", "point", part("ala_notch")))
    head = ("transverse_process_tip", "transverse_process_superior_root", "superior_articular_process_neck")
    ear = ("superior_articular_process_tip", "superior_articular_facet")
    trunk = ("lamina", "inferior_articular_facet", "inferior_articular_process_tip")
    throat = ("pars_interarticularis", "accessory_process")
    outline = np.array([part(name) for name in (*head, *ear, *trunk, *throat)])
    return (
        mark(arm, "Scotty dog", "ring", outline),
        pedicle(spine, arm, level, side, "eye"),
        mark(arm, "ear", "point", part("superior_articular_process_tip")),
        mark(arm, "nose", "point", part("transverse_process_tip")),
        mark(arm, "neck", "line", np.array([part("pars_interarticularis"), part("pars_anterior")])),
        mark(arm, "front leg", "point", part("inferior_articular_process_tip")),
        mark(arm, "body", "point", part("lamina")),
    )


def corner(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Mark, ...]:
    """Transverse process with its superolateral corner."""
    names = ("superior_articular_process_neck", "transverse_process_superolateral", "transverse_process_tip")
    line = np.array([point(spine, level, f"{name}:{side}") for name in names])
    return (
        mark(arm, "transverse process", "line", line),
        mark(arm, "superolateral corner", "point", line[1]),
    )


def lamina(spine: SpineLike, arm: CArm, level: str, side: str) -> Mark:
    """Front of the lamina from above downwards, edge-on in the contralateral oblique."""
    middle, normal = front_of_lamina(spine, level, side)
    down = np.cross(normal, arm.detector_direction)
    ends = middle + np.outer([-HALF_HEIGHT_MM, HALF_HEIGHT_MM], down / np.linalg.norm(down))
    return mark(arm, f"front of {side} lamina", "line", ends)


def target(spine: SpineLike, arm: CArm, level: str, side: str) -> Mark:
    """Where the nerve crosses the bone."""
    return mark(arm, "nerve crosses here", "point", nerve_crossing(spine, level, side))


def left_and_right(spine: SpineLike, arm: CArm, level: str) -> tuple[Mark, ...]:
    """What falls on each other in a lateral: pillars in the neck, else pedicles."""
    if level in CERVICAL:
        return tuple(pillar(spine, arm, level, side) for side in SIDES)
    return pedicles(spine, arm, level)
