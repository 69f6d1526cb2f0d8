"""The processes of a vertebra (left side): articular, mamillary, accessory, transverse and spinous."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.bones.vertebra_joint import FacetFrame, FacetSide
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.combine import smooth_maximum, union_all
from spine_viewer.anatomy.field.primitives import Ellipsoid, unit
from spine_viewer.anatomy.field.sweep import Sweep, sweep


@dataclass(frozen=True)
class FacetPlate:
    """A plate of bone behind a hollow joint face: it follows the face, so its section is a crescent.

    ``middle`` (2,) centre of the outline along and up from the facet centre, ``half`` (2,) its half sizes, ``egg``
    narrowing upwards (negative), ``thickness_mm`` at the middle, ``taper`` share lost towards the tip.
    """

    face: FacetFrame
    middle: tuple[float, float]
    half: tuple[float, float]
    egg: float
    thickness_mm: float
    taper: float

    @property
    def bounds(self) -> Array:
        reach = float(np.hypot(self.half[0] * (1.0 + abs(self.egg)), self.half[1])) + self.thickness_mm
        centre = self.face.centre + self.face.along * self.middle[0] + self.face.up * self.middle[1]
        return np.array([centre - reach, centre + reach])

    def __call__(self, points: Array) -> Array:
        u, v, _ = self.face.local(points)
        u, v = u - self.middle[0], (v - self.middle[1]) / self.half[1]
        width = self.half[0] * (1.0 + self.egg * np.clip(v, -1.0, 1.0))
        xu, xv = np.abs(u) / width, np.abs(v)
        n = 2.5
        k = np.maximum((xu**n + xv**n) ** (1.0 / n), 1e-3)
        q = k ** (1.0 - n)
        slope = np.hypot(xu ** (n - 1.0) / width, xv ** (n - 1.0) / self.half[1]) * q
        outline = (k - 1.0) / np.maximum(slope, 1e-3)
        depth = self.thickness_mm * (1.0 - self.taper * np.clip(v, -1.0, 1.0))
        back = -FacetSide(self.face, hollow=True, fade=-1).plain(points) - depth
        return smooth_maximum(outline, back, 0.8 * self.thickness_mm)


def superior_plate(shape: VertebraShape, face: FacetFrame) -> FacetPlate:
    """Thin plate of the superior articular process."""
    s = shape
    # the plate ends a little beyond the face; the mamillary process goes on from there
    half_width = min(s["sap_half_width"], face.half_width_mm + 1.0 - s["sap_along"])
    return FacetPlate(
        face,
        (s["sap_along"], s["sap_up"]),
        (half_width, s["sap_half_height"]),
        s["sap_egg"],
        s["sap_thickness"],
        s["sap_taper"],
    )


def plate_point(shape: VertebraShape, face: FacetFrame, up_share: float) -> Array:
    """(3,) point in the middle of the superior plate's thickness, ``up_share`` of its half height above its middle."""
    up = shape["sap_up"] + up_share * shape["sap_half_height"]
    return face.centre + face.along * shape["sap_along"] + face.up * up - face.normal * 0.5 * shape["sap_thickness"]


def mamillary_centre(shape: VertebraShape, face: FacetFrame) -> Array:
    """Centre (3,) of the mamillary process, on the rear edge of the superior process."""
    s = shape
    return (
        face.centre
        + face.along * s["mamillary_along"]
        - face.normal * s["mamillary_deep"]
        + face.up * s["mamillary_up"]
    )


def mamillary(shape: VertebraShape, face: FacetFrame) -> Ellipsoid:
    """Mamillary process: the swollen rear edge of the superior articular process."""
    s = shape
    radii = np.array([s["mamillary_r_along"], s["mamillary_r_deep"], s["mamillary_r_up"]])
    axes = np.array([face.along, face.normal, np.cross(face.along, face.normal)])
    return Ellipsoid(mamillary_centre(shape, face), radii, axes)


ACCESSORY_AXIS = unit([0.25, 0.75, -0.6])


def accessory_centre(shape: VertebraShape) -> Array:
    """Centre (3,) of the accessory process, on the rear and lower side of the transverse process root."""
    s = shape
    share = s["accessory_share"]
    root, neck, _, _ = transverse_line(s)
    base = root * (1.0 - share) + neck * share
    thick = s["tp_root_half_thickness"] * (1.0 - share) + s["tp_neck_half_thickness"] * share
    tall = s["tp_root_half_height"] * (1.0 - share) + s["tp_neck_half_height"] * share
    return base + np.array([0.0, 0.8 * thick, -0.5 * tall])


def accessory(shape: VertebraShape) -> Ellipsoid:
    """Accessory process: a small point directed backwards and down."""
    size = shape["accessory_size"]
    side = unit(np.cross(ACCESSORY_AXIS, [0.0, 0.0, 1.0]))
    axes = np.array([ACCESSORY_AXIS, side, np.cross(ACCESSORY_AXIS, side)])
    return Ellipsoid(accessory_centre(shape), size * np.array([1.6, 0.9, 1.1]), axes)


def superior_process(shape: VertebraShape, face: FacetFrame) -> Field:
    """Superior articular process with mamillary process, before its facet is cut."""
    return union_all([(superior_plate(shape, face), 0.0), (mamillary(shape, face), shape["mamillary_blend"])])


def transverse_line(shape: VertebraShape) -> Array:
    """(4, 3) root, neck, middle and end of the centreline; the end lies where both tips span TPW."""
    s = shape
    root, tip_x = s["tp_root_x"], 0.5 * s["TPW"] - 0.95 * s["tp_cap"]
    shares = {"root": 0.0, "neck": s["tp_neck_share"], "mid": s["tp_mid_share"], "tip": 1.0}
    return np.array([[root + at * (tip_x - root), s[f"tp_{n}_y"], s[f"tp_{n}_z"]] for n, at in shares.items()])


def transverse(shape: VertebraShape) -> Sweep:
    """Transverse process: a flat blade (thin from front to back) from a broad root."""
    s = shape
    points = transverse_line(s)
    thick, tall = s["tp_mid_half_thickness"], s["tp_mid_half_height"]
    return sweep(
        points,
        [s["tp_root_half_thickness"], s["tp_neck_half_thickness"], thick, thick * s["tp_tip_share"]],
        [s["tp_root_half_height"], s["tp_neck_half_height"], tall, tall * s["tp_tip_share"]],
        power=[2.1, 2.3, 2.5, 2.4],
        egg=[s["tp_root_egg"], -0.15, -0.1, 0.0],
        caps=(5.0, s["tp_cap"]),
    )


def spinous_middle(shape: VertebraShape) -> Array:
    """(3,) middle of the centreline of the spinous process, raised by its bow."""
    return 0.5 * (shape.midline("sp_root") + shape.midline("sp_tip")) + np.array([0.0, 0.0, shape["sp_bow"]])


def spinous(shape: VertebraShape) -> Sweep:
    """Spinous process: a hatchet blade, thin above, thicker below and at its end."""
    s = shape
    points = [s.midline("sp_root"), spinous_middle(s), s.midline("sp_tip")]
    return sweep(
        points,
        [s["sp_root_half_width"], s["sp_mid_half_width"], s["sp_tip_half_width"]],
        [s["sp_root_half_height"], s["sp_mid_half_height"], s["sp_tip_half_height"]],
        power=[2.1, 2.4, s["sp_power"]],
        egg=[s["sp_root_egg"], s["sp_mid_egg"], s["sp_tip_egg"]],
        caps=(2.0, s["sp_cap"]),
    )
