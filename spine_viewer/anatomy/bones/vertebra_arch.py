"""The arch of a vertebra: pedicle, pars and lamina (left side), and the canal that is cut from it."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.sweep import Sweep, sweep


def rear_wall(shape: VertebraShape) -> float:
    """y of the middle of the posterior wall of the body at mid-height, mm."""
    depth = 0.25 * (shape["EPDu"] + shape["EPDl"])
    return depth - (depth - shape["body_widest"] * depth) * (1.0 - shape["body_waist_back"])


def pedicle_isthmus(shape: VertebraShape) -> Array:
    """Centre (3,) of the narrowest section of the left pedicle, mm."""
    x = 0.5 * (shape["SCW"] + shape["PDW"] - shape["pedicle_trim"])
    return np.array([x, rear_wall(shape) + shape["pedicle_y"], shape["pedicle_z"]])


def pedicle_end(shape: VertebraShape) -> Array:
    """Where the pedicle ends in the base of the superior articular process, (3,) mm."""
    return shape.point("pillar")


def pedicle(shape: VertebraShape) -> Sweep:
    """Left pedicle: from inside the body through the isthmus to the articular pillar."""
    s, waist, end = shape, pedicle_isthmus(shape), pedicle_end(shape)
    heel = waist + np.array([-s["heel_in"], -s["heel_forward"], s["heel_up"]])
    half_w, half_h = 0.5 * (s["PDW"] - s["pedicle_trim"]), 0.5 * (s["PDH"] + s["pedicle_tall"])
    return sweep(
        [heel, waist, end],
        [s["heel_width"] * half_w, half_w, s["pillar_half_width"]],
        [s["heel_height"] * half_h, half_h, s["pillar_half_height"]],
        power=[2.2, 2.3, 2.2],
        egg=[0.0, s["pedicle_egg"], 0.0],
        caps=(3.0, s["pillar_cap"]),
    )


def pars(shape: VertebraShape, facet_centre: Array) -> Sweep:
    """Pars interarticularis and inferior articular process as one flat plate with square corners.

    ``facet_centre`` (3,) is the centre of the inferior facet: the process is placed relative to it.
    """
    s = shape
    top, isthmus = s.point("pars_top"), s.point("pars")
    blade = facet_centre + s.point("iap_offset")
    tip = facet_centre + s.point("iap_tip_offset")
    turn = np.radians(s["iap_turn"])
    lean = s["iap_lean"]
    return sweep(
        [top, isthmus, blade, tip],
        [s["pars_top_half_width"], s["pars_half_width"], s["iap_half_width"], s["iap_tip_half_width"]],
        [s["pars_top_half_thickness"], s["pars_half_thickness"], s["iap_half_thickness"], s["iap_tip_half_thickness"]],
        up=[[0.0, 1.0, lean], [0.15, 1.0, lean], [np.sin(turn), np.cos(turn), lean], [np.sin(turn), np.cos(turn), 0.0]],
        power=[2.2, 2.4, s["iap_power"], s["iap_power"]],
        caps=(4.0, s["iap_cap"]),
    )


def lamina_middle(shape: VertebraShape) -> Array:
    """(3,) middle of the centreline of the left lamina, pushed back by its bow."""
    straight = 0.55 * shape.point("lamina_outer") + 0.45 * shape.midline("lamina_apex")
    return straight + np.array([0.0, shape["lamina_bow"], shape["lamina_rise"]])


def lamina(shape: VertebraShape) -> Sweep:
    """Left lamina: a flat plate from the pars to beyond the midline; its lower edge lies further back."""
    s = shape
    outer, middle, apex = s.point("lamina_outer"), lamina_middle(s), s.midline("lamina_apex")
    beyond = middle * np.array([-1.0, 1.0, 1.0])  # so that both halves meet smoothly in the midline
    slope = np.array([0.0, -np.sin(np.radians(s["lamina_slope"])), np.cos(np.radians(s["lamina_slope"]))])
    half, thick = s["lamina_half_height"], s["lamina_half_thickness"]
    thick_apex = s.get("lamina_apex_half_thickness", thick)
    return sweep(
        [outer, middle, apex, beyond],
        [thick, thick, thick_apex, thick_apex],
        [half, half, s["lamina_apex_half_height"], s["lamina_apex_half_height"]],
        up=slope,
        power=2.6,
    )


def _widest_factor(egg: float, power: float) -> float:
    """Half width of an egg-shaped super-ellipse section over its nominal half width."""
    v = np.linspace(-1.0, 1.0, 401)
    return float(np.max((1.0 + egg * v) * (1.0 - np.abs(v) ** power) ** (1.0 / power)))


def canal_half_width(shape: VertebraShape, behind_mm: float) -> float:
    """Half width of the canal between the pedicles, ``behind_mm`` behind the rear wall of the body, mm."""
    egg, power, half_depth = (
        shape["canal_egg"],
        shape["canal_power"],
        0.5 * (shape["SCD"] + shape["canal_deepen"] + 3.0),
    )
    v = (behind_mm + 3.0) / half_depth - 1.0
    widest = 0.5 * (shape["SCW"] + shape["canal_widen"]) / _widest_factor(egg, power)
    return float(widest * (1.0 + egg * v) * max(1.0 - abs(v) ** power, 0.0) ** (1.0 / power))


def canal(shape: VertebraShape) -> Sweep:
    """Triangular vertebral canal that is cut from the arch: as wide as SCW between the pedicles, as deep as SCD."""
    s = shape
    egg, power = s["canal_egg"], s["canal_power"]
    half_depth = 0.5 * (s["SCD"] + s["canal_deepen"] + 3.0)
    half_width = 0.5 * (s["SCW"] + s["canal_widen"]) / _widest_factor(egg, power)
    y = rear_wall(s) - 3.0 + half_depth
    z = s["pedicle_z"]
    drift = s["canal_drift"]
    points = [
        [0.0, y - 0.4 * drift, z + 30.0],
        [0.0, y, z],
        [0.0, y + drift, z - 16.0],
        [0.0, y + 1.6 * drift, z - 34.0],
    ]
    lower = s["canal_lower_width"]
    return sweep(
        points,
        [half_width, half_width, half_width * lower, half_width * lower],
        [half_depth, half_depth, half_depth * 1.03, half_depth * 1.06],
        up=(0.0, 1.0, 0.0),
        power=power,
        egg=egg,
    )
