"""A simple outline of trunk and neck: the soft-tissue envelope of X-rays and the skin that needles enter."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from pydantic import BaseModel, ConfigDict
from scipy.interpolate import PchipInterpolator

from spine_viewer.anatomy.field.base import Array, Field, FunctionField
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.read_json import read_model

ABOVE_MM = 45.0
BELOW_MM = 60.0


class SkinFigures(BaseModel):
    """Content of ``skin.json``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    status: str
    source: str
    marks: dict[str, str]
    cover_mm: dict[str, float]
    paraspinal_bulge_mm: float
    furrow_half_width_mm: float
    half_width_mm: dict[str, float]
    depth_mm: dict[str, float]
    buttock_mm: float


def load_skin() -> SkinFigures:
    """The shipped figures."""
    return read_model(annotations_folder() / "skin.json", SkinFigures)


def _through(points: Mapping[float, float]) -> PchipInterpolator:
    z = sorted(points)
    return PchipInterpolator(z, [points[k] for k in z], extrapolate=False)


def skin_field(figures: SkinFigures, mark: Mapping[str, Array]) -> Field:
    """Field of trunk and neck in world mm.

    ``mark``: world points (3,) by the names of ``figures.marks``; the highest and the lowest of them end the outline.
    ``cover_mm`` is what lies over the mark behind; widths and depths hold at the heights of their marks.
    """
    height = {key: float(point[2]) for key, point in mark.items()}
    top, bottom = max(height.values()) + ABOVE_MM, height["hip"] - BELOW_MM
    cover = figures.cover_mm
    back = {height[key]: float(mark[key][1]) + thick for key, thick in cover.items()}
    lowest = height["coccyx"] - 10.0
    back[lowest] = float(mark["sacrum"][1]) + 0.6 * cover["sacrum"]
    back[bottom] = back[lowest] - 30.0
    back[top] = back[max(height.values())] - 2.0
    level = height | {"hip": height["hip"] + 45.0}
    widths = {level[key]: value for key, value in figures.half_width_mm.items()}
    depths = {level[key]: value for key, value in figures.depth_mm.items()}
    for table in (widths, depths):
        table[top], table[bottom] = table[max(table)], 0.94 * table[min(table)]
    back_of, width_of, depth_of = _through(back), _through(widths), _through(depths)
    cleft_from = height["sacrum"] - 25.0

    def field(points: Array) -> Array:
        z = np.clip(points[:, 2], bottom, top)
        half_w, half_d = width_of(z), 0.5 * depth_of(z)
        x = np.abs(points[:, 0])
        below = np.clip((cleft_from - z) / 60.0, 0.0, 1.0)
        furrow = figures.furrow_half_width_mm
        bulge = figures.paraspinal_bulge_mm * (1.0 - np.exp(-((x / furrow) ** 2)))
        cheek = figures.buttock_mm * below * np.exp(-(((x - 70.0) / 55.0) ** 2))
        centre = back_of(z) - half_d
        y = points[:, 1] - centre
        y = np.where(y > 0.0, y - np.minimum(bulge + cheek, 0.95 * y), y)
        k = (np.abs(points[:, 0] / half_w) ** 2.5 + np.abs(y / half_d) ** 2.5) ** 0.4
        side = (k - 1.0) * np.minimum(half_w, half_d)
        return np.maximum(side, np.abs(points[:, 2] - 0.5 * (top + bottom)) - 0.5 * (top - bottom))

    reach = max(figures.half_width_mm.values()) + 5.0
    front = min(back.values()) - max(figures.depth_mm.values()) - 40.0
    rear = max(back.values()) + figures.paraspinal_bulge_mm + figures.buttock_mm + 5.0
    return FunctionField(field, np.array([[-reach, front, bottom - 2.0], [reach, rear, top + 2.0]]))
