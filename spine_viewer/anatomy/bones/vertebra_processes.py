"""The processes of a vertebra (left side): articular, mamillary, accessory, transverse and spinous."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.vertebra_joint import FacetFrame
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.combine import Intersection, union_all
from spine_viewer.anatomy.field.primitives import Ellipsoid, unit
from spine_viewer.anatomy.field.sweep import Sweep, sweep


def facet_along(face: FacetFrame) -> Array:
    """(3,) unit vector in the face, horizontal, pointing outwards (away from the midline)."""
    along = np.cross(face.normal, face.up)
    return unit(along if along[0] > 0.0 else -along)


def superior_blade(shape: VertebraShape, face: FacetFrame) -> Sweep:
    """Superior articular process without its facet cut: a thin blade that rises from the pillar along the face."""
    s = shape
    inward, along = -face.normal, facet_along(face)
    root = s.point("sap_root")
    middle = face.centre + inward * (s["sap_half_thickness"] - 0.6) + along * s["sap_shift"]
    tip = face.centre + face.up * s["sap_rise"] + inward * s["sap_tip_back"] + along * s["sap_tip_shift"]
    return sweep(
        [root, middle, tip],
        [s["sap_root_half_width"], s["sap_half_width"], s["sap_tip_half_width"]],
        [s["sap_root_half_thickness"], s["sap_half_thickness"], s["sap_tip_half_thickness"]],
        up=face.normal,
        power=[2.2, 2.4, 2.2],
        caps=(3.0, s["sap_cap"]),
    )


def mamillary(shape: VertebraShape) -> Ellipsoid:
    """Mamillary process: the swollen rear edge of the superior articular process."""
    s = shape
    return Ellipsoid(s.point("mamillary"), np.array([s["mamillary_rx"], s["mamillary_ry"], s["mamillary_rz"]]))


def accessory(shape: VertebraShape) -> Ellipsoid:
    """Accessory process: a small point on the back of the transverse process root, directed backwards and down."""
    s = shape
    size = s["accessory_size"]
    axis = unit([0.25, 0.75, -0.6])
    side = unit(np.cross(axis, [0.0, 0.0, 1.0]))
    axes = np.array([axis, side, np.cross(axis, side)])
    return Ellipsoid(s.point("accessory"), size * np.array([1.5, 0.85, 1.05]), axes)


def superior_process(shape: VertebraShape, face: FacetFrame) -> Field:
    """Superior articular process with mamillary process, its facet cut as a hollow cylinder."""
    solid = union_all([(superior_blade(shape, face), 0.0), (mamillary(shape), shape["mamillary_blend"])])
    return Intersection(solid, face.half_space(hollow=True), 0.7)


def transverse(shape: VertebraShape) -> Sweep:
    """Transverse process: a flat blade (thin from front to back) from a broad root."""
    s = shape
    points = [s.point("tp_root"), s.point("tp_neck"), s.point("tp_mid"), s.point("tp_tip")]
    return sweep(
        points,
        [
            s["tp_root_half_thickness"],
            s["tp_neck_half_thickness"],
            s["tp_mid_half_thickness"],
            s["tp_tip_half_thickness"],
        ],
        [s["tp_root_half_height"], s["tp_neck_half_height"], s["tp_mid_half_height"], s["tp_tip_half_height"]],
        power=[2.1, 2.3, 2.5, 2.4],
        egg=[0.0, -0.15, -0.1, 0.0],
        caps=(2.0, s["tp_cap"]),
    )


def spinous(shape: VertebraShape) -> Sweep:
    """Spinous process: a hatchet blade, thin above, thicker below and at its end."""
    s = shape
    points = [s.midline("sp_root"), s.midline("sp_mid"), s.midline("sp_tip")]
    return sweep(
        points,
        [s["sp_root_half_width"], s["sp_mid_half_width"], s["sp_tip_half_width"]],
        [s["sp_root_half_height"], s["sp_mid_half_height"], s["sp_tip_half_height"]],
        power=[2.1, 2.4, s["sp_power"]],
        egg=[-0.3, -0.35, -0.3],
        caps=(2.0, s["sp_cap"]),
    )
