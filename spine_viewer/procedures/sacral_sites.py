"""Places beside the posterior sacral foramina that lateral branch procedures aim at, by the clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.procedures.checks import closest_on_path
from spine_viewer.procedures.model import Array, Target
from spine_viewer.procedures.search import Found
from spine_viewer.procedures.targets import Extra, Site, endplate_axes

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine

FORAMINA = ("S1", "S2", "S3", "S4")
ROW = FORAMINA[:3]
LATERAL_HOUR = 3.0
RIM_POINTS = 72
OUTSIDE_MM, FEEL_STEP_MM = 40.0, 0.05
DEGREES_PER_HOUR = 30.0
SPAN_MM = 0.5


@dataclass(frozen=True, eq=False)
class Foramen:
    """A posterior sacral foramen as it is seen along ``back`` (3,), a unit vector towards the detector.

    ``rim`` (n, 3) is a smooth closed line through its four landmarks, world mm; ``up`` and ``lateral`` (3,) are the
    ways to 12 o'clock and to the side in that picture.
    """

    rim: Array
    back: Array
    up: Array
    lateral: Array

    @cached_property
    def middle(self) -> Array:
        """(3,) middle of the rim."""
        return np.asarray(self.rim.mean(axis=0))

    def way(self, hour: float) -> Array:
        """Unit vector (3,) to an hour of the clock on which 3 o'clock is lateral."""
        angle = np.radians(DEGREES_PER_HOUR * hour)
        return np.asarray(np.cos(angle) * self.up + np.sin(angle) * self.lateral)

    def beside(self, hour: float, distance_mm: float) -> Array:
        """The point (3,) so far outside the rim at an hour, in the plane of the picture."""
        return np.asarray(self.middle + (self._radius(self.way(hour)) + distance_mm) * self.way(hour))

    def outside_mm(self, points: Array) -> Array:
        """How far points (n, 3) are from the rim, mm; negative where they lie within it in the picture."""
        near = np.array([closest_on_path(one, np.vstack([self.rim, self.rim[:1]]))[0] for one in points])
        flat = points - self.middle
        flat = flat - (flat @ self.back)[:, None] * self.back
        across = np.linalg.norm(flat, axis=1)
        ways = flat / np.maximum(across, 1e-9)[:, None]
        within = across < np.array([self._radius(way) for way in ways])
        return np.where(within, -near, near)

    def _radius(self, way: Array) -> float:
        """Distance from the middle to the rim in the picture, along a unit vector (3,) in its plane."""
        flat = self.rim - self.middle
        angles = np.degrees(np.arctan2(flat @ self.lateral, flat @ self.up)) % 360.0
        order = np.argsort(angles)
        asked = np.degrees(np.arctan2(way @ self.lateral, way @ self.up)) % 360.0
        sizes = np.hypot(flat @ self.lateral, flat @ self.up)[order]
        return float(np.interp(asked, angles[order], sizes, period=360.0))


def foramen(spine: Spine, name: str, side: str, back: Array) -> Foramen:
    """A posterior foramen such as ``S1``, seen along ``back`` (3,)."""
    lateral, superior, medial, inferior = (
        np.asarray(spine.landmark(f"sacrum:posterior_foramen_{part}:{name}:{side}"), dtype=float)
        for part in ("lateral", "superior", "medial", "inferior")
    )
    turn = np.linspace(0.0, 2.0 * np.pi, RIM_POINTS, endpoint=False)
    rim = (
        0.25 * (lateral + superior + medial + inferior)
        + np.outer(np.cos(turn), 0.5 * (lateral - medial))
        + np.outer(np.sin(turn), 0.5 * (superior - inferior))
        + np.outer(np.cos(2.0 * turn), 0.25 * (lateral + medial - superior - inferior))
    )
    axes = endplate_axes(spine, "sacrum")
    up = axes.superior - (axes.superior @ back) * back
    up = up / np.linalg.norm(up)
    out = axes.left if side == "left" else -axes.left
    out = out - (out @ back) * back - (out @ up) * up
    return Foramen(rim, np.asarray(back), up, out / np.linalg.norm(out))


def clock_name(hour: float, side: str) -> str:
    """``"2:30"`` on the right; on the left, where the face is mirrored, ``"9:30"``."""
    shown = (12.0 - hour if side == "left" else hour) % 12.0
    minutes = round(60.0 * shown)
    return f"{minutes // 60 or 12}:{minutes % 60:02d}"


