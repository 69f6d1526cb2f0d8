"""The coccyx: Co1 with its base, cornua and transverse processes, and the fused diminishing segments below.

It is built in the frame of the sacrum, so both stand together without a transform; a thin disc's width stays
between the end of the sacrum and the base.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.bones.model import BoneModel, Landmark
from spine_viewer.anatomy.bones.sacrum_dimensions import Dimensions, load_dimensions
from spine_viewer.anatomy.bones.sacrum_landmarks import aim, meet_surface
from spine_viewer.anatomy.field.base import Array, Culled, Field, as_bounds
from spine_viewer.anatomy.field.combine import Intersection, Mirrored, Union
from spine_viewer.anatomy.field.primitives import unit
from spine_viewer.anatomy.field.sweep import Sweep, sweep

STATIONS = ("base", "Co1", "Co1_Co2", "Co2", "Co2_Co3", "Co3", "Co3_Co4", "Co4", "tip")
VOXEL_MM = 0.5


@dataclass(frozen=True)
class BaseCut:
    """Everything beyond the disc under the sacrum: a slightly domed plane."""

    centre: Array
    normal: Array
    dome: float

    @property
    def bounds(self) -> Array:
        return as_bounds([-1e3] * 3, [1e3] * 3)

    def __call__(self, points: Array) -> Array:
        q = points - self.centre
        along = q @ self.normal
        across = (q * q).sum(axis=1) - along * along
        return -(along - self.dome * across) / np.sqrt(1.0 + 4.0 * self.dome**2 * across)


def end_normal(dimensions: Dimensions) -> Array:
    """Unit outward normal (3,) of the end plane of the sacrum."""
    tilt = np.radians(dimensions("apex:tilt"))
    return unit([0.0, -np.sin(tilt), -np.cos(tilt)])


def column(dimensions: Dimensions) -> Sweep:
    """The bodies: one bent blade, wider at the joints than at the waists."""
    d = dimensions
    path = np.array([[0.0, d(f"coccyx:{s}.y"), d(f"coccyx:{s}.z")] for s in STATIONS])
    return sweep(
        path,
        d.each([f"coccyx:{s}.half_width" for s in STATIONS]),
        d.each([f"coccyx:{s}.half_depth" for s in STATIONS]),
        up=(0.0, 1.0, 0.0),
        power=2.3,
        egg=-0.12,
        caps=(4.0, 3.0),
        segments=72,
    )


def _wing(dimensions: Dimensions, level: str) -> Field:
    d = dimensions
    root, tip = d.point(f"coccyx_wing:{level}.root"), d.point(f"coccyx_wing:{level}.tip")
    size = d(f"coccyx_wing:{level}.size")
    middle = 0.5 * (root + tip) + np.array([0.0, 0.4, 0.6])
    return sweep([root, middle, tip], [size, 0.8 * size, 0.6 * size], [0.75 * size, 0.6 * size, 0.45 * size], power=2.2)


def _horn(dimensions: Dimensions) -> Field:
    d = dimensions
    path = d.points(["coccyx_horn:root", "coccyx_horn:body", "coccyx_horn:tip"])
    return sweep(path, [3.4, 2.7, 1.9], [3.0, 2.4, 1.8], up=(0.0, 1.0, 0.0))


def coccyx_field(dimensions: Dimensions) -> Field:
    """The whole coccyx."""
    d = dimensions
    normal = end_normal(d)
    half: Field = Union(column(d), Culled(_wing(d, "Co1")), 3.5)
    half = Union(half, Culled(_wing(d, "Co2")), 3.0)
    base = BaseCut(d.point("apex:centre") + d("coccyx:disc") * normal, normal, d("coccyx:dome"))
    half = Intersection(half, base, 1.6)
    return Mirrored(Union(half, Culled(_horn(d)), 3.0))


def build_coccyx(changes: Mapping[str, float] | None = None) -> BoneModel:
    """The coccyx from ``annotations/shape/sacrum.csv``, in the frame of the sacrum.

    Parameters
    ----------
    changes : mapping of str to float, optional
        Dimensions by name (mm, degrees) that replace those of the table.

    Raises
    ------
    InputError
        If a dimension is unknown or the table is faulty.
    """
    d = load_dimensions(changes)
    field = coccyx_field(d)
    normal = end_normal(d)
    end = np.array([0.0, d("coccyx:tip.y"), d("coccyx:tip.z")])
    last = np.array([0.0, d("coccyx:Co4.y"), d("coccyx:Co4.z")])
    aims = {
        "base": aim(d.point("apex:centre") + 3.0 * normal, normal, 6.0),
        "tip": aim(end, last - end, 8.0),
    }
    landmarks = {name: Landmark(point) for name, point in meet_surface(field, aims).items()}
    return BoneModel("coccyx", field, landmarks, {}, dict(d.values), 0, VOXEL_MM)
