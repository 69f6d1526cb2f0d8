"""Parts of the left hip bone that sit on its two plates: ridges, spines and the column over the joint face.

All points are in the hip-local frame: LPS axes, origin at the centre of the acetabulum, mm.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from spine_viewer.anatomy.bones.hip_plate import Plate, closed_curve, plate, polygon_distance
from spine_viewer.anatomy.bones.hip_shape import HipShape
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.sweep import Sweep, sweep

STATION = ("u", "v", "middle", "thickness")


def build_plate(shape: HipShape, part: str) -> Plate:
    """Plate of ``part`` ("ilium" or "ischiopubis")."""
    hole = f"{part}:foramen"
    return plate(
        shape.point(f"{part}:plane:origin"),
        shape.point(f"{part}:plane:normal"),
        shape.table(f"{part}:station", STATION),
        shape.table(f"{part}:border", ("u", "v")),
        shape.table(hole, ("u", "v")) if shape.items(hole) else None,
        shape.number(f"{part}:border_roundness"),
        shape.number(f"{part}:border_radius"),
    )


def blade(shape: HipShape, name: str) -> Sweep:
    """Swept blade ``blade:name``: nodes with x, y, z, half width a, half height b."""
    prefix = f"blade:{name}:node"
    nodes = shape.table(prefix, ("x", "y", "z"))
    radii = shape.table(prefix, ("a", "b"))
    up = shape.point(f"blade:{name}:up")
    return sweep(nodes, radii[:, 0], radii[:, 1], up=up, power=shape.number(f"blade:{name}:power"))


def ridge(shape: HipShape, part: str, name: str, surface: Plate) -> Sweep:
    """Muscle line ``part:ridge:name`` on the outer surface of a plate: a thin rod ``height`` mm above it (negative:
    sunk) that dives ``end_depth`` mm further at both ends."""
    prefix = f"{part}:ridge:{name}"
    radius, height = shape.number(f"{prefix}:radius"), shape.number(f"{prefix}:height")
    uv = shape.table(f"{prefix}:node", ("u", "v"))
    out = np.full(len(uv), height - radius)
    out[[0, -1]] -= shape.number(f"{part}:ridge_end_depth")
    return sweep([surface.point(u, v, 1.0, above) for (u, v), above in zip(uv, out, strict=True)], radius, radius)


@dataclass(frozen=True)
class EarColumn:
    """Column over an outline (m, 2) on the inner surface of a plate; negative inside, mm."""

    surface: Plate
    outline: Array
    reach_mm: float

    @cached_property
    def bounds(self) -> Array:
        middle, _ = self.surface.heights(self.outline)
        ends = [
            self.surface.origin + np.column_stack([self.outline, middle + w]) @ self.surface.axes
            for w in (-self.reach_mm, 0.0)
        ]
        every = np.vstack(ends)
        return np.array([every.min(axis=0), every.max(axis=0)])

    def __call__(self, points: Array) -> Array:
        q = self.surface.local(points)
        uv = np.ascontiguousarray(q[:, :2])
        middle, _ = self.surface.heights(uv)
        rise = q[:, 2] - middle
        return np.maximum(polygon_distance(uv, self.outline), np.maximum(rise, -self.reach_mm - rise))


def ear_column(shape: HipShape, surface: Plate) -> EarColumn:
    """The column over the ear-shaped surface that meets the sacrum."""
    outline = closed_curve(shape.table("auricular:outline", ("u", "v")), 120)
    return EarColumn(surface, outline, shape.number("auricular:column_reach"))
