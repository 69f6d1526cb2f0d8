"""The acetabulum: a hemispherical socket with wavy rim, horseshoe joint surface, fossa and notch.

Azimuth 0 points to the acetabular notch (inferior), 90 degrees posterior, 180 superior and 270 anterior, about the
opening axis. The joint surface (facies lunata) is what the fossa and the notch leave of the hemisphere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.interpolate import CubicSpline

from spine_viewer.anatomy.bones.hip_shape import HipShape
from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.combine import smooth_maximum
from spine_viewer.anatomy.field.primitives import sphere, unit
from spine_viewer.anatomy.field.sweep import sweep


@dataclass(frozen=True)
class Cup:
    """The bone around the socket: a ball whose wall and rim height vary with the azimuth.

    ``axes`` rows: notch, across, opening. ``rim`` and ``wall`` hold height and wall thickness in mm at equal azimuth
    steps, the first at the notch.
    """

    axes: Array
    radius_mm: float
    rim: CubicSpline
    wall: CubicSpline
    edge_mm: float

    @cached_property
    def bounds(self) -> Array:
        turn = np.linspace(0.0, 2.0 * np.pi, 64)
        reach = self.radius_mm + float(self.wall(turn).max()) + 1.0
        return np.array([[-reach] * 3, [reach] * 3])

    def __call__(self, points: Array) -> Array:
        x, y, z = self.axes @ points.T
        radial = np.hypot(x, y)
        turn = np.arctan2(y, x) % (2.0 * np.pi)
        share = np.clip(radial / self.radius_mm, 0.0, 1.0) ** 2
        mean = float(np.mean(self.wall(np.linspace(0.0, 2.0 * np.pi, 32, endpoint=False))))
        wall = mean + share * (self.wall(turn) - mean)
        shell = np.sqrt(radial**2 + z**2) - self.radius_mm - wall
        return smooth_maximum(shell, z - self.rim(turn), self.edge_mm)


@dataclass(frozen=True)
class Fossa:
    """The hollow of the acetabulum: a deeper ball inside a pear-shaped slot from the floor out through the notch.

    The slot is round about ``start_mm`` from the opening axis, narrows by ``taper_mm`` towards the notch and swings
    back by ``bend_mm`` there.
    """

    axes: Array
    radius_mm: float
    half_width_mm: float
    start_mm: float
    taper_mm: float
    bend_mm: float
    edge_mm: float

    @property
    def bounds(self) -> Array:
        return np.array([[-self.radius_mm] * 3, [self.radius_mm] * 3])

    def __call__(self, points: Array) -> Array:
        x, y, _ = self.axes @ points.T
        along = np.clip((x - self.start_mm) / (self.radius_mm - self.start_mm), 0.0, 1.0)
        ease = along * along * (3.0 - 2.0 * along)
        half = self.half_width_mm - self.taper_mm * ease
        slot = np.hypot(np.minimum(x - self.start_mm, 0.0), y - self.bend_mm * ease) - half
        return smooth_maximum(np.sqrt((points**2).sum(axis=1)) - self.radius_mm, slot, self.edge_mm)


@dataclass(frozen=True)
class Socket:
    """Acetabulum: what is added (``cup``), what is cut, and its axes; ``opening`` and ``notch`` are unit vectors."""

    cup: Cup
    ball: Field
    fossa: Field
    notch_cut: Field
    opening: Array
    notch: Array
    radius_mm: float

    def rim_point(self, direction: object) -> Array:
        """Point (3,) of the rim towards ``direction`` (3,)."""
        d = np.asarray(direction, dtype=float)
        d = unit(d - (d @ self.opening) * self.opening)
        turn = np.arctan2(d @ self.cup.axes[1], d @ self.notch) % (2.0 * np.pi)
        height = float(self.cup.rim(turn))
        radius = np.sqrt(max(self.radius_mm**2 - height**2, 1.0)) + 0.4 * float(self.cup.wall(turn))
        return height * self.opening + radius * d


def build_socket(shape: HipShape) -> Socket:
    """Socket in the hip-local frame, from the ``acetabulum`` dimensions."""
    n = shape.number
    opening = unit(shape.point("acetabulum:opening"))
    toward = shape.point("acetabulum:notch_direction")
    notch = unit(toward - (toward @ opening) * opening)
    across = np.cross(opening, notch)
    radius = n("acetabulum:radius")
    rims = shape.table("acetabulum:rim", ("height", "wall"))
    turns = np.linspace(0.0, 2.0 * np.pi, len(rims) + 1)
    closed = np.vstack([rims, rims[:1]])
    rim, wall = (CubicSpline(turns, closed[:, i], bc_type="periodic") for i in range(2))
    cup = Cup(np.array([notch, across, opening]), radius, rim, wall, n("blend:rim_edge"))
    half_width, start_mm, taper, bend = (
        n(f"acetabulum:fossa_{name}") for name in ("half_width", "start", "taper", "bend")
    )
    depth = radius + n("acetabulum:fossa_depth")
    fossa = Fossa(cup.axes, depth, half_width, start_mm, taper, bend, n("blend:fossa"))
    width = n("acetabulum:notch_half_width")
    start = (radius - 10.0) * notch + float(rim(0.0)) * opening
    end = (radius + 10.0) * notch + float(rim(0.0)) * opening
    notch_cut = sweep([start, end], width, n("acetabulum:notch_depth"), up=opening)
    return Socket(cup, sphere(np.zeros(3), radius), fossa, notch_cut, opening, notch, radius)
