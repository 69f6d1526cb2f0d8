"""Parts of the axis (left side): body, dens, shoulder, pillar, lamina, spine, transverse process, and the cuts."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.curved_facet import CurvedFacet, FacetPad, trimmed
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array, Culled, Field
from spine_viewer.anatomy.field.combine import Cut, Intersection, union_all
from spine_viewer.anatomy.field.primitives import CurvedHalfSpace, Ellipsoid, unit
from spine_viewer.anatomy.field.sweep import Sweep, sweep

DENS = ("root", "waist", "swell", "top")


def superior_facet(shape: VertebraShape) -> CurvedFacet:
    """Left superior facet in the frame of C2: a large, almost flat, outwards sloping shoulder."""
    s = shape
    tilt = np.radians(s["saf_tilt"])
    return CurvedFacet(
        s.point("saf"),
        unit([np.sin(tilt), s["saf_pitch"], np.cos(tilt)]),
        np.array([s["saf_turn"], 1.0, 0.0]),
        0.5 * s["sup_facet_TD_right"] + s["saf_width_trim"],
        0.5 * s["sup_facet_AP_right"] + s["saf_length_trim"],
        s["saf_bend_across"],
        s["saf_bend_along"],
    )


def inferior_facet(shape: VertebraShape) -> CurvedFacet:
    """Left inferior facet: faces downwards and forwards on C3."""
    s = shape
    slope = np.radians(s["iaf_slope"])
    normal = unit([s["iaf_out"], -np.sin(slope), -np.cos(slope)])
    return CurvedFacet(
        s.point("iaf"),
        normal,
        np.array([0.0, np.cos(slope), -np.sin(slope)]),
        0.5 * s["inf_facet_TD_right"] + s["iaf_width_trim"],
        0.5 * s["inf_facet_AP_right"] + s["iaf_length_trim"],
        0.0,
        0.0,
    )


def endplate_normal(shape: VertebraShape) -> Array:
    """(3,) outward normal of the inferior endplate."""
    slope = np.radians(shape["endplate_slope"])
    return np.array([0.0, np.sin(slope), -np.cos(slope)])


def endplate_rim_centre(shape: VertebraShape) -> Array:
    """(3,) centre of the rim plane of the inferior endplate."""
    return shape.midline("endplate")


def body(shape: VertebraShape) -> Field:
    """Vertebral body: wide below with a median ridge in front, a hollow endplate and a lip that reaches down."""
    s = shape
    names = ("low", "mid", "high")
    core = sweep(
        [s.midline(f"body_{n}") for n in names],
        [s[f"body_{n}_half_width"] for n in names],
        [s[f"body_{n}_half_depth"] for n in names],
        up=(0.0, 1.0, 0.0),
        power=[2.6, 2.3, 2.1],
        egg=[s["body_egg"], s["body_egg"], 0.0],
        caps=(6.0, 2.0),
    )
    lip = Ellipsoid(s.midline("lip"), np.array([s["lip_half_width"], 1.8, 2.4]))
    # a hollow on each side of the front leaves a median ridge between them
    hollow = Ellipsoid(
        s.point("front_hollow"),
        np.array([s["front_hollow_half_width"], s["front_hollow_half_depth"], s["front_hollow_half_height"]]),
    )
    solid = Cut(union_all([(core, 0.0), (lip, 2.0)]), Culled(hollow), 2.0)
    centre = endplate_rim_centre(s) - s["endplate_hollow"] * endplate_normal(s)
    wide, deep = 0.5 * s["EPWl"], 0.5 * s["EPDl"]
    plate = CurvedHalfSpace(
        centre,
        endplate_normal(s),
        np.array([0.0, 1.0, 0.0]),
        -2.0 * s["endplate_hollow"] * s["endplate_saddle"] / wide**2,
        -2.0 * s["endplate_hollow"] / deep**2,
    )
    return Intersection(solid, plate, s["endplate_edge"])


def dens(shape: VertebraShape) -> Field:
    """Dens: waist behind the transverse ligament, swollen head, blunt apex."""
    s = shape
    wide = 0.5 * s["dens_transverse"]
    bar = sweep(
        [s.midline(f"dens_{n}") for n in DENS],
        [s["dens_root_share"] * wide, s["dens_waist_share"] * wide, wide, s["dens_top_share"] * wide],
        [s[f"dens_{n}_half_depth"] for n in DENS],
        up=(0.0, 1.0, 0.0),
        power=2.15,
        caps=(2.0, s["dens_cap"]),
    )
    apex = np.array([s["dens_top_share"] * wide, s["dens_top_half_depth"], s["dens_cap"] + 1.0])
    return union_all([(bar, 0.0), (Ellipsoid(s.midline("dens_top") - np.array([0.0, 0.0, 0.8]), apex), 2.0)])


def dens_facet(shape: VertebraShape) -> CurvedHalfSpace:
    """Surface that the facet on the front of the dens is ground to: convex across, almost flat upwards."""
    s = shape
    return CurvedHalfSpace(
        s.midline("dens_facet"),
        np.array([0.0, -1.0, s["dens_facet_tilt"]]),
        np.array([0.0, 0.0, 1.0]),
        s["dens_facet_bend"],
        0.03,
    )


def front(shape: VertebraShape, upper: CurvedFacet) -> Field:
    """Body, dens and shoulder."""
    s = shape
    tooth = Intersection(dens(s), dens_facet(s), 0.8)
    names = ("inner", "middle", "outer")
    mass = sweep(
        [s.point(f"mass_{n}") for n in names],
        [s[f"mass_{n}_half_depth"] for n in names],
        [s[f"mass_{n}_half_height"] for n in names],
        power=2.4,
    )
    shoulder = union_all([(mass, 0.0), (FacetPad(upper, s["saf_depth"], 0.5, 0.35), 2.5)])
    shoulder = trimmed(shoulder, upper, s["facet_edge"])
    return union_all([(body(s), 0.0), (shoulder, s["mass_blend"]), (tooth, s["dens_blend"])])


def pillar(shape: VertebraShape, lower: CurvedFacet) -> Field:
    """Pars and inferior articular process: a stout bar from the shoulder backwards and down."""
    s = shape
    names = ("top", "waist", "base", "end")
    bar = sweep(
        [s.point(f"pars_{n}") for n in names],
        [s[f"pars_{n}_half_width"] for n in names],
        [s[f"pars_{n}_half_thickness"] for n in names],
        up=[[0.0, 1.0, 0.6], [0.1, 1.0, 0.8], [0.1, 1.0, 0.6], [0.0, 1.0, 0.4]],
        power=2.4,
        caps=(2.5, s["iap_cap"]),
    )
    solid = union_all([(bar, 0.0), (FacetPad(lower, s["iaf_depth"], 0.6, 0.2), 2.0)])
    return trimmed(solid, lower, s["facet_edge"], 1.5)


def lamina(shape: VertebraShape) -> Sweep:
    """Lamina: a tall plate, thick below, from the pillar to beyond the midline."""
    s = shape
    outer, middle, apex = s.point("lamina_outer"), s.point("lamina_middle"), s.midline("lamina_apex")
    lean = np.array([0.0, -np.sin(np.radians(s["lamina_lean"])), np.cos(np.radians(s["lamina_lean"]))])
    tall = [s["lamina_outer_tall"], s["lamina_middle_tall"], s["lamina_apex_tall"], s["lamina_middle_tall"]]
    return sweep(
        [outer, middle, apex, middle * [-1.0, 1.0, 1.0]],
        [s["lamina_outer_half"], s["lamina_half"], s["lamina_half"], s["lamina_half"]],
        tall,
        up=lean,
        power=2.4,
        egg=s["lamina_egg"],
    )


def spine(shape: VertebraShape) -> Field:
    """Heavy spinous process that ends in two points, hollowed below."""
    s = shape
    ridge = sweep(
        [s.midline("sp_root"), s.midline("sp_mid"), s.midline("sp_tip")],
        [s["sp_root_half"], s["sp_mid_half"], s["sp_tip_half"]],
        [s["sp_root_tall"], s["sp_mid_tall"], s["sp_tip_tall"]],
        power=2.2,
        egg=s["sp_egg"],
    )
    horn = sweep(
        [s.point("horn_root"), s.point("horn_mid"), s.point("horn_tip")],
        [s["horn_root_half"], s["horn_half"], 0.8 * s["horn_half"]],
        [1.2 * s["horn_root_half"], 1.3 * s["horn_half"], s["horn_half"]],
    )
    gutter = sweep(
        [s.midline("gutter_in"), s.midline("gutter_mid"), s.midline("gutter_out")],
        [s["gutter_half_width"], 1.05 * s["gutter_half_width"], 1.2 * s["gutter_half_width"]],
        [s["gutter_half_height"], 1.05 * s["gutter_half_height"], 1.3 * s["gutter_half_height"]],
    )
    return Cut(union_all([(ridge, 0.0), (horn, 2.0)]), Culled(gutter), 1.2)


def transverse(shape: VertebraShape) -> Sweep:
    """Small transverse process: one bar that loops round the foramen, its tip pointing down and out."""
    s = shape
    names = ("front", "side", "tip", "rear", "back")
    return sweep(
        [s.point(f"tp_{n}") for n in names],
        [s[f"tp_{n}_half"] for n in names],
        [s[f"tp_{n}_tall"] for n in names],
        power=2.2,
    )


def foramen(shape: VertebraShape) -> Sweep:
    """Transverse foramen: enters from below, turns and leaves outwards under the shoulder."""
    s = shape
    names = ("below", "in", "bend", "out")
    return sweep([s.point(f"tf_{n}") for n in names], s["tf_radius"], s["tf_radius"] * s["tf_oval"], up=(0.0, 1.0, 0.0))


def canal(shape: VertebraShape) -> Sweep:
    """Vertebral canal as wide as SCW; cut from arch and shoulder, not from the body."""
    s = shape
    names = ("top", "mid", "low")
    half_width = 0.5 * s["SCW"] + s["canal_widen"]
    return sweep(
        [s.midline(f"canal_{n}") for n in names],
        [s["canal_top_share"] * half_width, half_width, half_width],
        [s[f"canal_{n}_half_depth"] for n in names],
        up=(0.0, 1.0, 0.0),
        power=2.3,
        egg=s["canal_egg"],
        caps=(9.0, 9.0),
    )


def whole(shape: VertebraShape, upper: CurvedFacet, lower: CurvedFacet) -> Field:
    """Left half of the axis."""
    s = shape
    back = union_all([(lamina(s), 0.0), (spine(s), s["sp_blend"]), (pillar(s, lower), s["lamina_blend"])])
    ring = union_all([(front(s, upper), 0.0), (back, s["pars_blend"])])
    ring = trimmed(ring, upper, s["facet_edge"], 1.2, 3.0)  # steep, or it would shave the dens
    ring = Cut(ring, Culled(canal(s)), s["canal_edge"])
    ring = union_all([(ring, 0.0), (transverse(s), s["tp_blend"])])
    return Cut(ring, Culled(foramen(s)), 0.8)
