"""The seat of the sacrum on the ilium: an ear-shaped pad whose face follows the joint face of the sacrum.

Both joint faces then have one outline and run parallel, as those of a real joint do, whatever shape the two bones have.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.bones.hip_shape import HipShape
from spine_viewer.anatomy.bones.sacrum import lateral_map
from spine_viewer.anatomy.bones.sacrum_auricular import Ear, ear
from spine_viewer.anatomy.bones.sacrum_dimensions import load_dimensions
from spine_viewer.anatomy.bones.sacrum_heights import HeightMap
from spine_viewer.anatomy.field.base import Array, as_bounds
from spine_viewer.anatomy.field.combine import smooth_maximum
from spine_viewer.anatomy.field.primitives import unit
from spine_viewer.anatomy.levels import load_levels


@dataclass(frozen=True)
class Seat:
    """Pad behind the joint space of the left sacroiliac joint, negative inside, in the frame of the sacrum, mm.

    It stands ``gap_mm`` off the side of the sacrum, inside the ear widened by ``grow_mm``, and is ``depth_mm`` thick.
    """

    outline: Ear
    side: HeightMap
    gap_mm: float
    depth_mm: float
    grow_mm: float
    edge_mm: float

    @property
    def bounds(self) -> Array:
        reach = self.outline.radius.max() + max(self.grow_mm, 0.0)
        lower, upper = self.outline.line.min(axis=0) - reach, self.outline.line.max(axis=0) + reach
        return as_bounds([30.0, lower[0], lower[1]], [75.0, upper[0], upper[1]])

    def centre(self) -> Array:
        """(3,) middle of the face, at the bend of the ear."""
        y, z = self.outline.at(0.5)
        x, factor = self.side.at(np.array([y]), np.array([z]))
        return np.array([x[0] + self.gap_mm / factor[0], y, z])

    def up(self) -> Array:
        """(3,) unit vector from the lower end of the ear to the upper."""
        return unit(np.append(0.0, self.outline.at(0.0) - self.outline.at(1.0)))

    def half_size(self) -> tuple[float, float]:
        """Half width of the ear at its bend and half of its height, mm."""
        height = np.linalg.norm(self.outline.at(0.0) - self.outline.at(1.0))
        return self.outline.half_width(0.5), 0.5 * float(height) + self.outline.half_width(0.5)

    def off_face(self, points: Array) -> Array:
        """Distance (n,) mm beyond the face of the pad, positive in the bone behind it."""
        surface, factor = self.side.at(points[:, 1], points[:, 2])
        return np.asarray((points[:, 0] - surface) * factor - self.gap_mm)

    def __call__(self, points: Array) -> Array:
        value = np.empty(len(points))
        for start in range(0, len(points), 20000):
            some = points[start : start + 20000]
            beyond = self.off_face(some)
            rim = self.outline.distance(some[:, 1], some[:, 2]) - self.grow_mm
            slab = np.maximum(-beyond, beyond - self.depth_mm)
            value[start : start + 20000] = smooth_maximum(slab, rim, self.edge_mm)
        return value


@dataclass(frozen=True)
class SeatRegion:
    """Shell about the face of a :class:`Seat` inside the bare outline of the ear: negative inside."""

    seat: Seat
    depth_mm: float

    @property
    def bounds(self) -> Array:
        return self.seat.bounds

    def __call__(self, points: Array) -> Array:
        value = np.empty(len(points))
        for start in range(0, len(points), 20000):
            some = points[start : start + 20000]
            rim = self.seat.outline.distance(some[:, 1], some[:, 2])
            value[start : start + 20000] = np.maximum(rim, self.seat.off_face(some) - self.depth_mm)
        return value


def sacral_seat(shape: HipShape) -> Seat:
    """Seat of the shipped sacrum on the left hip bone."""
    d, n = load_dimensions(), shape.number
    outline, gap = ear(d), load_levels().gaps_mm["sacroiliac"].value
    return Seat(outline, lateral_map(d, outline), gap, n("seat:depth"), n("seat:grow"), n("seat:edge"))
