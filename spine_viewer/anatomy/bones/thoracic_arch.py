"""Pedicle of a thoracic vertebra, and the lower half of its lamina, whose front carries the inferior facet."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.vertebra_arch import pedicle_isthmus
from spine_viewer.anatomy.bones.vertebra_joint import FacetFrame
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.primitives import unit
from spine_viewer.anatomy.field.sweep import Sweep, sweep

PROUD_MM = 0.4  # the plate starts this much in front of its facet, which is cut afterwards


HEEL_MM = 9.0  # how far the pedicle's centreline runs forwards into the body from the isthmus


def pedicle(shape: VertebraShape) -> Sweep:
    """Left pedicle: from inside the body, converging forwards, through the isthmus to the articular pillar."""
    s, waist = shape, pedicle_isthmus(shape)
    heel = waist + HEEL_MM * np.array([-np.tan(np.radians(s["pedicle_angle"])), -1.0, s["pedicle_sink"]])
    half_w, half_h = 0.5 * (s["PDW"] - s["pedicle_trim"]), 0.5 * (s["PDH"] + s["pedicle_tall"])
    return sweep(
        [heel, waist, s.point("pillar")],
        [s["pedicle_heel"] * half_w, half_w, s["pillar_half_width"]],
        [0.8 * half_h, half_h, s["pillar_half_height"]],
        power=[2.2, 2.3, 2.2],
        egg=[0.0, s["pedicle_egg"], 0.0],
        caps=(3.0, s["pillar_cap"]),
    )


def _behind(face: FacetFrame, along_mm: float, up_mm: float, half_thickness_mm: float) -> Array:
    """Middle (3,) of a plate behind a point of the face."""
    rise = unit(face.up - (face.up @ face.normal) * face.normal)
    return face.centre + along_mm * face.along + up_mm * rise - (half_thickness_mm - PROUD_MM) * face.normal


def inferior_process(shape: VertebraShape, face: FacetFrame) -> Sweep:
    """Left pars and inferior articular process: from the pillar down behind the inferior facet ``face``."""
    s = shape
    blade = _behind(face, s["iap_along"], s["iap_up"], s["iap_half_thickness"])
    tip = _behind(face, s["iap_tip_along"], s["iap_tip_up"], s["iap_tip_half_thickness"])
    back, lean = -face.normal, s["pars_lean"]
    return sweep(
        [s.point("pars_top"), s.point("pars"), blade, tip],
        [s["pars_top_half_width"], s["pars_half_width"], s["iap_half_width"], s["iap_tip_half_width"]],
        [s["pars_top_half_thickness"], s["pars_half_thickness"], s["iap_half_thickness"], s["iap_tip_half_thickness"]],
        up=[[0.0, 1.0, lean], unit(np.array([0.0, 1.0, lean]) + back), back, back],
        power=[2.2, 2.4, s["iap_power"], s["iap_power"]],
        caps=(4.0, s["iap_cap"]),
    )
