"""The bulk of the sacrum: the solid between its pelvic, dorsal and lateral surfaces, as height maps.

Pelvic and dorsal surface give y over (x, z); the lateral surface gives x over (y, z). Each passes through named
depths at sacral levels, joined by cubic splines, so it is smooth and linear in the named values.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.interpolate import CubicSpline, PchipInterpolator

from spine_viewer.anatomy.bones.sacrum_dimensions import Dimensions
from spine_viewer.anatomy.bones.sacrum_heights import GRID_MM, HeightMap, height_map
from spine_viewer.anatomy.field.base import Array, as_bounds
from spine_viewer.anatomy.field.combine import smooth_maximum
from spine_viewer.anatomy.field.primitives import unit

ROWS = (
    "ala_top",
    "S1_top",
    "S1_upper",
    "S1_lower",
    "S1_S2",
    "S2_middle",
    "S2_S3",
    "S3_middle",
    "S3_S4",
    "S4_middle",
    "S4_S5",
    "S5_middle",
    "apex",
)
COLUMNS = ("midline", "paramedian", "foramen", "lateral", "outer", "border")
DEPTHS = ("front", "middle", "behind", "back")
X_GRID = np.arange(-3.0, 68.0, GRID_MM)
Y_GRID = np.arange(-30.0, 52.0, GRID_MM)
Z_GRID = np.arange(-114.0, 18.0, GRID_MM)


def half_widths(dimensions: Dimensions) -> tuple[Array, Array]:
    """Level of each row (z, descending) and the half width there that the column fractions refer to."""
    levels = dimensions.each([f"level:{row}" for row in ROWS])
    return levels, dimensions.each([f"half_width:{row}" for row in ROWS])


@lru_cache(maxsize=4)
def _basis(levels: tuple[float, ...], widths: tuple[float, ...], fractions: tuple[float, ...]) -> Array:
    """(nx, nz, rows, columns): weight of every named depth in every sample."""
    order = np.argsort(levels)
    z = np.clip(Z_GRID, levels[order[0]] - 3.0, levels[order[-1]] + 4.0)
    along = np.zeros((len(z), len(levels)))
    along[:, order] = CubicSpline(np.array(levels)[order], np.eye(len(levels)), bc_type="natural")(z)
    width = PchipInterpolator(np.array(levels)[order], np.array(widths)[order])(z)
    t = np.clip(np.abs(X_GRID)[:, None] / width[None, :], 0.0, fractions[-1] + 0.06)
    end = ((1, np.zeros(len(fractions))), (2, np.zeros(len(fractions))))
    across = CubicSpline(fractions, np.eye(len(fractions)), bc_type=end)(t)
    return across[:, :, None, :] * along[None, :, :, None]


def frontal_map(dimensions: Dimensions, surface: str) -> HeightMap:
    """Pelvic (``ventral``) or ``dorsal`` surface: y over (x, z)."""
    levels, widths = half_widths(dimensions)
    fractions = tuple(dimensions.each([f"fraction:{column}" for column in COLUMNS]))
    depths = np.array([[dimensions(f"{surface}:{row}:{column}") for column in COLUMNS] for row in ROWS])
    samples = np.tensordot(_basis(tuple(levels), tuple(widths), fractions), depths, axes=2)
    return height_map(samples, (X_GRID[0], Z_GRID[0]))


@lru_cache(maxsize=4)
def _side_basis(levels: tuple[float, ...], depths: tuple[float, ...]) -> Array:
    order = np.argsort(levels)
    z = np.clip(Z_GRID, levels[order[0]] - 3.0, levels[order[-1]] + 4.0)
    along = np.zeros((len(z), len(levels)))
    along[:, order] = CubicSpline(np.array(levels)[order], np.eye(len(levels)), bc_type="natural")(z)
    y = np.clip(Y_GRID, depths[0], depths[-1] + 2.0)
    across = CubicSpline(depths, np.eye(len(depths)), bc_type="natural")(y)
    return across[:, None, None, :] * along[None, :, :, None]


def lateral_samples(dimensions: Dimensions) -> Array:
    """Lateral surface: x over (y, z), samples on ``Y_GRID`` by ``Z_GRID``."""
    levels, _ = half_widths(dimensions)
    depths = tuple(dimensions.each([f"lateral_depth:{depth}" for depth in DEPTHS]))
    widths = np.array([[dimensions(f"lateral:{row}:{depth}") for depth in DEPTHS] for row in ROWS])
    return np.tensordot(_side_basis(tuple(levels), depths), widths, axes=2)


@dataclass(frozen=True)
class SacralMass:
    """Left half (x >= 0) of the bulk: between the surfaces, below the upper crest of the ala, above the apex."""

    ventral: HeightMap
    dorsal: HeightMap
    side: HeightMap
    crest: PchipInterpolator
    apex_centre: Array
    apex_normal: Array
    edge_mm: float
    top_edge_mm: float
    body_top_mm: float
    box: Array

    @property
    def bounds(self) -> Array:
        return self.box

    def __call__(self, points: Array) -> Array:
        x, y, z = points.T
        front, front_factor = self.ventral.at(x, z)
        back, back_factor = self.dorsal.at(x, z)
        side, side_factor = self.side.at(y, z)
        value = smooth_maximum((front - y) * front_factor, (y - back) * back_factor, self.edge_mm)
        value = smooth_maximum(value, (x - side) * side_factor, self.edge_mm)
        top = self.crest(np.clip(x, 0.0, 62.0))
        ahead = np.clip((16.0 - y) / 8.0, 0.0, 1.0)
        top = top + (np.maximum(top, self.body_top_mm) - top) * ahead * ahead * (3.0 - 2.0 * ahead)
        value = smooth_maximum(value, (z - top) * 0.8, self.top_edge_mm)
        return smooth_maximum(value, (points - self.apex_centre) @ self.apex_normal, 2.5)


def sacral_mass(dimensions: Dimensions, side: HeightMap) -> SacralMass:
    """The bulk with ``side`` as its lateral surface."""
    lines = ("midline", "canal", "facet", "notch", "rise", "summit", "fall", "border")
    crest = PchipInterpolator(
        dimensions.each([f"crest_x:{line}" for line in lines]), dimensions.each([f"crest_z:{line}" for line in lines])
    )
    tilt = np.radians(dimensions("apex:tilt"))
    return SacralMass(
        ventral=frontal_map(dimensions, "ventral"),
        dorsal=frontal_map(dimensions, "dorsal"),
        side=side,
        crest=crest,
        apex_centre=dimensions.point("apex:centre"),
        apex_normal=unit([0.0, -np.sin(tilt), -np.cos(tilt)]),
        edge_mm=dimensions("edge:mass"),
        top_edge_mm=dimensions("edge:crest"),
        body_top_mm=dimensions("crest_z:body"),
        box=as_bounds([0.0, -24.0, dimensions("apex:centre.z") - 6.0], [64.0, 50.0, 14.0]),
    )
