"""Where to look from: presets computed from what must be seen, never from fixed coordinates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from spine_viewer.anatomy import regions
from spine_viewer.errors import InputError
from spine_viewer.scene.model import Array, Camera

MARGIN = 1.06
FOCUS_MARGIN, FOCUS_MM = 1.35, 48.0  # room around single structures, and half the height of what is seen at least
VIEW_ANGLE_DEG = 14.0
WIDEST_ASPECT = 2.0
POINTS_PER_STRUCTURE = 400
OBLIQUE_DEG = 38.0
CLOSE_UP_DEG = 42.0


def direction(oblique_deg: float, tilt_deg: float) -> Array:
    """(3,) unit vector to the viewer: 0, 0 from behind; oblique towards the patient's left, tilt towards the head."""
    o, t = np.radians([oblique_deg, tilt_deg])
    return np.array([np.sin(o) * np.cos(t), np.cos(o) * np.cos(t), np.sin(t)])


Shift = Callable[[str], Array]


def in_place(_structure_id: str) -> Array:
    """Nothing is moved."""
    return np.zeros(3)


def preset(
    spine: Any, view: str, region: str = "lumbar", focus: tuple[str, ...] = (), shift: Shift = in_place
) -> Camera:
    """Camera of a named view that shows the bones of a region, or the structures in ``focus``.

    ``shift`` gives the (3,) mm by which a structure is moved from its place.

    Raises
    ------
    InputError
        If the view has no preset of its own (``close-up`` and ``room`` need more than a region).
    """
    turns = {
        "posterior": (0.0, 4.0),
        "anterior": (180.0, 4.0),
        "left": (90.0, 0.0),
        "right": (-90.0, 0.0),
        "superior": (0.0, 90.0),
        "oblique-left": (OBLIQUE_DEG, 8.0),
        "oblique-right": (-OBLIQUE_DEG, 8.0),
    }
    if view not in turns:
        raise InputError(f"view {view!r} has no preset of its own; allowed: {', '.join(turns)}")
    oblique, tilt = turns[view]
    ids = focus or region_bones(spine, region)
    up = (0.0, -1.0, 0.0) if view == "superior" else (0.0, 0.0, 1.0)
    camera = framing(points_of(spine, ids, shift), direction(oblique, tilt), up, FOCUS_MARGIN if focus else MARGIN)
    if focus and camera.parallel_scale < FOCUS_MM:
        return standing(replace(camera, parallel_scale=FOCUS_MM))
    return camera


def region_bones(spine: Any, region: str = "lumbar") -> tuple[str, ...]:
    """The bones that a picture of a region is about, as far as this spine has them."""
    return tuple(bone for bone in regions.region(region).focus if bone in spine.bones)


def points_of(spine: Any, ids: tuple[str, ...], shift: Shift = in_place) -> Array:
    """Enough points ((n, 3) world mm) of structures to know what room they take."""
    clouds = [np.asarray(spine.structure(name).coarse.points, dtype=float) + shift(name) for name in ids]
    return np.vstack([cloud[:: max(1, len(cloud) // POINTS_PER_STRUCTURE)] for cloud in clouds])


def framing(points: Array, toward_viewer: Array, up: ArrayLike = (0.0, 0.0, 1.0), margin: float = MARGIN) -> Camera:
    """Camera in direction ``toward_viewer`` (3,) of ``points`` ((n, 3) world mm) that holds all of them."""
    n = np.asarray(toward_viewer, dtype=float)
    n = n / np.linalg.norm(n)
    up = np.asarray(up, dtype=float)
    v = up - np.dot(up, n) * n
    v = v / np.linalg.norm(v)
    axes = np.stack([np.cross(v, n), v, n])
    local = np.asarray(points, dtype=float) @ axes.T
    middle = 0.5 * (local.min(axis=0) + local.max(axis=0))
    lens = float(np.tan(np.radians(0.5 * VIEW_ANGLE_DEG)))
    nearer = local[:, 2] - middle[2]  # what is nearer looks larger
    half_height = margin * float((np.abs(local[:, 1] - middle[1]) + nearer * lens).max())
    half_width = margin * float((np.abs(local[:, 0] - middle[0]) + np.abs(nearer) * lens * WIDEST_ASPECT).max())
    focal = middle @ axes
    return standing(Camera(focal + n, focal, v, half_height, half_width, VIEW_ANGLE_DEG))


def close_up(spine: Any, joint: Any, half_height_mm: float = 34.0) -> Camera:
    """The nerves of a joint at their targets, seen obliquely from behind on the joint's side, slightly from above."""
    sign = 1.0 if joint.side == "left" else -1.0
    points = [np.asarray(joint.centre, dtype=float)]
    for name in joint.nerves:
        nerve = spine.nerve(name)
        if nerve.target is not None:
            points.append(np.asarray(nerve.path[nerve.target], dtype=float))
    focal = np.mean([np.min(points, axis=0), np.max(points, axis=0)], axis=0)
    spread = 0.5 * float(np.ptp(np.array(points)[:, 2])) + 16.0
    half = max(half_height_mm, spread)
    n = direction(sign * CLOSE_UP_DEG, 12.0)
    return standing(Camera(focal + n, focal, np.array([0.0, 0.0, 1.0]), half, half))


def shifted(camera: Camera, by: Array) -> Camera:
    """The same camera, moved by (3,) mm."""
    return replace(camera, position=np.asarray(camera.position) + by, focal_point=np.asarray(camera.focal_point) + by)


def at(focal: Array, toward_viewer: Array, half_height_mm: float) -> Camera:
    """At a point (3,), the viewer in direction ``toward_viewer`` (3,), ``half_height_mm`` of tissue above it."""
    n = np.asarray(toward_viewer, dtype=float) / np.linalg.norm(toward_viewer)
    focal = np.asarray(focal, dtype=float)
    return standing(Camera(focal + n, focal, np.array([0.0, 0.0, 1.0]), half_height_mm, half_height_mm))


def overview(spine: Any, side_sign: float) -> Camera:
    """The patient lying prone, seen from the operator's place: beside, behind and a little from the head."""
    return framing(
        points_of(spine, (*region_bones(spine), *spine.structures("skin"))),
        direction(side_sign * 48.0, 22.0),
        up=(0.0, 1.0, 0.0),
    )


def room(carm: Any, side_sign: float = 1.0) -> Camera:
    """The whole C-arm and the patient, from above the operator's shoulder; ``side_sign`` 1 on the patient's left."""
    focal = np.asarray(carm.isocentre, dtype=float) + np.array([-200.0 * side_sign, -200.0, 0.0])
    n = direction(52.0 * side_sign, 24.0)
    half = 0.6 * float(carm.source_to_detector_mm) + 260.0
    return standing(Camera(focal + n, focal, np.array([0.0, 1.0, 0.0]), half, half))


def standing(camera: Camera, aspect: float = 4.0 / 3.0) -> Camera:
    """The same camera, upright, standing where a window of this aspect needs it."""
    up = np.asarray(camera.up, dtype=float)
    up = up - np.dot(up, camera.direction) * camera.direction
    return replace(
        camera,
        position=np.asarray(camera.focal_point) - camera.direction * camera.distance_for(aspect),
        up=up / np.linalg.norm(up),
    )
