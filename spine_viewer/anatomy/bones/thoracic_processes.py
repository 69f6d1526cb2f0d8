"""Processes of a thoracic vertebra (left side): superior articular, transverse and spinous."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.vertebra_joint import FacetFrame, FacetSide
from spine_viewer.anatomy.bones.vertebra_processes import FacetPlate
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.combine import Intersection, union_all
from spine_viewer.anatomy.field.primitives import Ellipsoid, unit
from spine_viewer.anatomy.field.sweep import Sweep, sweep


def superior_process(shape: VertebraShape, face: FacetFrame) -> Field:
    """Superior articular process: a thin upright plate whose rear surface is the facet."""
    s = shape
    plate = FacetPlate(
        face,
        (s["sap_along"], s["sap_up"]),
        (s["sap_half_width"], s["sap_half_height"]),
        s["sap_egg"],
        s["sap_thickness"],
        s["sap_taper"],
    )
    return Intersection(plate, FacetSide(face, hollow=True, fade=-1), s["facet_edge"])


def plate_point(shape: VertebraShape, face: FacetFrame, up_share: float) -> Array:
    """(3,) point in the middle of the plate's thickness, ``up_share`` of its half height above its middle."""
    s = shape
    rise = unit(face.up - (face.up @ face.normal) * face.normal)
    up = s["sap_up"] + up_share * s["sap_half_height"]
    thick = s["sap_thickness"] * (1.0 - s["sap_taper"] * up_share)
    return face.centre + face.along * s["sap_along"] + rise * up - face.normal * 0.5 * thick


def transverse_line(shape: VertebraShape) -> Array:
    """(3, 3) root, neck and end of the centreline; the end lies where both tips span TPW."""
    s = shape
    tip_x = 0.5 * (s["TPW"] - s["tp_trim"]) - 0.9 * s["tp_cap"]
    neck_x = s["tp_root_x"] + s["tp_neck_share"] * (tip_x - s["tp_root_x"])
    xs = {"root": s["tp_root_x"], "neck": neck_x, "tip": tip_x}
    return np.array([[x, s[f"tp_{name}_y"], s[f"tp_{name}_z"]] for name, x in xs.items()])


def transverse(shape: VertebraShape) -> Field:
    """Transverse process: a stout bar from the pillar, waisted, with a bulbous end (and its upper corner)."""
    s = shape
    return union_all([(transverse_bar(s), 0.0), (transverse_corner(s), s["tp_knob_blend"])])


def transverse_bar(shape: VertebraShape) -> Sweep:
    """The bar of the transverse process with its end."""
    s = shape
    parts = ("root", "neck", "tip")
    return sweep(
        transverse_line(s),
        [s[f"tp_{part}_half_thickness"] for part in parts],
        [s[f"tp_{part}_half_height"] for part in parts],
        power=[2.1, 2.2, 2.4],
        egg=[0.0, 0.0, s["tp_tip_egg"]],
        caps=(3.0, s["tp_cap"]),
    )


def transverse_corner(shape: VertebraShape) -> Ellipsoid:
    """Knob on the rear and upper side of the end, where the muscles of the back attach."""
    s = shape
    size = s["tp_knob"]
    end = transverse_line(s)[-1]
    back, up = 0.45 * s["tp_tip_half_thickness"], 0.6 * s["tp_tip_half_height"]
    return Ellipsoid(end + np.array([-0.6, back, up]), size * np.array([1.15, 1.0, 1.0]))


def spinous_line(shape: VertebraShape) -> Array:
    """(3, 3) root, middle and end of the centreline of the spinous process in the midsagittal plane."""
    root, tip = shape.midline("sp_root"), shape.midline("sp_tip")
    along = unit(tip - root)
    normal = np.array([0.0, -along[2], along[1]])  # backwards and up
    return np.array([root, 0.5 * (root + tip) + shape["sp_bow"] * normal, tip])


def spinous(shape: VertebraShape) -> Sweep:
    """Spinous process: a roof where the laminae meet, drawn out to a three-sided spine."""
    s = shape
    return sweep(
        spinous_line(s),
        [s[f"sp_{part}_half_width"] for part in ("root", "mid", "tip")],
        [s[f"sp_{part}_half_height"] for part in ("root", "mid", "tip")],
        power=[2.0, 2.1, s["sp_power"]],
        egg=[s["sp_root_egg"], s["sp_mid_egg"], -0.1],
        caps=(3.0, s["sp_cap"]),
    )
