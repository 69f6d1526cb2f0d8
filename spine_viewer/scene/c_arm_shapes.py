"""Shapes of a mobile C-arm: the C with its channel, image intensifier, tube, and the stand that holds them.

Sizes follow common mobile units in outline only; what can hit something has those of ``imaging.machine.housing``.
All in mm. Frame of the head: origin at the isocentre, z to the detector, x to the middle of the C.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from spine_viewer.imaging.machine.collimation import Collimation
from spine_viewer.imaging.machine.housing import Housing, housing
from spine_viewer.imaging.settings import c_arm_facts, figure
from spine_viewer.scene.model import Array, SurfaceGeometry
from spine_viewer.scene.solids import lofted, rounded_box, swept, turned

SIDES = 72
TIP = 0.004  # radius of the beam at the focal spot, as a part of that at the detector
CARRIAGE_DEG = 15.0  # half of the arc that the carriage holds
Part = tuple[str, SurfaceGeometry, str]


def lathe(radii: tuple[float, ...], heights: tuple[float, ...]) -> SurfaceGeometry:
    """A turned body about z: radii and their places along z, from bottom to top."""
    return SurfaceGeometry(*turned(np.column_stack([radii, heights]), SIDES), smooth=False)


@lru_cache(maxsize=8)
def head(below: float, above: float) -> tuple[Part, ...]:
    """What turns together: name, shape, kind of style."""
    body, facts = housing(below, above), c_arm_facts().machine
    wide, low, high = body.cylinders["detector"]
    tube, back, front = body.cylinders["tube"]
    field = 0.5 * max(figure(c_arm_facts().geometry.fields_mm, name) for name in c_arm_facts().geometry.fields_mm)
    half, deep = 0.5 * figure(facts, "arc_width_mm"), 0.5 * figure(facts, "arc_thick_mm")
    line = body.arc()
    strip = block(0.5 * half, 5.0)
    ring, neck, cone = wide - 52, high + 62, tube - 36
    parts = {
        "arc": (swept(line[1:-1], channel(half, deep)), "c_arm"),
        "upper_end": (swept(line[-3:], block(half + 3.0, deep + 3.0)), "c_arm"),
        "lower_end": (swept(line[:3], block(half + 3.0, deep + 3.0)), "c_arm"),
        "rail": (swept(line[2:-2], strip), "c_arm_dark"),
        "detector": (
            lathe(
                (0, wide - 10, wide, wide, wide - 12, wide - 34, ring, wide - 58, wide - 74, 0),
                (low + 6, low + 6, low + 16, high - 14, high, high + 18, neck, high + 120, high + 138, high + 142),
            ),
            "c_arm",
        ),
        "detector_mount": (lathe((78, 64, 64, 0), (high + 136, high + 146, high + 170, high + 170)), "c_arm_dark"),
        "detector_band": (band(wide, low + 34), "c_arm_accent"),
        "detector_face": (lathe((0, field - 2, field + 4, 0), (low, low, low + 8, low + 8)), "c_arm_dark"),
        "tube": (
            lathe(
                (0, tube - 42, tube - 12, tube, tube, tube - 8, tube - 34, tube - 40),
                (back, back, back + 16, back + 44, front - 96, front - 78, front - 62, front - 58),
            ),
            "c_arm",
        ),
        "tube_mount": (lathe((0, 64, 64), (back - 30, back - 30, back + 6)), "c_arm_dark"),
        "tube_band": (band(tube, back + 62), "c_arm_accent"),
        "collimator": (
            lathe((cone, cone - 6, cone - 16, cone - 34, 0), (front - 60, front - 14, front, front, front - 4)),
            "c_arm_dark",
        ),
    }
    return tuple((name, shape, kind) for name, (shape, kind) in parts.items())


def band(radius: float, height: float) -> SurfaceGeometry:
    """A coloured line round a housing."""
    return lathe((radius - 2, radius + 2, radius + 2, radius - 2), (height, height + 2, height + 12, height + 14))


def block(half: float, deep: float) -> Array:
    """(4, 2) section of a bar, across and outwards."""
    return np.array([(-half, -deep), (half, -deep), (half, deep), (-half, deep)])


def channel(half: float, deep: float) -> Array:
    """(8, 2) section of the C: a channel that is open outwards, across and outwards."""
    lip, floor = 0.62 * half, -0.1 * deep
    across = (-half, half, half, lip, lip, -lip, -lip, -half)
    outwards = (-deep, -deep, deep, deep, floor, floor, deep, deep)
    return np.column_stack([across, outwards])


@lru_cache(maxsize=8)
def carriage(radius: float) -> SurfaceGeometry:
    """Guide in which the C slides. Frame: origin at the middle of the C's circle, x outwards, y across, z along."""
    angles = np.radians(np.linspace(-CARRIAGE_DEG, CARRIAGE_DEG, 13))
    line = radius * np.stack([np.cos(angles), 0.0 * angles, np.sin(angles)], axis=1)
    section = np.column_stack([(-78, -70, 70, 78, 78, 62, -62, -78), (-2, -12, -12, -2, 62, 78, 78, 62)])
    return swept(line, section)


