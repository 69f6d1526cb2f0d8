"""The ear-shaped joint surface on the side of the sacrum, and the roughness behind it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline, PchipInterpolator

from spine_viewer.anatomy.bones.sacrum_dimensions import Dimensions
from spine_viewer.anatomy.bones.sacrum_heights import HeightMap
from spine_viewer.anatomy.field.base import Array, as_bounds

LIMBS = ("cranial_end", "cranial_limb", "bend", "caudal_limb", "caudal_end")
STEPS = 61
GROOVE_FADE_MM = 8.0


@dataclass(frozen=True)
class Ear:
    """The outline in the (y, z) plane: a C-shaped band of varying half width about a centreline.

    ``line`` (n, 2) y, z; ``radius`` (n,) half width, mm.
    """

    line: Array
    radius: Array

    def distance(self, y: Array, z: Array) -> Array:
        """Signed distance (n,) mm in the plane to the outline, negative inside."""
        a, b = self.line[:-1], self.line[1:]
        edge = b - a
        q = np.stack([y, z], axis=1)[:, None, :] - a[None]
        t = np.clip((q * edge).sum(axis=2) / (edge * edge).sum(axis=1), 0.0, 1.0)
        gap = np.linalg.norm(q - t[:, :, None] * edge, axis=2)
        return (gap - (self.radius[:-1] * (1.0 - t) + self.radius[1:] * t)).min(axis=1)

    def at(self, fraction: float) -> Array:
        """(y, z) on the centreline at a fraction of its length."""
        return self.line[round(fraction * (len(self.line) - 1))]

    def half_width(self, fraction: float) -> float:
        """Half width in mm at a fraction of the centreline."""
        return float(self.radius[round(fraction * (len(self.radius) - 1))])


def ear(dimensions: Dimensions) -> Ear:
    """Outline of the auricular surface from its five named centreline points."""
    knots = np.array([[dimensions(f"auricular:{limb}.y"), dimensions(f"auricular:{limb}.z")] for limb in LIMBS])
    widths = dimensions.each([f"auricular:{limb}.half_width" for limb in LIMBS])
    s = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(knots, axis=0), axis=1))])
    t = np.linspace(0.0, s[-1], STEPS)
    return Ear(CubicSpline(s, knots, bc_type="natural")(t), PchipInterpolator(s, widths)(t))


def relief(dimensions: Dimensions, outline: Ear, y: Array, z: Array) -> Array:
    """Height (ny, nz) mm of the joint surface over its surroundings, with a groove in the hollow behind the ear."""
    yy, zz = np.meshgrid(y, z, indexing="ij")
    d = outline.distance(yy.ravel(), zz.ravel()).reshape(yy.shape)
    s = np.clip((1.2 - d) / 3.6, 0.0, 1.0)
    plateau = s * s * (3.0 - 2.0 * s)
    hollow = np.clip((yy - dimensions("auricular:groove_from")) / GROOVE_FADE_MM, 0.0, 1.0)
    behind = np.exp(-(((d - 3.0) / 2.6) ** 2)) * hollow * hollow * (3.0 - 2.0 * hollow)
    ripple = 0.5 * (np.sin(0.83 * yy + 0.47 * zz) + np.sin(0.39 * yy - 0.71 * zz + 1.3))
    rough = dimensions("auricular:roughness") * ripple * plateau
    return dimensions("auricular:height") * plateau - dimensions("auricular:groove") * behind + rough


@dataclass(frozen=True)
class AuricularRegion:
    """Shell under the side of the sacrum whose outline is the ear: negative inside, one side only.

    It reaches ``depth_mm`` below the lateral surface and far beyond it, so that it holds the joint surface and the
    joint space but not the pelvic surface.
    """

    outline: Ear
    side: HeightMap
    sign: float
    depth_mm: float

    @property
    def bounds(self) -> Array:
        reach = self.outline.radius.max()
        lower, upper = self.outline.line.min(axis=0) - reach, self.outline.line.max(axis=0) + reach
        x = sorted((self.sign * 30.0, self.sign * 72.0))
        return as_bounds([x[0], lower[0], lower[1]], [x[1], upper[0], upper[1]])

    def __call__(self, points: Array) -> Array:
        value = np.empty(len(points))
        for start in range(0, len(points), 20000):
            x, y, z = points[start : start + 20000].T
            surface, factor = self.side.at(y, z)
            under = (surface - self.depth_mm - self.sign * x) * factor
            value[start : start + 20000] = np.maximum(self.outline.distance(y, z), under)
        return value


@dataclass(frozen=True)
class Roughness:
    """Fine irregular relief added to a field: ``amplitude_mm`` inside the region of a ball-shaped fade.

    Ligament beds (the tuberosity) are rough, pelvic and joint surfaces smooth.
    """

    amplitude_mm: float
    wavelength_mm: float
    phase: float = 0.0

    def __call__(self, points: Array) -> Array:
        k = 2.0 * np.pi / self.wavelength_mm
        x, y, z = points.T * k
        p = self.phase
        total = np.sin(x + 1.7 * np.sin(0.61 * y + p) + 0.9 * z) * np.sin(0.83 * z - 1.1 * y + p)
        total += 0.6 * np.sin(1.73 * y + 1.31 * np.sin(1.27 * z) + 0.4 * x + 2.0 * p)
        total += 0.35 * np.sin(2.41 * z - 1.9 * x + 3.0 * p) * np.sin(2.2 * y + 0.7 * x)
        return self.amplitude_mm * 0.6 * total
