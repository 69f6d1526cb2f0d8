"""The top of the sacrum: the S1 endplate on its column, and the two superior articular processes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.bones.model import Face
from spine_viewer.anatomy.bones.sacrum_dimensions import Dimensions
from spine_viewer.anatomy.field.base import Array, Field, as_bounds
from spine_viewer.anatomy.field.combine import Intersection, Union, smooth_maximum
from spine_viewer.anatomy.field.primitives import CurvedHalfSpace, Ellipsoid
from spine_viewer.anatomy.field.sweep import sweep


def _smoothstep(value: Array, low: float, high: float) -> Array:
    t = np.clip((value - low) / (high - low), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)


@dataclass(frozen=True)
class EndplateColumn:
    """Upper end of the S1 body: kidney-shaped, bowl with a rim on top, front wall leaning back below the promontory."""

    half_width_mm: float
    front_mm: float
    back_mm: float
    lean: float
    taper: float
    notch_mm: float
    bowl_mm: float
    rim_mm: float
    edge_mm: float
    depth_mm: float = 13.0

    @property
    def bounds(self) -> Array:
        return as_bounds([-self.half_width_mm - 1, self.front_mm - 1, -self.depth_mm], [self.half_width_mm + 1, 20, 4])

    def __call__(self, points: Array) -> Array:
        x, y, z = points.T
        drop = np.clip(-z, 0.0, self.depth_mm)
        lean = self.lean * drop * drop / (drop + 2.5) + 0.2 * np.maximum(drop - 7.0, 0.0) ** 2
        front = self.front_mm + lean
        back = self.back_mm - self.notch_mm * np.exp(-((x / (0.42 * self.half_width_mm)) ** 2))
        a = self.half_width_mm - self.taper * drop
        centre, b = 0.5 * (front + back), np.maximum(0.5 * (back - front), 3.0)
        n = 2.3
        xu, xv = np.abs(x) / a, np.abs(y - centre) / b
        q = np.maximum((xu**n + xv**n) ** (1.0 / n), 1e-6)
        slope = np.hypot(xu ** (n - 1) / a, xv ** (n - 1) / b) * q ** (1 - n)
        wall = np.where(q > 0.2, (q - 1.0) / np.maximum(slope, 1e-6), -b * (1.0 - q))
        bowl = self.bowl_mm * (1.0 - _smoothstep(q, 0.15, 0.85))
        top = -bowl + self.rim_mm * np.exp(-(((q - 0.9) / 0.1) ** 2))
        value = smooth_maximum(wall, z - top, self.edge_mm)
        return np.maximum(value, -self.depth_mm - z)


def endplate_column(dimensions: Dimensions) -> EndplateColumn:
    """Column of the S1 endplate."""
    d = dimensions
    return EndplateColumn(
        0.5 * d("endplate:width"),
        d("endplate:front"),
        d("endplate:back"),
        d("endplate:lean"),
        d("endplate:taper"),
        d("endplate:posterior_notch"),
        d("endplate:bowl"),
        d("endplate:rim"),
        d("endplate:edge"),
    )


def facet_face(dimensions: Dimensions) -> Face:
    """Left superior articular facet."""
    turn, tilt = np.radians(dimensions("sap:angle")), np.radians(dimensions("sap:tilt"))
    normal = np.array([-np.cos(turn) * np.cos(tilt), np.sin(turn) * np.cos(tilt), np.sin(tilt)])
    up = np.array([0.0, 0.0, 1.0])
    up = up - (up @ normal) * normal
    return Face(
        centre=dimensions.point("sap:centre"),
        normal=normal,
        up=up / np.linalg.norm(up),
        half_width_mm=0.5 * dimensions("sap:width"),
        half_height_mm=0.5 * dimensions("sap:height"),
    )


def superior_articular_process(dimensions: Dimensions) -> Field:
    """Left process: an upright blade behind the facet on a stout root, its face hollow across."""
    d, face = dimensions, facet_face(dimensions)
    thick, half = d("sap:thickness"), face.half_height_mm
    behind = face.centre - 0.5 * thick * face.normal
    tip = behind + face.up * (half - 4.0) + np.array([0.0, -0.4, 0.0])
    root = behind - face.up * (half + 7.0) + d.point("sap:root_shift")
    waist = behind - face.up * 0.75 * half + 0.35 * d.point("sap:root_shift")
    w = face.half_width_mm
    blade = sweep(
        [root, waist, behind + 0.1 * half * face.up, tip],
        [1.0 * w, 1.0 * w, w, 0.88 * w],
        [1.1 * thick, 0.85 * thick, 0.6 * thick, 0.42 * thick],
        up=face.normal,
        power=2.5,
        caps=(3.0, 4.2),
    )
    side = np.cross(face.up, face.normal)
    pad = Ellipsoid(behind, np.array([w, half, 0.62 * thick]), np.array([side, face.up, face.normal]))
    hollow = CurvedHalfSpace(face.centre, face.normal, face.up, -d("sap:curvature"), -0.004)
    return Intersection(Union(blade, pad, 1.5), hollow, d("sap:edge"))