@lru_cache(maxsize=1)
def stand_parts() -> tuple[Part, ...]:
    """Fixed parts beside the C. Frame: origin at the carriage, z horizontally away from the patient, x along, y up."""
    return (
        ("joint", lathe((0, 96, 104, 104, 96, 0), (50, 50, 58, 104, 112, 112)), "c_arm_dark"),
        ("cross_arm", lathe((0, 66, 66, 60, 0), (100, 100, 330, 338, 338)), "c_arm"),
        ("head_box", rounded_box((-120, -120, 300), (120, 130, 560), 34), "c_arm"),
        ("panel", rounded_box((-110, 130, 400), (110, 150, 550), 8), "c_arm_dark"),
    )


@lru_cache(maxsize=1)
def mast() -> SurfaceGeometry:
    """Column between the base and the head of the stand, 1 mm high to be stretched; y up."""
    return rounded_prism(80.0, 95.0, 26.0)


@lru_cache(maxsize=1)
def base_parts() -> tuple[Part, ...]:
    """The cart. Frame: origin on the floor under the column, x along the table, y up, z away from the patient."""
    wheels = [
        (f"wheel_{n}", wheel((x, 62.0, z), 62.0 if z > 0 else 50.0), "c_arm_dark")
        for n, (x, z) in enumerate(((-250, 190), (250, 190), (-330, -330), (330, -330)))
    ]
    return (
        ("cart", rounded_box((-210, 70, -150), (210, 520, 260), 46), "c_arm"),
        ("cart_band", rounded_box((-213, 430, -153), (213, 446, 263), 46), "c_arm_accent"),
        ("leg_left", rounded_box((-370, 66, -390), (-290, 130, 120), 20), "c_arm"),
        ("leg_right", rounded_box((290, 66, -390), (370, 130, 120), 20), "c_arm"),
        ("axle", rounded_box((-370, 66, 20), (370, 130, 150), 20), "c_arm"),
        *wheels,
    )


def wheel(middle: tuple[float, float, float], radius: float) -> SurfaceGeometry:
    """A castor about the x axis."""
    profile = [(0, -24), (radius - 8, -24), (radius, -16), (radius, 16), (radius - 8, 24), (0, 24)]
    vertices, faces = turned(np.array(profile), 28)
    x, y, z = vertices.T
    place = np.array([middle[0], radius, middle[2]])
    return SurfaceGeometry(np.stack([z, x, y], axis=1) + place, faces, smooth=False)


def rounded_prism(half_x: float, half_z: float, edge: float) -> SurfaceGeometry:
    """A prism 1 mm high along y with rounded corners."""
    made = rounded_box((-half_x, 0.0, -half_z), (half_x, 100.0, half_z), edge, upright=True)
    return SurfaceGeometry(made.vertices * (1.0, 0.01, 1.0), made.faces, smooth=False)


@lru_cache(maxsize=16)
def beam(length_mm: float, radius_mm: float, collimation: Collimation) -> SurfaceGeometry:
    """The beam from the source (origin) to what the collimator leaves of the field; x, y as in the picture."""
    edge = radius_mm * collimation.outline()
    rings = [np.column_stack([share * edge, np.full(len(edge), share * length_mm)]) for share in (TIP, 1.0)]
    rings[0][:, 2] = 0.0
    return lofted(np.array(rings), closed=False)


def body_of(below: float, above: float) -> Housing:
    """Sizes that the shapes share with the test for collisions."""
    return housing(below, above)
