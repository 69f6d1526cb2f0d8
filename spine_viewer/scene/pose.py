"""Where a hand has put the camera, as plain numbers that can be compared and written down."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.scene.model import Camera

Point = tuple[float, float, float]
FARTHEST_MM = 1e5
ANGLES_DEG = (1.0, 120.0)


@dataclass(frozen=True)
class CameraPose:
    """A :class:`scene.model.Camera` in plain numbers, world mm.

    Parameters
    ----------
    position, focal_point : (3,) float
        World mm.
    up : (3,) float
    parallel_scale, half_width_mm : float
        Half the height of the picture at the focal point, and what must fit across it, mm.
    view_angle_deg : float

    Raises
    ------
    InputError
        For a camera that cannot take a picture.
    """

    position: Point
    focal_point: Point
    up: Point
    parallel_scale: float
    half_width_mm: float = 0.0
    view_angle_deg: float = 14.0

    def __post_init__(self) -> None:
        numbers = [v for part in astuple(self) for v in (part if isinstance(part, tuple) else (part,))]
        if not all(math.isfinite(v) and abs(v) < FARTHEST_MM for v in numbers):
            raise InputError(f"camera {self.position}; allowed: numbers within {FARTHEST_MM:g} mm")
        away = np.subtract(self.focal_point, self.position)
        if np.linalg.norm(np.cross(away, self.up)) < 1e-6:
            raise InputError(f"camera up {self.up}; allowed: a direction across the line of sight")
        if not self.parallel_scale > 0.0 or self.half_width_mm < 0.0:
            raise InputError(f"camera scale {self.parallel_scale:g} mm; allowed: more than 0")
        if not ANGLES_DEG[0] <= self.view_angle_deg <= ANGLES_DEG[1]:
            raise InputError(f"camera angle {self.view_angle_deg:g}; allowed: {ANGLES_DEG[0]:g} to {ANGLES_DEG[1]:g}")

    @classmethod
    def of(cls, camera: Camera) -> CameraPose:
        """The pose of a camera."""
        position, focal, up = (
            (float(v[0]), float(v[1]), float(v[2])) for v in (camera.position, camera.focal_point, camera.up)
        )
        return cls(
            position, focal, up, float(camera.parallel_scale), float(camera.half_width_mm), float(camera.view_angle_deg)
        )

    @property
    def camera(self) -> Camera:
        """The camera of this pose."""
        return Camera(
            np.array(self.position),
            np.array(self.focal_point),
            np.array(self.up),
            self.parallel_scale,
            self.half_width_mm,
            self.view_angle_deg,
        )
