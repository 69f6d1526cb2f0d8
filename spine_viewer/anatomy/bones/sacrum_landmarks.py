"""Where the named points of the sacrum lie: each is aimed at from outside and taken where the ray meets bone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.bones import sacrum_canal as hollow
from spine_viewer.anatomy.bones.model import Face, Landmark
from spine_viewer.anatomy.bones.sacrum_auricular import Ear
from spine_viewer.anatomy.bones.sacrum_dimensions import Dimensions
from spine_viewer.anatomy.bones.sacrum_joints import facet_face
from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.mesher import gradient
from spine_viewer.anatomy.field.primitives import unit

FROM_BEHIND = (0.0, -1.0, 0.0)
FROM_FRONT = (0.0, 1.0, 0.0)
FROM_ABOVE = (0.0, 0.0, -1.0)
FROM_LEFT = (-1.0, 0.0, 0.0)
REACH_MM = 90.0
STEP_MM = 0.25
RIM_REACH_MM = 6.0
RIM_DEPTH_MM = 4.0


@dataclass(frozen=True)
class Aim:
    """A ray that comes from ``start_mm`` before the point ``through`` (3,) along ``direction`` (3,)."""

    through: Array
    direction: Array
    start_mm: float = 45.0


def aim(through: object, direction: object, start_mm: float = 45.0) -> Aim:
    """An :class:`Aim` from any vectors."""
    return Aim(np.asarray(through, dtype=float), unit(direction), start_mm)


def first_hits(field: Field, origins: Array, directions: Array, reach_mm: float) -> Array:
    """Distance (n,) mm along each ray to the first bone; NaN where it starts inside or meets none in ``reach_mm``."""
    t = np.arange(0.0, reach_mm, STEP_MM)
    points = origins[:, None, :] + t[None, :, None] * directions[:, None, :]
    inside = field(points.reshape(-1, 3)).reshape(len(origins), len(t)) <= 0.0
    first = inside.argmax(axis=1)
    low, high = t[np.maximum(first - 1, 0)], t[first]
    for _ in range(7):
        middle = 0.5 * (low + high)
        outside = field(origins + middle[:, None] * directions) > 0.0
        low, high = np.where(outside, middle, low), np.where(outside, high, middle)
    return np.where(first > 0, 0.5 * (low + high), np.nan)


def meet_surface(field: Field, aims: dict[str, Aim]) -> dict[str, Array]:
    """First surface point (3,) of ``field`` on every ray, by name; all rays are evaluated together.

    Raises
    ------
    ValueError
        If a ray starts inside the bone or meets none within ``REACH_MM``.
    """
    directions = np.array([a.direction for a in aims.values()])
    origins = np.array([a.through - a.start_mm * a.direction for a in aims.values()])
    t = first_hits(field, origins, directions, REACH_MM)
    for name, distance in zip(aims, t, strict=True):
        if np.isnan(distance):
            raise ValueError(f"no bone on the ray to the landmark {name!r}")
    return dict(zip(aims, origins + t[:, None] * directions, strict=True))


@dataclass(frozen=True)
class Margin:
    """Where to look for the margin of an opening: from its middle outwards along ``outwards`` (3,)."""

    mouth: Array
    outwards: Array
    view: Array
    half_mm: float


def find_margins(field: Field, margins: dict[str, Margin]) -> dict[str, Array]:
    """First place (3,) on the way out of each opening where bone lies near the level of its mouth.

    Raises
    ------
    ValueError
        If an opening has no margin within ``RIM_REACH_MM`` of its nominal half size.
    """
    offsets = np.arange(-1.0, RIM_REACH_MM, 0.2)
    origins = np.concatenate(
        [m.mouth - 12.0 * m.view + (m.half_mm + offsets)[:, None] * m.outwards for m in margins.values()]
    )
    directions = np.repeat(np.array([m.view for m in margins.values()]), len(offsets), axis=0)
    t = first_hits(field, origins, directions, 12.0 + RIM_DEPTH_MM).reshape(len(margins), len(offsets))
    found = {}
    for index, name in enumerate(margins):
        met = np.flatnonzero(~np.isnan(t[index]))
        if len(met) == 0:
            raise ValueError(f"no margin of the opening for the landmark {name!r}")
        ray = index * len(offsets) + met[0]
        found[name] = origins[ray] + t[index, met[0]] * directions[ray]
    return found


def auricular_face(field: Field, outline: Ear) -> Face:
    """Left auricular surface: at the bend of the ear, normal of the field there, height along the caudal limb."""
    y, z = outline.at(0.5)
    centre = meet_surface(field, {"auricular_surface": aim([50.0, y, z], FROM_LEFT)})["auricular_surface"]
    around = centre + np.array([[0, 3, 0], [0, -3, 0], [0, 0, 3], [0, 0, -3], [0, 0, 0]], dtype=float)
    normal = unit(gradient(field, around, 0.8).mean(axis=0))
    ends = np.array([np.append(0.0, outline.at(0.0)), np.append(0.0, outline.at(1.0))])
    up = ends[0] - ends[1]
    up = unit(up - (up @ normal) * normal)
    half_height = 0.5 * float(np.linalg.norm(ends[0] - ends[1])) + outline.half_width(0.5)
    return Face(centre, normal, up, outline.half_width(0.5), half_height)


def _foramina(d: Dimensions) -> dict[str, Margin]:
    x, z = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0])
    found = {}
    for level in hollow.LEVELS:
        mouth, back = hollow.dorsal_opening(d, level), np.array(FROM_BEHIND)
        wide, high = 0.5 * d(f"dorsal_foramen:{level}.width"), 0.5 * d(f"dorsal_foramen:{level}.height")
        sides = {"lateral": (x, wide), "medial": (-x, wide), "superior": (z, high), "inferior": (-z, high)}
        for name, (outwards, half) in sides.items():
            found[f"posterior_foramen_{name}:{level}"] = Margin(mouth, outwards, back, half)
        mouth, half = hollow.ventral_opening(d, level), 0.5 * d(f"ventral_foramen:{level}.width")
        for name, outwards in (("lateral", x), ("medial", -x)):
            found[f"anterior_foramen_{name}:{level}"] = Margin(mouth, outwards, np.array(FROM_FRONT), half)
    return found


def _auricular(outline: Ear, found: dict[str, Aim]) -> None:
    aims = {"": 0.5, "_superior": 0.06, "_inferior": 0.94}
    for name, fraction in aims.items():
        y, z = outline.at(fraction)
        found[f"auricular_surface{name}"] = aim([50.0, y, z], FROM_LEFT)
    y, z = outline.at(0.5)
    half = outline.half_width(0.5) - 1.5
    slant = np.sqrt(0.5) * half
    found["auricular_surface_anterior"] = aim([50.0, y - slant, z - slant], FROM_LEFT)
    found["auricular_surface_posterior"] = aim([50.0, y + slant, z + slant], FROM_LEFT)


def _paired(d: Dimensions, outline: Ear) -> dict[str, Aim]:
    face = facet_face(d)
    found: dict[str, Aim] = {}
    found["sacral_ala"] = aim(d.point("landmark:ala"), [0.0, 0.6, -0.8], 25.0)
    found["ala_notch"] = aim(d.point("landmark:ala_notch"), [0.0, 0.25, -1.0], 14.0)
    found["superior_articular_facet"] = aim(face.centre, -face.normal, 6.0)
    tip = face.centre + face.up * face.half_height_mm - 2.0 * face.normal
    found["superior_articular_process_tip"] = aim(tip, FROM_ABOVE, 12.0)
    for level in hollow.LEVELS:
        found[f"transverse_tubercle:{level}"] = aim(d.point(f"lateral_tubercle:{level}"), [-0.2, -1.0, 0.0])
    found["sacral_cornu"] = aim(d.point("cornu:tip"), [0.0, -0.9, 0.4], 15.0)
    _auricular(outline, found)
    return found


def _midline(d: Dimensions) -> dict[str, Aim]:
    found: dict[str, Aim] = {}
    front, back, half = d("endplate:front"), d("endplate:back"), 0.5 * d("endplate:width")
    middle = 0.5 * (front + back)
    rim = 2.0
    spots = {
        "centre": (0.0, middle),
        "anterior": (0.0, front + rim),
        "posterior": (0.0, back - d("endplate:posterior_notch") - rim),
        "left": (half - rim, middle),
        "right": (rim - half, middle),
    }
    for name, (x, y) in spots.items():
        found[f"s1_endplate_{name}"] = aim([x, y, 0.0], FROM_ABOVE, 10.0)
    for level in ("S1", "S2", "S3"):
        found[f"median_crest:{level}"] = aim([0.0, d(f"median:{level}.y"), d(f"median:{level}.z")], FROM_BEHIND)
    found["apex"] = aim(d.point("apex:centre"), (0.0, 0.0, 1.0), 12.0)
    return found


def _hiatus_apex(field: Field, start: Array) -> Array:
    """Lowest midline point of the roof of the canal: from inside the roof downwards until the bone ends."""
    z = np.arange(start[2], start[2] - 40.0, -STEP_MM)
    y = np.arange(start[1] + 1.0, start[1] + 14.0, STEP_MM)
    grid = np.stack(np.meshgrid([0.0], y, z, indexing="ij"), axis=-1).reshape(-1, 3)
    bone = np.asarray(field(grid) < 0.0).reshape(len(y), len(z))
    roofed: np.ndarray = np.asarray(bone.any(axis=0))
    if not roofed[0] or roofed.all():
        raise ValueError("the roof of the sacral canal does not end below the start of the search for the hiatus")
    last = int(np.flatnonzero(~roofed)[0]) - 1
    return np.array([0.0, float(y[bone[:, last]].mean()), float(z[last])])


def _interior(d: Dimensions) -> dict[str, Array]:
    levels = ("S1", "S2", "S3", "S4", "S5")
    return {f"body_centre:{s}": np.array([0.0, d(f"body:{s}.y"), d(f"body:{s}.z")]) for s in levels}


def sacral_landmarks(dimensions: Dimensions, field: Field, outline: Ear) -> dict[str, Landmark]:
    """All landmarks of the sacrum by name; paired ones for both sides."""
    d = dimensions
    midline = meet_surface(field, _midline(d))
    roof = np.array([0.0, d("canal:hiatus.y"), d("landmark:hiatus_search_z")])
    midline["hiatus_apex"] = _hiatus_apex(field, roof)
    landmarks = {name: Landmark(point) for name, point in midline.items()}
    landmarks.update({name: Landmark(point, "interior") for name, point in _interior(d).items()})
    paired = {name: Landmark(point) for name, point in meet_surface(field, _paired(d, outline)).items()}
    margins = find_margins(field, _foramina(d))
    paired.update({name: Landmark(point) for name, point in margins.items()})
    paired["pedicle_centre"] = Landmark(d.point("landmark:pedicle_centre"), "interior")
    for name, mark in paired.items():
        first, _, level = name.partition(":")
        tail = f":{level}" if level else ""
        landmarks[f"{first}{tail}:left"] = mark
        flipped = mark.point * np.array([-1.0, 1.0, 1.0])
        landmarks[f"{first}{tail}:right"] = Landmark(flipped, mark.kind)
    return landmarks