def foramen_site(spine: Spine, nerve_id: str, back: Array, hour: float, distance_mm: float, radius_mm: float) -> Site:
    """A place on the dorsal sacrum beside the foramen of a lateral branch, by the clock; see :func:`bone_site`.

    Parameters
    ----------
    spine : Spine
    nerve_id : str
        ``lateral_branch:S1:left``.
    back : (3,) float
        From the sacrum to the detector in the picture that shows the clock.
    hour : float
        3 is lateral on both sides.
    distance_mm : float
        From the rim.
    radius_mm : float
        Half the needle's diameter: its tip's axis stays so far from bone.

    Raises
    ------
    InputError
        There is no bone there.
    """
    _, level, side = nerve_id.split(":")[:3]
    place = foramen(spine, level, side, back).beside(hour, distance_mm)
    return bone_site(spine, nerve_id, back, place, radius_mm)


def row_places(spine: Spine, side: str, back: Array, distance_mm: float, spacing_mm: float) -> list[tuple[str, Array]]:
    """A row of places beside the foramina, from the groove at the L5 dorsal ramus to the lateral side of S3.

    Even steps of about ``spacing_mm`` on the line, in the picture along ``back`` (3,), from the target at the L5 dorsal
    ramus past points ``distance_mm`` lateral of the rims of S1, S2 and S3.

    Returns
    -------
    list of (level, (3,) float)
        From above downwards; the level is that of the nearest foramen, of the first place L5.
    """
    ramus = spine.nerve(f"dorsal_ramus:L5:{side}")
    first = np.asarray(ramus.path, dtype=float)[int(ramus.target or 0)]
    faces = {name: foramen(spine, name, side, back) for name in ROW}
    knots = np.array([first, *(face.beside(LATERAL_HOUR, distance_mm) for face in faces.values())])
    knots = knots - np.outer((knots - first) @ back, back)
    arc = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(knots, axis=0), axis=1))])
    steps = max(2, round(arc[-1] / spacing_mm))
    at = np.linspace(0.0, arc[-1], steps + 1)
    places = np.column_stack([np.interp(at, arc, knots[:, i]) for i in range(3)])

    def nearest(place: Array) -> str:
        gaps = {name: np.linalg.norm(np.cross(place - face.middle, back)) for name, face in faces.items()}
        return min(gaps, key=lambda name: float(gaps[name]))

    return [("L5", first), *((nearest(place), place) for place in places[1:])]


def bone_site(spine: Spine, nerve_id: str, back: Array, place: Array, radius_mm: float) -> Site:
    """Where a needle that runs against ``back`` (3,) to ``place`` (3,) touches the dorsal sacrum.

    The tip must lie behind the line of the lateral rims of the foramina on the lateral picture, on bone, outside every
    posterior foramen.

    Raises
    ------
    InputError
        There is no bone there.
    """
    _, level, side = nerve_id.split(":")[:3]
    faces = {name: foramen(spine, name, side, back) for name in FORAMINA}
    point = _felt(spine, place, back, radius_mm)
    landmark = f"sacrum:posterior_foramen_lateral:{level}:{side}"
    mark = np.asarray(spine.landmark(landmark), dtype=float)
    axes = endplate_axes(spine, "sacrum")

    def rims(found: Found) -> float:
        return min(float(one.outside_mm(found.tip[None])[0]) for one in faces.values())

    def target(found: Found) -> float:
        return float(np.linalg.norm(found.tip - point))

    def bone(found: Found) -> float:
        return float(spine.bone("sacrum").distance(found.tip)[0]) - radius_mm

    return Site(
        nerve=nerve_id,
        bone="sacrum",
        path=np.asarray(spine.nerve(nerve_id).path, dtype=float),
        target=Target(point, landmark, float(np.linalg.norm(point - mark))),
        axes=axes,
        lateral=axes.left if side == "left" else -axes.left,
        border=np.array([spine.landmark(f"sacrum:posterior_foramen_lateral:{one}:{side}") for one in FORAMINA]),
        border_name="tip_to_sacral_plate_mm",
        border_limit="plate_behind_min_mm",
        extras=(
            Extra("tip_to_target_mm", target, most="tip_to_target_max_mm"),
            Extra("tip_to_bone_mm", bone, most="tip_to_bone_max_mm"),
            Extra("tip_to_foramen_rim_mm", rims, least="foramen_rim_min_mm"),
        ),
    )


def about_target(site: Site) -> Site:
    """The site with a short line through its target in place of the nerve: for a search for tips near the target."""
    half = 0.5 * SPAN_MM * site.lateral
    return replace(site, path=np.array([site.target.point - half, site.target.point + half]))


def _felt(spine: Spine, place: Array, back: Array, radius_mm: float) -> Array:
    """Where a needle that runs against ``back`` (3,) to ``place`` (3,) first touches the sacrum."""
    line = place + np.arange(OUTSIDE_MM, -OUTSIDE_MM, -FEEL_STEP_MM)[:, None] * back
    hit = np.flatnonzero(np.asarray(spine.bone("sacrum").distance(line)) < radius_mm)
    if not len(hit) or hit[0] == 0:
        raise InputError("no bone beside the posterior sacral foramen; landmarks and bone do not fit")
    return np.asarray(line[hit[0] - 1])
