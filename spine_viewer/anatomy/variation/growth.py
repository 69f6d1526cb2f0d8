"""New bone of arthritis, as shifts in the frame of the bone that grows, mm.

A facet joint narrows, its two processes swell, and spurs stand on its rim; the rims of worn endplates grow osteophytes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.manifest import ManifestFace
from spine_viewer.anatomy.pose import Points
from spine_viewer.anatomy.variation.blend import falling, lumps, rising
from spine_viewer.anatomy.variation.figures import VariationFigures

LARGE_FACE_MM = 8.0  # half width of the face for which the figures hold
LARGE_BODY_MM = 23.0  # half width of the body for which the figures hold
OUTLINE = 2.4  # exponent of the outline of an endplate
DEPTH_SHARE = 0.7  # how deep the middle of an articular process lies under its face, in half widths


@dataclass(frozen=True)
class FacetGrowth:
    """Growth of one articular process about its joint face.

    ``rows`` (3, 3): the face's own axes (along its width, along its height, out of the bone) in the bone frame.
    """

    name: str
    centre: Array
    rows: Array
    half_width_mm: float
    half_height_mm: float
    narrows_mm: float
    swells_mm: float
    spur_mm: float
    reach_mm: float
    medial_share: float
    seed: int

    def __call__(self, points: Array) -> Array:
        """Shift (n, 3) in mm of points (n, 3)."""
        shift = np.zeros_like(points)
        near = np.linalg.norm(points - self.centre, axis=1) < 2.0 * self.reach_mm
        if near.any():
            shift[near] = self._near(points[near])
        return shift

    def _near(self, points: Array) -> Array:
        u, v, w = ((points - self.centre) @ self.rows.T).T
        k = np.hypot(u / self.half_width_mm, v / self.half_height_mm)
        closer = self.narrows_mm * falling(k, 1.0, 1.7) * falling(np.abs(w), 2.0, 9.0)
        middle = self.centre - DEPTH_SHARE * self.half_width_mm * self.rows[2]
        arm = points - middle
        reach = np.linalg.norm(arm, axis=1)
        aside = arm - 0.8 * np.maximum(arm @ self.rows[2], 0.0)[:, None] * self.rows[2]
        aside /= np.maximum(np.linalg.norm(aside, axis=1, keepdims=True), 1e-9)
        around = np.maximum(rising(k, 0.75, 1.15), rising(-w, 3.0, 8.0))
        medial = falling(aside[:, 0] * np.sign(self.centre[0]), -0.6, 0.0)
        swell = self.swells_mm * around * falling(reach, 0.5 * self.reach_mm, 1.6 * self.reach_mm)
        swell *= falling(medial, 0.0, 1.0) * (1.0 - self.medial_share) + self.medial_share
        angle = np.arctan2(v / self.half_height_mm, u / self.half_width_mm)
        rim = np.exp(-0.5 * ((k - 1.12) / 0.25) ** 2 - 0.5 * (w / 2.4) ** 2)
        spur = self.spur_mm * rim * lumps(angle, self.seed, self.name)
        lip = np.cos(angle)[:, None] * self.rows[0] + np.sin(angle)[:, None] * self.rows[1] + 0.3 * self.rows[2]
        return closer[:, None] * self.rows[2] + swell[:, None] * aside + spur[:, None] * lip


def facet_growth(
    name: str, face: ManifestFace, grade: float, gap_mm: float, figures: VariationFigures, seed: int
) -> FacetGrowth:
    """Growth at an arthropathy of ``grade`` (0..1); ``gap_mm`` is the gap of the healthy joint."""
    out = np.array(face.normal)
    up = np.array(face.up) - (np.array(face.up) @ out) * out
    up /= np.linalg.norm(up)
    size = face.half_width_mm / LARGE_FACE_MM
    return FacetGrowth(
        name=name,
        centre=np.array(face.centre),
        rows=np.array([np.cross(up, out), up, out]),
        half_width_mm=face.half_width_mm,
        half_height_mm=face.half_height_mm,
        narrows_mm=0.5 * grade * (gap_mm - figures.arthritic_gap_mm.value),
        swells_mm=grade * size * figures.hypertrophy_mm.value,
        spur_mm=_late(grade, figures) * size * figures.facet_spur_mm.value,
        reach_mm=size * figures.hypertrophy_reach_mm.value,
        medial_share=figures.medial_share.value,
        seed=seed,
    )


@dataclass(frozen=True)
class RimGrowth:
    """Osteophytes on the rim of one endplate.

    ``rows`` (3, 3): left, back and out of the body, in the bone frame; ``half_mm`` (2,): half width and half depth.
    """

    name: str
    centre: Array
    rows: Array
    half_mm: tuple[float, float]
    spur_mm: float
    height_mm: float
    seed: int

    def __call__(self, points: Array) -> Array:
        """Shift (n, 3) in mm of points (n, 3)."""
        x, y, h = ((points - self.centre) @ self.rows.T).T
        a, b = x / self.half_mm[0], y / self.half_mm[1]
        size = np.maximum((np.abs(a) ** OUTLINE + np.abs(b) ** OUTLINE) ** (1.0 / OUTLINE), 1e-9)
        ring = rising(size, 0.55, 0.95) * falling(size, 1.35, 1.9)
        level = np.exp(-0.5 * ((h + 0.4 * self.height_mm) / self.height_mm) ** 2)
        front = 0.1 + 0.9 * falling(b, 0.1, 0.7)
        height = self.spur_mm * ring * level * front * lumps(np.arctan2(b, a), self.seed, self.name)
        out = np.stack([a / self.half_mm[0], b / self.half_mm[1]], axis=1)
        out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
        way = out[:, :1] * self.rows[0] + out[:, 1:] * self.rows[1] + 0.3 * self.rows[2]
        return height[:, None] * way


def rim_growth(name: str, marks: Points, plate: str, grade: float, figures: VariationFigures, seed: int) -> RimGrowth:
    """Growth at a degeneration of ``grade`` (0..1) of the endplate ``superior``, ``inferior`` or ``s1``."""
    front, back, left, right = (
        np.asarray(marks[f"{plate}_endplate_{part}"]) for part in ("anterior", "posterior", "left", "right")
    )
    aside, behind = left - right, back - front
    half = (0.5 * float(np.linalg.norm(aside)), 0.5 * float(np.linalg.norm(behind)))
    aside, behind = aside / np.linalg.norm(aside), behind / np.linalg.norm(behind)
    up = np.cross(aside, behind)
    out = -up if plate == "inferior" else up
    size = half[0] / LARGE_BODY_MM
    return RimGrowth(
        name=name,
        centre=0.5 * (front + back),
        rows=np.array([aside, behind, out]),
        half_mm=half,
        spur_mm=_late(grade, figures) * size * figures.endplate_spur_mm.value,
        height_mm=max(size, 0.5) * figures.endplate_spur_height_mm.value,
        seed=seed,
    )


def _late(grade: float, figures: VariationFigures) -> float:
    """How far spurs have grown: none before ``spurs_from``, then faster than the rest."""
    start = figures.spurs_from.value
    return max((grade - start) / (1.0 - start), 0.0) ** 1.3
