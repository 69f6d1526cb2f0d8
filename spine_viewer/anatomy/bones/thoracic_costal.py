"""Rib facets of a thoracic vertebra (left side): on the body for the rib heads, on the transverse process."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.bones.model import Face
from spine_viewer.anatomy.bones.thoracic_processes import transverse_line
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array, Culled, Field
from spine_viewer.anatomy.field.combine import Cut, Union
from spine_viewer.anatomy.field.primitives import Ellipsoid, sphere, unit

PLACES = ("superior", "inferior", "transverse")
NAMES = {place: f"{place}_costal_facet" for place in PLACES}


@dataclass(frozen=True)
class CostalFacet:
    """A rib facet: ``centre`` (3,) of its face, outward unit ``normal`` (3,), half width and height in mm."""

    centre: Array
    normal: Array
    half_width_mm: float
    half_height_mm: float

    @property
    def axes(self) -> Array:
        """(3, 3) rows: outward normal, forwards to backwards in the face, upwards in the face."""
        side = unit(np.cross([0.0, 0.0, 1.0], self.normal))
        return np.array([self.normal, side, np.cross(self.normal, side)])

    def face(self, side: str) -> Face:
        """The facet as a joint face on one side of the body."""
        flip = np.array([1.0 if side == "left" else -1.0, 1.0, 1.0])
        return Face(
            self.centre * flip, self.normal * flip, self.axes[2] * flip, self.half_width_mm, self.half_height_mm
        )


def _direction(shape: VertebraShape, name: str) -> Array:
    turn, tilt = np.radians(shape[f"{name}_turn"]), np.radians(shape[f"{name}_tilt"])
    return np.array([np.cos(turn) * np.cos(tilt), np.sin(turn) * np.cos(tilt), np.sin(tilt)])


def costal_facets(shape: VertebraShape) -> dict[str, CostalFacet]:
    """Facets that this vertebra has, by place: ``superior``, ``inferior``, ``transverse``."""
    s = shape
    found = {}
    for place, prefix in (("superior", "scf"), ("inferior", "icf")):
        if s[f"{prefix}_half_width"] > 0.0:
            found[place] = CostalFacet(
                s.point(prefix), _direction(s, prefix), s[f"{prefix}_half_width"], s[f"{prefix}_half_height"]
            )
    if s["tcf_radius"] > 0.0:
        normal = _direction(s, "tcf")
        end = transverse_line(s)[-1] + np.array([s["tcf_out"], 0.0, s["tcf_up"]])
        found["transverse"] = CostalFacet(end + s["tcf_depth"] * normal, normal, s["tcf_radius"], s["tcf_radius"])
    return found


def _pad(facet: CostalFacet, shape: VertebraShape) -> Ellipsoid:
    thickness, margin = shape["costal_pad"], shape["costal_margin"]
    radii = np.array([thickness, facet.half_width_mm + margin, facet.half_height_mm + margin])
    return Ellipsoid(facet.centre - (thickness - shape["costal_proud"]) * facet.normal, radii, facet.axes)


def _hollow(facet: CostalFacet, curve: float) -> Ellipsoid:
    ball = curve * max(facet.half_width_mm, facet.half_height_mm)
    return sphere(facet.centre + ball * facet.normal, ball)


def with_costal_facets(bone: Field, shape: VertebraShape) -> Field:
    """The bone with a low platform under every rib facet, hollowed by a ball, so that a rim stands about it."""
    blend, edge = shape["costal_blend"], shape["costal_edge"]
    for facet in costal_facets(shape).values():
        bone = Union(bone, Culled(_pad(facet, shape)), blend)
    for facet in costal_facets(shape).values():
        bone = Cut(bone, Culled(_hollow(facet, shape["costal_curve"])), edge)
    return bone
