"""Parts of a bone as marks: endplates, pedicles, pillars, joint faces, foramina and the Scotty dog."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.ids import CERVICAL, SIDES, above, bone_of
from spine_viewer.imaging.overlay.mark import Array, Mark, Pen, ellipse
from spine_viewer.imaging.views.contralateral import HALF_HEIGHT_MM, front_of_lamina
from spine_viewer.imaging.views.marks import FORAMINA, nerve_crossing, point, rim, spinous_process
from spine_viewer.imaging.views.sacral import opening


def endplate(pen: Pen, level: str) -> Mark:
    """Rim of the superior endplate: a line where it is squared, an ellipse where it is not."""
    front, back, left, right = rim(pen.spine, level)
    ring = ellipse((front + back) / 2, (left - right) / 2, (back - front) / 2)
    return pen.mark("endplate", "ring", ring, level=level)


def pedicle(pen: Pen, level: str, side: str, name: str = "pedicle_of_side") -> Mark:
    """The ring of a pedicle; of the sacrum its middle."""
    if level == "S1":
        return pen.mark(name, "point", point(pen.spine, level, f"pedicle_centre:{side}"), side=side)
    upper, lower, inner, outer = (
        point(pen.spine, level, f"pedicle_{part}:{side}") for part in ("superior", "inferior", "medial", "lateral")
    )
    ring = ellipse((upper + lower) / 2, (upper - lower) / 2, (outer - inner) / 2)
    return pen.mark(name, "ring", ring, side=side)


def pedicles(pen: Pen, level: str) -> tuple[Mark, ...]:
    """Both pedicles."""
    return tuple(pedicle(pen, level, side) for side in SIDES)


def spinous(pen: Pen, level: str) -> Mark:
    """Tip of the spinous process."""
    name = "median_crest" if level == "S1" else "spinous_process"
    return pen.mark(name, "point", spinous_process(pen.spine, level))


def pillar(pen: Pen, level: str, side: str) -> Mark:
    """Articular pillar of the neck: a parallelogram between the ends of its upper and its lower joint face."""
    corners = []
    for end in ("superior", "inferior"):
        middle = point(pen.spine, level, f"{end}_articular_facet:{side}")
        tip = point(pen.spine, level, f"{end}_articular_process_tip:{side}")
        corners += [tip, 2.0 * middle - tip]
    return pen.mark("pillar", "ring", np.array(corners), level=level, side=side)


def waist(pen: Pen, level: str, side: str) -> Mark:
    """The waist of an articular pillar, where the medial branch runs."""
    place = point(pen.spine, level, f"articular_pillar_waist:{side}")
    return pen.mark("waist", "point", place, side=side)


def joint_face(pen: Pen, level: str, side: str, name: str = "joint_space") -> Mark:
    """Joint face of the lower bone: a line where it is edge-on."""
    bone = pen.spine.bone(bone_of(level))
    face, turn = bone.entry.faces[f"superior_articular_facet:{side}"], np.asarray(bone.matrix)[:3, :3]
    normal, upwards = np.array(face.normal), np.array(face.up)
    upwards = upwards - (upwards @ normal) * normal
    upwards = upwards / np.linalg.norm(upwards)
    across = np.cross(normal, upwards)
    centre = turn @ np.array(face.centre) + np.asarray(bone.matrix)[:3, 3]
    half_axes = turn @ (face.half_width_mm * across), turn @ (face.half_height_mm * upwards)
    return pen.mark(name, "ring", ellipse(centre, *half_axes), levels=f"{above(level)}-{level}", side=side)


def disc_of(pen: Pen, name: str, centre: Array, way: Array, radius_mm: float, **about: str) -> Mark:
    """A circle about ``centre`` square to ``way`` (3,)."""
    way = way / np.linalg.norm(way)
    one = np.cross(way, [0.0, 0.0, 1.0])
    one = one / np.linalg.norm(one)
    return pen.mark(name, "ring", ellipse(centre, radius_mm * one, radius_mm * np.cross(way, one)), **about)


def sacral_foramina(pen: Pen) -> tuple[Mark, ...]:
    """Posterior openings as rings, the middles of the anterior ones as points, S1 to S3 on both sides."""
    found = []
    for foramen in FORAMINA:
        for side in SIDES:
            back, radius = opening(pen.spine, foramen, side, "posterior")
            front, _ = opening(pen.spine, foramen, side, "anterior")
            found.append(disc_of(pen, "sacral_foramen", back, pen.arm.detector_direction, radius, foramen=foramen))
            found.append(pen.mark("sacral_foramen_front", "point", front, foramen=foramen))
    return tuple(found)


def dog(pen: Pen, level: str, side: str) -> tuple[Mark, ...]:
    """The Scotty dog: eye, ear, nose, neck and front leg; at the sacrum ear and eye, and the notch of the ala."""

    def part(name: str) -> Array:
        return point(pen.spine, level, f"{name}:{side}")

    if level == "S1":
        process = [part("superior_articular_facet"), part("superior_articular_process_tip"), part("ala_notch")]
        return (pen.mark("ear", "line", np.array(process)), pen.mark("notch", "point", part("ala_notch")))
    head = ("transverse_process_tip", "transverse_process_superior_root", "superior_articular_process_neck")
    ear = ("superior_articular_process_tip", "superior_articular_facet")
    trunk = ("lamina", "inferior_articular_facet", "inferior_articular_process_tip")
    throat = ("pars_interarticularis", "accessory_process")
    outline = np.array([part(name) for name in (*head, *ear, *trunk, *throat)])
    return (
        pen.mark("dog", "ring", outline),
        pedicle(pen, level, side, "eye"),
        pen.mark("ear", "point", part("superior_articular_process_tip")),
        pen.mark("nose", "point", part("transverse_process_tip")),
        pen.mark("neck", "line", np.array([part("pars_interarticularis"), part("pars_anterior")])),
        pen.mark("front_leg", "point", part("inferior_articular_process_tip")),
        pen.mark("body", "point", part("lamina")),
    )


def corner(pen: Pen, level: str, side: str) -> tuple[Mark, ...]:
    """Transverse process with its superolateral corner."""
    names = ("superior_articular_process_neck", "transverse_process_superolateral", "transverse_process_tip")
    line = np.array([point(pen.spine, level, f"{name}:{side}") for name in names])
    return (
        pen.mark("transverse_process", "line", line),
        pen.mark("corner", "point", line[1]),
    )


def lamina(pen: Pen, level: str, side: str) -> Mark:
    """Front of the lamina from above downwards, edge-on in the contralateral oblique."""
    middle, normal = front_of_lamina(pen.spine, level, side)
    down = np.cross(normal, pen.arm.detector_direction)
    ends = middle + np.outer([-HALF_HEIGHT_MM, HALF_HEIGHT_MM], down / np.linalg.norm(down))
    return pen.mark("lamina", "line", ends, side=side)


def target(pen: Pen, level: str, side: str) -> Mark:
    """Where the nerve crosses the bone."""
    return pen.mark("nerve", "point", nerve_crossing(pen.spine, level, side))


def left_and_right(pen: Pen, level: str) -> tuple[Mark, ...]:
    """What falls on each other in a lateral: pillars in the neck, else pedicles."""
    if level in CERVICAL:
        return tuple(pillar(pen, level, side) for side in SIDES)
    return pedicles(pen, level)
