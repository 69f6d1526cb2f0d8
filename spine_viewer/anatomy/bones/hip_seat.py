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

STRIDE = 20_000  # points evaluated at once


@dataclass(frozen=True)
class Seat:
    """Pad behind the joint space of the left sacroiliac joint, negative inside, in the frame of the sacrum, mm.

    Inside the ear it stands ``gap_mm`` off the side of the sacrum, less ``overlap_mm``, which the mutual clearance of
    the two bones takes away again; it is ``depth_mm`` thick and its rim is rounded by ``edge_mm``.
    """

    outline: Ear
    side: HeightMap
    gap_mm: float
    depth_mm: float
    overlap_mm: float
    edge_mm: float

    @property
    def bounds(self) -> Array:
        reach = self.outline.radius.max()
        lower, upper = self.outline.line.min(axis=0) - reach, self.outline.line.max(axis=0) + reach
        return as_bounds([30.0, lower[0], lower[1]], [75.0, upper[0], upper[1]])

    def centre(self) -> Array:
        """(3,) middle of the face, at the bend of the ear."""
        y, z = self.outline.at(0.5)
        x, _ = self.side.at(np.array([y]), np.array([z]))
        return np.array([x[0] + self.gap_mm, y, z])

    def up(self) -> Array:
        """(3,) unit vector from the lower end of the ear to the upper."""
        return unit(np.append(0.0, self.outline.at(0.0) - self.outline.at(1.0)))

    def half_size(self) -> tuple[float, float]:
        """Half width of the ear at its bend and half of its height, mm."""
        height = np.linalg.norm(self.outline.at(0.0) - self.outline.at(1.0))
        return self.outline.half_width(0.5), 0.5 * float(height) + self.outline.half_width(0.5)

    def __call__(self, points: Array) -> Array:
        value = np.empty(len(points))
        for start in range(0, len(points), STRIDE):
            some = points[start : start + STRIDE]
            surface, factor = self.side.at(some[:, 1], some[:, 2])
            beyond = (some[:, 0] - surface) * factor - self.gap_mm + self.overlap_mm
            rim = self.outline.distance(some[:, 1], some[:, 2])
            slab = np.maximum(-beyond, beyond - self.depth_mm)
            value[start : start + STRIDE] = smooth_maximum(slab, rim, self.edge_mm)
        return value


@dataclass(frozen=True)
class SeatRegion:
    """Column over the face of a :class:`Seat` inside the outline of the ear: negative inside.

    It holds the joint space and ``depth_mm`` of the bone beyond the sacrum.
    """

    seat: Seat
    depth_mm: float

    @property
    def bounds(self) -> Array:
        return self.seat.bounds

    def __call__(self, points: Array) -> Array:
        value = np.empty(len(points))
        for start in range(0, len(points), STRIDE):
            some = points[start : start + STRIDE]
            rim = self.seat.outline.distance(some[:, 1], some[:, 2])
            deep = some[:, 0] - self.seat.side.at(some[:, 1], some[:, 2])[0] - self.depth_mm
            value[start : start + STRIDE] = np.maximum(rim, deep)
        return value


def sacral_seat(shape: HipShape) -> Seat:
    """Seat of the shipped sacrum on the left hip bone."""
    d, n = load_dimensions(), shape.number
    outline, gap = ear(d), load_levels().gaps_mm["sacroiliac"].value
    names = ("seat:depth", "seat:overlap", "seat:edge")
    return Seat(outline, lateral_map(d, outline), gap, *(n(name) for name in names))
