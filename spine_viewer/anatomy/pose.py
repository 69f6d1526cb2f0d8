"""Stacks the bones of the column: disc heights and segmental angles to one rigid transform per bone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.levels import Levels, segment_name
from spine_viewer.anatomy.rigid import apply, rigid, rotation_about_x

Points = Mapping[str, Array]


@dataclass(frozen=True)
class Endplate:
    """Midsagittal rim points and centre of an endplate, (3,) each, in the bone frame, mm."""

    anterior: Array
    posterior: Array
    centre: Array

    @property
    def middle(self) -> Array:
        """Midpoint of the rim."""
        return 0.5 * (self.anterior + self.posterior)

    @property
    def slope_deg(self) -> float:
        """Angle of the plane from the bone's own y axis; positive when the anterior rim is higher."""
        rise = self.anterior - self.posterior
        return float(np.degrees(np.arctan2(rise[2], -rise[1])))

    @property
    def normal(self) -> Array:
        """Upward unit normal (3,) in the midsagittal plane."""
        return rotation_about_x(-self.slope_deg) @ np.array([0.0, 0.0, 1.0])


def endplate(landmarks: Points, which: str) -> Endplate:
    """Endplate ``superior``, ``inferior`` of a vertebra, or ``s1`` of the sacrum."""
    stem = "s1_endplate" if which == "s1" else f"{which}_endplate"
    return Endplate(*(np.asarray(landmarks[f"{stem}_{part}"], float) for part in ("anterior", "posterior", "centre")))


def stack(
    landmarks: Mapping[str, Points],
    levels: Levels,
    disc_heights_mm: Mapping[str, float],
    pose: str,
    seats: Mapping[str, Array] | None = None,
) -> dict[str, Array]:
    """Rigid transforms (4, 4), bone frame -> world, of every bone in a pose.

    Parameters
    ----------
    landmarks : mapping of bone id to mapping of landmark name to (3,) mm
        In bone frames.
    levels : Levels
        Order of the column and its angles.
    disc_heights_mm : mapping of segment name (``L4-L5``) to mm
        Mean of the anterior, middle and posterior height in the midsagittal plane.
    pose : str
        ``standing`` or ``prone``.
    seats : mapping of bone id to (4, 4), optional
        Place of a bone in the frame of the one that it stands on or moves with, where no endplates give it. Carried
        bones without one share the frame of their carrier.

    Notes
    -----
    Segmental lordosis is the angle between the superior endplates of neighbours. Each upper endplate rim stands
    over the lower one along the bisector of the two normals.
    """
    slope = levels.sacral_slope_deg[pose].value
    s1 = endplate(landmarks["sacrum"], "s1")
    rotation = rotation_about_x(slope + s1.slope_deg)
    placed = {"sacrum": rigid(rotation, -rotation @ s1.centre)}
    tilt = slope
    for upper, lower in levels.segments:
        if seats and upper in seats:
            placed[upper] = placed[lower] @ seats[upper]
            continue
        name = segment_name(upper, lower)
        base = endplate(landmarks[lower], "s1" if lower == "sacrum" else "superior")
        roof = endplate(landmarks[upper], "inferior")
        top = endplate(landmarks[upper], "superior")
        tilt -= levels.segmental_lordosis_deg[pose][name].value
        rotation = rotation_about_x(tilt + top.slope_deg)
        below = placed[lower]
        floor_normal, roof_normal = below[:3, :3] @ base.normal, rotation @ roof.normal
        along = floor_normal + roof_normal
        along /= np.linalg.norm(along)
        origin = apply(below, base.middle) - rotation @ roof.middle
        heights = [
            float((rotation @ getattr(roof, part) + origin - apply(below, getattr(base, part))) @ along)
            for part in ("anterior", "centre", "posterior")
        ]
        placed[upper] = rigid(rotation, origin + (disc_heights_mm[name] - np.mean(heights)) * along)
    for carrier, others in levels.carried.items():
        for bone in others:
            placed[bone] = placed[carrier] @ (seats or {}).get(bone, np.eye(4))
    return placed
