"""A joint face curved both ways with a kidney-shaped outline, and the pad of bone behind it.

Used for the joints of the neck's upper end, where faces are saddle- or cup-shaped. As elsewhere a joint is defined
once, on the lower bone, and carried to the upper one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.bones.model import Face
from spine_viewer.anatomy.bones.vertebra_joint import FacetFrame
from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.combine import Intersection, smooth_maximum
from spine_viewer.anatomy.field.primitives import frame_from

OUTLINE_POWER = 2.3


@dataclass(frozen=True)
class CurvedFacet:
    """Left joint face: centre (3,), outward unit normal (3,), ``up`` (3,) along its length, half sizes in mm.

    ``bend_across``, ``bend_along`` in 1/mm: negative hollows the face, positive makes it bulge. ``kidney`` in 1/mm bows
    the outline: its middle line is shifted across by ``kidney`` times the square of the place along it.
    """

    centre: Array
    normal: Array
    up: Array
    half_width_mm: float
    half_height_mm: float
    bend_across: float
    bend_along: float
    kidney: float = 0.0

    def local(self, points: Array) -> tuple[Array, Array, Array]:
        """Points (n, 3) as (across, along, out) mm in the frame of the face."""
        u, v, w = ((points - self.centre) @ frame_from(self.normal, self.up).T).T
        return u, v, w

    def out(self, points: Array) -> Array:
        """Distance (n,) in mm from the face; positive on the side of the joint. Straight on beyond the outline."""
        u, v, w = self.local(points)
        p = np.clip(u, -1.1 * self.half_width_mm, 1.1 * self.half_width_mm)
        q = np.clip(v, -1.1 * self.half_height_mm, 1.1 * self.half_height_mm)
        rise = self.bend_across * p * (u - 0.5 * p) + self.bend_along * q * (v - 0.5 * q)
        return (w + rise) / np.sqrt(1.0 + (self.bend_across * p) ** 2 + (self.bend_along * q) ** 2)

    def outline(self, points: Array) -> Array:
        """Distance (n,) in mm from the edge of the face, seen along its normal; negative within it."""
        u, v, _ = self.local(points)
        q = np.clip(v, -1.2 * self.half_height_mm, 1.2 * self.half_height_mm)
        u = u - self.kidney * (q * q - 0.4 * self.half_height_mm**2)
        a, b, n = self.half_width_mm, self.half_height_mm, OUTLINE_POWER
        xu, xv = np.abs(u) / a, np.abs(v) / b
        k = np.maximum((xu**n + xv**n) ** (1.0 / n), 1e-3)
        slope = np.hypot(xu ** (n - 1.0) / a, xv ** (n - 1.0) / b) * k ** (1.0 - n)
        return (k - 1.0) / np.maximum(slope, 1e-3)

    def carried(self, matrix: Array, gap_mm: float) -> CurvedFacet:
        """The facing surface on the bone above: through ``matrix`` (4, 4), reversed and moved off by the gap."""
        turn = matrix[:3, :3]
        normal = -(turn @ self.normal)
        centre = turn @ self.centre + matrix[:3, 3] - gap_mm * normal
        return CurvedFacet(
            centre,
            normal,
            turn @ self.up,
            self.half_width_mm,
            self.half_height_mm,
            -self.bend_across,
            -self.bend_along,
            -self.kidney,
        )

    def resized(self, half_width_mm: float, half_height_mm: float) -> CurvedFacet:
        """The same surface with another outline."""
        return CurvedFacet(
            self.centre,
            self.normal,
            self.up,
            half_width_mm,
            half_height_mm,
            self.bend_across,
            self.bend_along,
            self.kidney,
        )

    def frame(self) -> FacetFrame:
        """The plain frame of the face, for what needs only its place and size."""
        return FacetFrame(self.centre, self.normal, self.up, self.half_width_mm, self.half_height_mm, 100.0)

    def faces(self, name: str) -> dict[str, Face]:
        """Left and right joint face by ``name:side``."""
        pair = {}
        for side, sign in (("left", 1.0), ("right", -1.0)):
            flip = np.array([sign, 1.0, 1.0])
            pair[f"{name}:{side}"] = Face(
                self.centre * flip, self.normal * flip, self.up * flip, self.half_width_mm, self.half_height_mm
            )
        return pair


@dataclass(frozen=True)
class FacetPad:
    """Bone behind a face, as far as its outline and ``depth_mm`` deep; its flank leans in by ``lean`` mm per mm."""

    face: CurvedFacet
    depth_mm: float
    edge_mm: float
    lean: float = 0.0

    @property
    def bounds(self) -> Array:
        reach = float(np.hypot(self.face.half_width_mm, self.face.half_height_mm)) + self.depth_mm
        return np.array([self.face.centre - reach, self.face.centre + reach])

    def __call__(self, points: Array) -> Array:
        out = self.face.out(points)
        flank = self.face.outline(points) - self.lean * out
        return smooth_maximum(smooth_maximum(flank, out, self.edge_mm), -out - self.depth_mm, 0.6 * self.depth_mm)


@dataclass(frozen=True)
class BehindFace:
    """Everything behind a face within its outline; beyond ``margin_mm`` off the outline the limit fades away.

    ``fade`` is how steeply it rises there, in mm per mm.
    """

    face: CurvedFacet
    margin_mm: float = 1.0
    fade: float = 1.0

    @property
    def bounds(self) -> Array:
        return np.array([[-1e3] * 3, [1e3] * 3])

    def __call__(self, points: Array) -> Array:
        beyond = np.maximum(self.face.outline(points) - self.margin_mm, 0.0)
        return self.face.out(points) - self.fade * beyond * beyond / (beyond + 1.5)


def trimmed(bone: Field, face: CurvedFacet, edge_mm: float, margin_mm: float = 1.0, fade: float = 1.0) -> Field:
    """``bone`` cut back to a joint face."""
    return Intersection(bone, BehindFace(face, margin_mm, fade), edge_mm)
