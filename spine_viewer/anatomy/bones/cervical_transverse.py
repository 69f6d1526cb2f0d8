"""Transverse process of the neck (left side): two bars, the plate that joins them, foramen and nerve groove."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.combine import union_all
from spine_viewer.anatomy.field.primitives import Ellipsoid
from spine_viewer.anatomy.field.sweep import Sweep, sweep


def anterior_tubercle(shape: VertebraShape) -> Array:
    """(3,) centre of the left anterior tubercle, mm."""
    return shape.point("at")


def posterior_tubercle(shape: VertebraShape) -> Array:
    """(3,) centre of the left posterior tubercle, whose end lies half of TPW from the midline, mm."""
    s = shape
    return np.array([0.5 * s["TPW"] - s["pt_half"], s["pt_y"], s["pt_z"]])


def foramen_centre(shape: VertebraShape) -> Array:
    """(3,) centre of the left transverse foramen, in empty space, mm."""
    return shape.point("tf")


def anterior_bar(shape: VertebraShape) -> Sweep:
    """Costal bar in front of the foramen, from the side of the body to the anterior tubercle."""
    s = shape
    end = anterior_tubercle(s)
    return sweep(
        [s.point("ab_root"), s.point("ab_mid"), end],
        [s["ab_root_half_thickness"], s["ab_half_thickness"], 0.8 * s["at_half"]],
        [s["ab_root_half_height"], s["ab_half_height"], s["at_half"]],
        power=2.2,
    )


def posterior_bar(shape: VertebraShape) -> Sweep:
    """Bar behind the foramen, from the front of the pillar to the posterior tubercle."""
    s = shape
    return sweep(
        [s.point("pb_root"), s.point("pb_mid"), posterior_tubercle(s)],
        [s["pb_root_half_thickness"], s["pb_half_thickness"], s["pt_half"]],
        [s["pb_root_half_height"], s["pb_half_height"], s["pt_half"] * s["pt_tall"]],
        power=2.2,
        caps=(2.0, s["pt_half"]),
    )


def lamella(shape: VertebraShape) -> Sweep:
    """Plate outside the foramen that joins both bars: the floor of the nerve groove."""
    s = shape
    bar_front, bar_rear = anterior_tubercle(s), s.point("pb_mid")
    middle = s.point("lm")
    start = 0.75 * bar_front + 0.25 * s.point("ab_mid")
    end = 0.6 * bar_rear + 0.4 * posterior_tubercle(s)
    return sweep(
        [start, middle, end],
        [s["lm_half_width"]] * 3,
        [s["lm_half_height"]] * 3,
        power=2.3,
    )


def transverse(shape: VertebraShape) -> Field:
    """Transverse process, before foramen and groove are cut."""
    s = shape
    knob = Ellipsoid(anterior_tubercle(s), np.array([1.0, 0.95, s["at_tall"]]) * s["at_half"])
    return union_all(
        [
            (anterior_bar(s), 0.0),
            (knob, 1.0),
            (posterior_bar(s), 1.5),
            (lamella(s), s["lm_blend"]),
        ]
    )


def foramen(shape: VertebraShape) -> Sweep:
    """Transverse foramen: a short tunnel through the process."""
    s, centre = shape, foramen_centre(shape)
    lean = np.array([s["tf_lean_x"], s["tf_lean_y"], 1.0])
    return sweep(
        [centre - 10.0 * lean, centre, centre + 10.0 * lean],
        s["tf_half_width"],
        s["tf_half_depth"],
        up=(0.0, 1.0, 0.0),
        caps=(1.0, 1.0),
    )


def groove_line(shape: VertebraShape) -> Array:
    """(3, 3) centreline of the nerve groove: behind the foramen, above the plate, beyond the tubercles."""
    s = shape
    front, rear = anterior_tubercle(s), posterior_tubercle(s)
    out = 0.5 * (front + rear)
    middle = s.point("lm") + np.array([0.0, 0.0, s["groove_above"] + s["groove_radius"]])
    inner = s.point("groove_in")
    outer = np.array([out[0] + 4.0, out[1] - 0.5, middle[2] - s["groove_fall"]])
    return np.array([inner, middle, outer])


def groove(shape: VertebraShape) -> Sweep:
    """Gutter of the spinal nerve between both tubercles, cut from above."""
    r = shape["groove_radius"]
    return sweep(groove_line(shape), [0.85 * r, r, 1.15 * r], [r, r, 1.1 * r], caps=(1.0, 2.0))
