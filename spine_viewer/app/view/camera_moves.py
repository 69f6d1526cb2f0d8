"""Turning, moving and nearing a camera: pure functions from camera to camera.

The camera turns like a globe on its stand: about the patient's long axis and up or down, never rolling.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spine_viewer.scene.model import Array, Camera

DEGREES_PER_HEIGHT = 200.0
STEEPEST_DEG = 88.0
NEAREST_MM, FARTHEST_MM = 4.0, 1500.0
AXIS = np.array([0.0, 0.0, 1.0])


def turned(camera: Camera, dx: float, dy: float) -> Camera:
    """The camera after a drag by (dx, dy) in heights of the picture, right and down counted positive."""
    focal = np.asarray(camera.focal_point, dtype=float)
    away = np.asarray(camera.position, dtype=float) - focal
    distance = float(np.linalg.norm(away))
    heading, elevation = _angles(camera)
    heading += np.radians(dx * DEGREES_PER_HEIGHT)
    steepest = np.radians(STEEPEST_DEG)
    elevation = float(np.clip(elevation + np.radians(dy * DEGREES_PER_HEIGHT), -steepest, steepest))
    flat = np.array([np.sin(heading), np.cos(heading), 0.0])
    toward = flat * np.cos(elevation) + AXIS * np.sin(elevation)
    up = AXIS * np.cos(elevation) - flat * np.sin(elevation)
    return replace(camera, position=focal + distance * toward, up=up)


def moved(camera: Camera, dx: float, dy: float, aspect: float) -> Camera:
    """The camera after the picture was pushed by (dx, dy) in heights of the picture; ``aspect`` is width / height."""
    height = 2.0 * camera.scale_for(aspect)
    up = _unit(np.asarray(camera.up, dtype=float))
    right = np.cross(camera.direction, up)
    shift = height * (dy * up - dx * right)
    return replace(
        camera, position=np.asarray(camera.position) + shift, focal_point=np.asarray(camera.focal_point) + shift
    )


def neared(camera: Camera, factor: float) -> Camera:
    """The camera with everything ``factor`` times as large."""
    wanted = float(np.clip(camera.parallel_scale / factor, NEAREST_MM, FARTHEST_MM))
    factor = camera.parallel_scale / wanted
    return replace(camera, parallel_scale=wanted, half_width_mm=camera.half_width_mm / factor)


def between(a: Camera, b: Camera, share: float) -> Camera:
    """The camera on the way from ``a`` (share 0) to ``b`` (share 1), around the patient and not through him."""
    if share >= 1.0:
        return b
    s = share * share * (3.0 - 2.0 * share)
    (heading_a, elevation_a), (heading_b, elevation_b) = _angles(a), _angles(b)
    turn = (heading_b - heading_a + np.pi) % (2 * np.pi) - np.pi
    heading, elevation = heading_a + s * turn, elevation_a + s * (elevation_b - elevation_a)
    flat = np.array([np.sin(heading), np.cos(heading), 0.0])
    toward = flat * np.cos(elevation) + AXIS * np.sin(elevation)
    focal = _mix(a.focal_point, b.focal_point, s)
    distance = _mix(_distance(a), _distance(b), s)
    return replace(
        b,
        position=focal + distance * toward,
        focal_point=focal,
        up=_unit(_mix(_unit(np.asarray(a.up)), _unit(np.asarray(b.up)), s)),
        parallel_scale=float(np.exp(_mix(np.log(a.parallel_scale), np.log(b.parallel_scale), s))),
        half_width_mm=float(_mix(a.half_width_mm, b.half_width_mm, s)),
        view_angle_deg=float(_mix(a.view_angle_deg, b.view_angle_deg, s)),
    )


def same(a: Camera, b: Camera) -> bool:
    """Whether two cameras take the same picture."""
    points = all(np.allclose(getattr(a, k), getattr(b, k)) for k in ("position", "focal_point", "up"))
    numbers = (np.isclose(getattr(a, k), getattr(b, k)) for k in ("parallel_scale", "view_angle_deg"))
    return points and all(bool(close) for close in numbers)


def _angles(camera: Camera) -> tuple[float, float]:
    """Heading about the long axis and elevation above the horizon, radians; straight above, the heading is up's."""
    away = -camera.direction
    elevation = float(np.arcsin(np.clip(away[2], -1.0, 1.0)))
    flat = away if abs(away[2]) < 0.999 else -np.sign(away[2]) * np.asarray(camera.up, dtype=float)
    return float(np.arctan2(flat[0], flat[1])), elevation


def _distance(camera: Camera) -> float:
    return float(np.linalg.norm(np.asarray(camera.position) - np.asarray(camera.focal_point)))


def _mix(a: object, b: object, s: float) -> Array:
    return np.asarray(a, dtype=float) * (1.0 - s) + np.asarray(b, dtype=float) * s


def _unit(v: Array) -> Array:
    return np.asarray(v / np.linalg.norm(v))
