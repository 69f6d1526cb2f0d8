"""The brain over the foramen magnum, as a picture of where pain is felt: a drawn outline, not a measured one."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict
from scipy.ndimage import gaussian_filter

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.level_surface import level_surface
from spine_viewer.anatomy.field.mesher import Surface
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.sourced import Fact, FactList, Sourced

CELL_MM = 2.4
FISSURE_MM = 1.6  # half the width of the gap between the hemispheres
FOLIUM_MM = 5.0
BELOW_MM = 14.0  # of the foramen's middle: the stem runs into the cord
SEED = 5  # of the folds


class Places(Sourced):
    """A place for each region, mm."""

    value: dict[str, tuple[float, float, float]]
    unit: str


class Brain(BaseModel):
    """Content of ``brain.json``: sizes, and places in mm from the middle of the foramen magnum (left, back, up)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    length_mm: Fact
    width_mm: Fact
    height_mm: Fact
    cerebrum_centre_mm: FactList
    cerebellum_centre_mm: FactList
    cerebellum_half_mm: FactList
    brainstem_half_width_mm: FactList
    gyrus_mm: Fact
    sulcus_depth_mm: Fact
    thalamus_mm: FactList
    cortex_mm: Places
    tract_aside_mm: Fact


@lru_cache(maxsize=1)
def load_brain() -> Brain:
    """The shipped figures."""
    return read_model(annotations_folder() / "brain.json", Brain)


@lru_cache(maxsize=1)
def brain_surface() -> Surface:
    """Cerebrum with its folds, cerebellum and stem, mm from the middle of the foramen magnum (left, back, up)."""
    brain: Any = load_brain()
    half = 0.5 * np.array([brain.width_mm.value, brain.length_mm.value, brain.height_mm.value])
    centre = np.array(brain.cerebrum_centre_mm.value)
    lower = np.minimum(centre - half, (-half[0], -half[1], -BELOW_MM)) - 4.0
    axes = [np.arange(a, b, CELL_MM) for a, b in zip(lower, centre + half + 6.0, strict=True)]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    folded = _cerebrum(points, centre, half) + _sulci(points.shape[:3], brain)
    apart = np.maximum(folded, _fissure(points, centre, half))
    cerebellum = _ellipsoid(points, np.array(brain.cerebellum_centre_mm.value), brain.cerebellum_half_mm.value)
    cerebellum = cerebellum + 0.9 * np.cos(2.0 * np.pi * (points[..., 2] + 0.25 * points[..., 1]) / FOLIUM_MM)
    stem = _stem(points, brain.brainstem_half_width_mm.value, centre)
    whole = np.minimum(np.minimum(apart, cerebellum), stem)
    return level_surface(-gaussian_filter(whole, 0.5), 0.0, tuple(axes), np.zeros(3), np.eye(3))  # type: ignore[arg-type]


def _ellipsoid(points: Array, centre: Array, half: Any, power: float = 2.0) -> Array:
    """Distance to a (super)ellipsoid, right near its surface."""
    p = (points - centre) / np.asarray(half, dtype=float)
    r = (np.abs(p) ** power).sum(axis=-1) ** (1.0 / power)
    grad = np.linalg.norm(p / np.asarray(half, dtype=float), axis=-1) / np.maximum(np.linalg.norm(p, axis=-1), 1e-9)
    return (r - 1.0) / np.maximum(grad, 1e-6)


def _cerebrum(points: Array, centre: Array, half: Array) -> Array:
    """Both hemispheres: a dome that narrows to the front, and the temporal lobes that hang below its sides."""
    dome_half = half * (1.0, 1.0, 1.3)
    middle = centre + np.array([0.0, 0.0, half[2] - dome_half[2]])
    along = np.clip((points[..., 1] - middle[1]) / half[1], -1.0, 1.0)
    narrow = 1.0 - 0.2 * np.clip(-along, 0.0, 1.0) ** 1.5 - 0.04 * np.clip(along, 0.0, 1.0) ** 2
    shaped = np.stack([points[..., 0] / narrow, points[..., 1], points[..., 2]], axis=-1)
    dome = _ellipsoid(shaped, middle, dome_half, 2.2)
    floor = middle[2] - 0.2 * half[2] - 5.0 * np.cos(2.5 * along) - points[..., 2]
    dome = _smooth_max(dome, floor, 14.0)
    lobes = []
    for side in (1.0, -1.0):
        core = middle + np.array([side * 0.66 * half[0], -0.1 * half[1], -0.32 * half[2]])
        lean = np.stack([points[..., 0], points[..., 1], points[..., 2] + 0.22 * (points[..., 1] - core[1])], axis=-1)
        lobes.append(_ellipsoid(lean, core, (0.31 * half[0], 0.56 * half[1], 0.42 * half[2])))
    return np.minimum(dome, np.minimum(*lobes))


def _smooth_max(a: Array, b: Array, width: float) -> Array:
    share = np.clip(0.5 + 0.5 * (a - b) / width, 0.0, 1.0)
    return b + share * (a - b) + width * share * (1.0 - share)


def _sulci(shape: tuple[int, ...], brain: Any) -> Array:
    """Depth of the folds: grooves where a random wave of the gyri's width crosses nought, alike on both sides."""
    noise = np.random.default_rng(SEED).standard_normal(shape)
    across = brain.gyrus_mm.value / CELL_MM / np.pi
    wave = gaussian_filter(noise, across, mode="wrap") - gaussian_filter(noise, 1.6 * across, mode="wrap")
    wave /= wave.std()
    return np.asarray(brain.sulcus_depth_mm.value * np.exp(-((wave / 0.3) ** 2)))


def _fissure(points: Array, centre: Array, half: Array) -> Array:
    """Outside the gap between the hemispheres, which the corpus callosum ends below."""
    roof = centre + np.array([0.0, 0.0, -0.25 * half[2]])
    inside = _ellipsoid(points, roof, (1e3, 0.55 * half[1], 0.45 * half[2]))
    return np.minimum(FISSURE_MM - np.abs(points[..., 0]), inside)


def _stem(points: Array, widths: tuple[float, ...], centre: Array) -> Array:
    """Medulla, pons and midbrain: a stalk from the foramen up to the middle of the brain."""
    foot, head = np.array([0.0, 0.0, -BELOW_MM]), np.array([0.0, -14.0, centre[2] - 12.0])
    way = head - foot
    t = np.clip(((points - foot) @ way) / float(way @ way), 0.0, 1.0)
    radius = np.interp(t, np.linspace(0.0, 1.0, len(widths)), widths)
    bulge = np.clip(-(points[..., 1] - foot[1] - t * way[1]), 0.0, None) * 0.35 * np.exp(-(((t - 0.62) / 0.16) ** 2))
    return np.asarray(np.linalg.norm(points - foot - t[..., None] * way, axis=-1) - radius - bulge)
