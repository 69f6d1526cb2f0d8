"""Parts of the atlas (left side): lateral mass, both arches, transverse process, and what is cut from them."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.curved_facet import CurvedFacet, FacetPad, trimmed
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array, Culled, Field
from spine_viewer.anatomy.field.combine import Cut, union_all
from spine_viewer.anatomy.field.primitives import Ellipsoid, unit
from spine_viewer.anatomy.field.sweep import Sweep, sweep


def superior_facet(shape: VertebraShape) -> CurvedFacet:
    """Left superior facet in the frame of C1: a hollow kidney whose long axis runs forwards and inwards."""
    s = shape
    turn = np.radians(s["saf_turn"])
    return CurvedFacet(
        s.point("saf"),
        unit([-np.sin(np.radians(s["saf_tilt"])), s["saf_pitch"], np.cos(np.radians(s["saf_tilt"]))]),
        np.array([np.sin(turn), np.cos(turn), 0.0]),
        0.5 * s["sup_facet_TD_right"] + s["saf_width_trim"],
        0.5 * s["sup_facet_AP_right"] + s["saf_length_trim"],
        s["saf_bend_across"],
        s["saf_bend_along"],
        s["saf_kidney"],
    )


def lateral_mass(shape: VertebraShape, upper: CurvedFacet, lower: CurvedFacet) -> Field:
    """Lateral mass between its two joint faces, with the tubercle of the transverse ligament."""
    s = shape
    core = sweep(
        [s.point("mass_front"), s.point("mass_middle"), s.point("mass_back")],
        [s["mass_front_half_width"], s["mass_middle_half_width"], s["mass_back_half_width"]],
        [s["mass_front_half_height"], s["mass_middle_half_height"], s["mass_back_half_height"]],
        power=s["mass_power"],
        caps=(1.6, 2.0),
    )
    tubercle = Ellipsoid(s.point("ligament_tubercle"), np.array([1.6, 2.4, 2.2]) * s["ligament_tubercle_size"])
    solid = union_all(
        [
            (core, 0.0),
            (FacetPad(upper, s["saf_depth"], s["facet_edge"], 0.05), 2.5),
            (FacetPad(lower, s["iaf_depth"], s["facet_edge"], 0.25), 2.5),
            (tubercle, 1.5),
        ]
    )
    return trimmed(trimmed(solid, upper, s["facet_edge"], 1.5), lower, s["facet_edge"], 1.5)


def anterior_arch(shape: VertebraShape) -> Field:
    """Anterior arch with its tubercle, hollowed behind by the facet for the dens."""
    s = shape
    middle, near, outer, root = s.midline("aa_mid"), s.point("aa_near"), s.point("aa_outer"), s.point("aa_root")
    tall = 0.5 * s["anterior_arch_height"] * s["aa_height_share"]
    band = sweep(
        [near * [-1.0, 1.0, 1.0], middle, near, outer, root],
        [s["aa_near_half"], s["aa_mid_half"], s["aa_near_half"], s["aa_outer_half"], s["aa_root_half"]],
        [s["aa_near_tall"], tall, s["aa_near_tall"], s["aa_outer_tall"], s["aa_root_tall"]],
        power=2.7,
    )
    tubercle = Ellipsoid(s.midline("at"), np.array([s["at_half_width"], s["at_half_depth"], s["at_half_height"]]))
    solid = union_all([(band, 0.0), (tubercle, s["at_blend"]), (fovea_pad(s), s["fovea_blend"])])
    return Cut(solid, fovea(s), 0.6)


def fovea_front(shape: VertebraShape) -> Array:
    """(3,) deepest point of the facet for the dens."""
    return shape.midline("fovea")


def fovea(shape: VertebraShape) -> Ellipsoid:
    """What the facet for the dens is cut with: a flat cap as wide and high as published."""
    s, depth = shape, shape["fovea_depth"]
    across, along = 0.5 * s["dens_facet_width"], 0.5 * s["dens_facet_height"]
    # a cap of the ellipsoid of this depth has the published outline
    back = 12.0
    share = np.sqrt(1.0 - (1.0 - depth / back) ** 2)
    radii = np.array([across / share, back, along / share])
    return Ellipsoid(fovea_front(s) + np.array([0.0, back, 0.0]), radii)


def fovea_pad(shape: VertebraShape) -> Ellipsoid:
    """Swelling of the arch beside the facet for the dens, so that the facet ends in an edge on either side."""
    s, thick = shape, shape["fovea_pad"]
    across, along = 0.5 * s["dens_facet_width"] + s["fovea_rim"], 0.5 * s["dens_facet_height"] - s["fovea_rim"]
    return Ellipsoid(fovea_front(s), np.array([across, thick, along]))


def posterior_arch(shape: VertebraShape) -> Field:
    """Posterior arch: a flattened bar with its tubercle, thin below the groove of the vertebral artery."""
    s = shape
    line = [s.point(f"pa_{n}") for n in ("root", "groove", "side", "near")]
    middle = s.midline("pa_mid")
    tall = 0.5 * s["posterior_arch_height"] * s["pa_height_share"]
    names = ("root", "groove", "side", "near")
    bar = sweep(
        [*line, middle, line[-1] * [-1.0, 1.0, 1.0]],
        [*(s[f"pa_{n}_half"] for n in names), s["pa_mid_half"], s["pa_near_half"]],
        [*(s[f"pa_{n}_tall"] for n in names), tall, s["pa_near_tall"]],
        # the outer side slopes: thick below, thin above, and the whole bar leans outwards
        up=[[0.0, 0.0, 1.0], [0.0, s["pa_lean"], 1.0], [0.0, 0.0, 1.0], [0, 0, 1.0], [0, 0, 1.0], [0, 0, 1.0]],
        power=2.4,
        egg=[0.0, 0.0, s["pa_egg"], s["pa_egg"], s["pa_egg"], s["pa_egg"]],
    )
    radii = np.array([s["pt_half_width"], s["pt_half_depth"], s["pt_half_height"]])
    return union_all([(bar, 0.0), (Ellipsoid(s.midline("pt"), radii), s["pt_blend"])])


def artery_groove(shape: VertebraShape) -> Sweep:
    """Bed of the vertebral artery behind the lateral mass, on top of the posterior arch."""
    s = shape
    radius = s["va_radius"]
    return sweep([s.point("va_in"), s.point("va_mid"), s.point("va_out")], radius, radius, up=(0.0, 0.0, 1.0))


def transverse(shape: VertebraShape) -> Field:
    """Transverse process: front and rear bar that meet in a blunt tip; the foramen is cut later."""
    s = shape
    tip = transverse_tip(s)
    front = sweep(
        [s.point("tp_front_root"), s.point("tp_front"), tip],
        [s["tp_front_root_half"], s["tp_front_half"], s["tp_tip_half"]],
        [s["tp_front_root_tall"], s["tp_front_tall"], s["tp_tip_tall"]],
        power=2.3,
        caps=(2.0, s["tp_cap"]),
    )
    rear = sweep(
        [s.point("tp_rear_root"), s.point("tp_rear"), tip],
        [s["tp_rear_root_half"], s["tp_rear_half"], s["tp_tip_half"]],
        [s["tp_rear_root_tall"], s["tp_rear_tall"], s["tp_tip_tall"]],
        power=2.3,
        caps=(2.0, s["tp_cap"]),
    )
    # between both bars a web closes the ring round the foramen to its published size
    web = Ellipsoid(foramen_centre(s), np.array([s["tp_web_half_width"], s["tp_web_half_depth"], s["tp_web_half"]]))
    return union_all([(front, 0.0), (rear, s["tp_blend"]), (web, 1.0)])


def transverse_tip(shape: VertebraShape) -> Array:
    """(3,) last point of the centreline; its cap ends where both tips span the published width."""
    s = shape
    return np.array([0.5 * s["total_width"] - s["tp_cap"] - 0.25 * s["tp_blend"], s["tp_tip_y"], s["tp_tip_z"]])


def foramen_centre(shape: VertebraShape) -> Array:
    """(3,) middle of the transverse foramen, from the published spans of its inner and outer margins."""
    s = shape
    x = 0.25 * (s["distance_lateral_margins_transverse_foramina"] + s["distance_inner_margins_transverse_foramina"])
    return np.array([x, s["tf_y"], s["tf_z"]])


def foramen(shape: VertebraShape) -> Sweep:
    """Transverse foramen as a tube."""
    s, centre = shape, foramen_centre(shape)
    wide = 0.25 * (s["distance_lateral_margins_transverse_foramina"] - s["distance_inner_margins_transverse_foramina"])
    lean = np.array([0.0, s["tf_lean"], 1.0])
    return sweep(
        [centre - 14.0 * lean, centre + 14.0 * lean], wide + s["tf_widen"], s["tf_half_depth"], up=(0.0, 1.0, 0.0)
    )


def whole(shape: VertebraShape, upper: CurvedFacet, lower: CurvedFacet) -> Field:
    """Left half of the atlas."""
    s = shape
    mass = lateral_mass(s, upper, lower)
    ring = union_all([(mass, 0.0), (anterior_arch(s), s["aa_blend"]), (transverse(s), s["tp_root_blend"])])
    ring = union_all([(ring, 0.0), (posterior_arch(s), s["pa_blend"])])
    ring = Cut(ring, Culled(artery_groove(s)), 2.0)
    return Cut(ring, Culled(foramen(s)), 0.8)
