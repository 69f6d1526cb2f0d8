"""The arch of a vertebra of the neck (left side): pedicle, articular pillar, lamina, spinous process."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from spine_viewer.anatomy.bones.curved_facet import CurvedFacet, FacetPad
from spine_viewer.anatomy.bones.vertebra_arch import rear_wall
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array, Culled, Field
from spine_viewer.anatomy.field.combine import Cut, Intersection, Union, union_all
from spine_viewer.anatomy.field.primitives import Ellipsoid
from spine_viewer.anatomy.field.sweep import Sweep, sweep

BEYOND_MM = 1.5  # a pad reaches so far beyond its face before it is cut
BUTTRESS = -0.3  # the bone behind a face widens by so many mm per mm of depth


@dataclass(frozen=True)
class FacetCut:
    """Everything behind a face within its outline; ``margin_mm`` beyond the outline the limit quickly lifts off."""

    face: CurvedFacet
    margin_mm: float
    rate: float

    @property
    def bounds(self) -> Array:
        return np.array([[-1e3] * 3, [1e3] * 3])

    def __call__(self, points: Array) -> Array:
        beyond = np.maximum(self.face.outline(points) - self.margin_mm, 0.0)
        return self.face.out(points) - self.rate * beyond * beyond / (beyond + 1.5)


def pedicle_isthmus(shape: VertebraShape) -> Array:
    """Centre (3,) of the narrowest section of the left pedicle, mm."""
    s = shape
    return np.array([0.5 * s["SCW"] + s["pedicle_out"], rear_wall(s) + s["pedicle_y"], s["pedicle_z"]])


def pillar_waist(shape: VertebraShape) -> Array:
    """Centre (3,) of the articular pillar at its waist, mm."""
    return shape.point("pillar")


def pedicle(shape: VertebraShape) -> Sweep:
    """Left pedicle: from the rear corner of the body outwards and back to the articular pillar."""
    s, waist = shape, pedicle_isthmus(shape)
    heel = waist + np.array([-4.5, -4.0, 0.0])
    end = 0.35 * waist + 0.65 * pillar_waist(s)
    half_w, half_h = 0.5 * s["PDW"], 0.5 * s["PDH"]
    return sweep(
        [heel, waist, end],
        [1.15 * half_w, half_w, 1.15 * half_w],
        [half_h, half_h, 1.1 * half_h],
        power=[2.2, 2.3, 2.3],
        caps=(3.0, 3.0),
    )


def pillar_line(shape: VertebraShape, upper: CurvedFacet, lower: CurvedFacet) -> Array:
    """(5, 3) centreline of the articular pillar: upper end, below the upper face, waist, above the lower face, tip."""
    s = shape
    rise, fall = _in_face(upper), _in_face(lower)
    return np.array(
        [
            upper.centre - s["sap_deep"] * upper.normal + s["sap_end"] * rise,
            upper.centre - 1.2 * s["sap_deep"] * upper.normal,
            pillar_waist(s),
            lower.centre - 1.2 * s["iap_deep"] * lower.normal,
            lower.centre - s["iap_deep"] * lower.normal - s["iap_end"] * fall,
        ]
    )


def _pad(face: CurvedFacet, depth_mm: float, edge_mm: float) -> FacetPad:
    """Bone behind a face, reaching beyond it until the face is cut."""
    beyond = replace(face, centre=face.centre + BEYOND_MM * face.normal)
    return FacetPad(beyond, depth_mm + BEYOND_MM, edge_mm, BUTTRESS)


def process_face(shape: VertebraShape, lower: CurvedFacet) -> CurvedFacet:
    """The part of the inferior facet that its own process covers: a little higher and shorter than the face below."""
    s = shape
    height = lower.half_height_mm - s["iaf_trim"]
    return replace(lower, centre=lower.centre + s["iaf_lift"] * _in_face(lower), half_height_mm=height)


def _in_face(face: CurvedFacet) -> Array:
    """(3,) unit vector in a face along its height, upwards."""
    rise = face.up - (face.up @ face.normal) * face.normal
    return rise / np.linalg.norm(rise)


def pillar(shape: VertebraShape, upper: CurvedFacet, lower: CurvedFacet) -> Field:
    """Articular pillar: an oblique block between both joint faces, its sides hollow at the waist."""
    s = shape
    line = pillar_line(s, upper, lower)
    top, low = s["sap_half_thickness"], s["iap_half_thickness"]
    block = sweep(
        line[[0, 2, 4]],
        [s["sap_half_width"], s["pillar_half_width"], s["iap_half_width"]],
        [top, s["pillar_half_depth"], low],
        up=(0.0, 1.0, 0.6),
        power=[2.5, 3.0, 2.8],
        caps=(s["sap_cap"], s["iap_cap"]),
    )
    # the rear surface runs straight on from the lower edge of the upper face to the inferior process
    edge = upper.centre - s["back_start"] * upper.half_height_mm * _in_face(upper) - 2.0 * upper.normal
    back = sweep(
        [edge, line[3]],
        [0.85 * s["sap_half_width"], 0.85 * s["iap_half_width"]],
        [s["back_half_thickness"]] * 2,
        up=(0.0, 1.0, 0.6),
        power=2.8,
    )
    middle = (line[2] + line[3] + edge) / 3.0
    core = Ellipsoid(middle, s["core_radius"] * np.array([1.4, 1.0, 1.3]))
    return union_all(
        [
            (block, 0.0),
            (back, s["back_blend"]),
            (core, s["back_blend"]),
            (_pad(upper, s["sap_pad_depth"], s["facet_edge"]), 1.5),
            (_pad(process_face(s, lower), s["iap_pad_depth"], s["facet_edge"]), 1.5),
        ]
    )


def lamina_middle(shape: VertebraShape) -> Array:
    """(3,) middle of the centreline of the left lamina, pushed back by its bow."""
    straight = 0.55 * shape.point("lamina_outer") + 0.45 * shape.midline("lamina_apex")
    return straight + np.array([0.0, shape["lamina_bow"], shape["lamina_rise"]])


def lamina(shape: VertebraShape) -> Sweep:
    """Left lamina: a thin plate from the pillar to beyond the midline, its lower edge further back."""
    s = shape
    outer, middle, apex = s.point("lamina_outer"), lamina_middle(s), s.midline("lamina_apex")
    slope = np.radians(s["lamina_slope"])
    half, thick = s["lamina_half_height"], s["lamina_half_thickness"]
    return sweep(
        [outer, middle, apex, middle * np.array([-1.0, 1.0, 1.0])],
        [1.2 * thick, thick, s["lamina_apex_half_thickness"], thick],
        [s["lamina_outer_half_height"], half, s["lamina_apex_half_height"], half],
        up=np.array([0.0, -np.sin(slope), np.cos(slope)]),
        power=2.5,
        egg=s["lamina_egg"],
    )


def spinous_middle(shape: VertebraShape) -> Array:
    """(3,) middle of the centreline of the spinous process, raised by its bow."""
    return 0.5 * (shape.midline("sp_root") + shape.midline("sp_tip")) + np.array([0.0, 0.0, shape["sp_bow"]])


def spinous(shape: VertebraShape) -> Field:
    """Spinous process: a roof-shaped bar that ends in two tubercles (C3 to C6) or one knob (C7)."""
    s = shape
    bar = sweep(
        [s.midline("sp_root"), spinous_middle(s), s.midline("sp_tip")],
        [s["sp_root_half_width"], s["sp_mid_half_width"], s["sp_tip_half_width"]],
        [s["sp_root_half_height"], s["sp_mid_half_height"], s["sp_tip_half_height"]],
        power=[2.1, 2.2, 2.3],
        egg=[-0.3, -0.3, -0.2],
        caps=(2.0, s["sp_cap"]),
    )
    start = 0.4 * s.midline("sp_root") + 0.6 * s.midline("sp_tip") + [0.0, 0.0, s["horn_start_z"]]
    end = horn_end(s)
    horn = sweep(
        [start, 0.5 * (start + end) + [0.0, 0.0, 0.2], end],
        [1.1 * s["horn_half"], s["horn_half"], 0.9 * s["horn_half"]],
        [1.2 * s["horn_half"], 1.1 * s["horn_half"], s["horn_half"]],
    )
    solid: Field = Union(Culled(bar), Culled(horn), 2.0)
    if s["cleft_half_width"] <= 0.0:
        return solid
    tip, root = s.midline("sp_tip"), s.midline("sp_root")
    along = (tip - root) / np.linalg.norm(tip - root)
    below = np.array([0.0, -along[2], along[1]])
    middle = spinous_middle(s) - s["cleft_below"] * below
    behind = tip + 3.0 * along - s["cleft_end_below"] * below
    cleft = sweep(
        [middle, 0.5 * (middle + behind), behind],
        [0.5 * s["cleft_half_width"], 0.8 * s["cleft_half_width"], s["cleft_half_width"]],
        [s["cleft_half_height"], s["cleft_half_height"], 1.3 * s["cleft_half_height"]],
    )
    return Cut(solid, Culled(cleft), 1.0)


def horn_end(shape: VertebraShape) -> Array:
    """(3,) centre of the left terminal tubercle of the spinous process, mm."""
    s = shape
    return s.midline("sp_tip") + np.array([s["horn_spread"], s["horn_back"], s["horn_rise"]])


def posterior_part(shape: VertebraShape, upper: CurvedFacet, lower: CurvedFacet) -> Field:
    """Pillar, lamina and spinous process, cut to both joint faces."""
    s = shape
    solid: Field = union_all([(pillar(s, upper, lower), 0.0), (lamina(s), s["lamina_blend"])])
    solid = Intersection(solid, FacetCut(upper, s["saf_margin"], s["saf_release"]), s["facet_edge"])
    solid = Intersection(solid, FacetCut(lower, 1.5, 1.0), s["facet_edge"])
    return Union(solid, Culled(spinous(s)), s["sp_blend"])
