"""Which side of the patient is at which edge of a picture."""

from __future__ import annotations

import numpy as np

from spine_viewer.scene.model import Camera

AXIS_LETTERS = (("R", "L"), ("A", "P"), ("F", "H"))  # towards smaller and larger x, y, z
LEFT_RIGHT_FROM = 0.4  # part of the picture's width that runs from the patient's left to right


def side_letters(camera: Camera) -> tuple[str, str]:
    """Letters at the picture's left and right edge: left and right, front and back, or head and feet."""
    right = np.cross(camera.direction, np.asarray(camera.up, dtype=float))
    axis = 0 if abs(right[0]) > LEFT_RIGHT_FROM else int(np.argmax(np.abs(right)))
    low, high = AXIS_LETTERS[axis]
    return (low, high) if right[axis] > 0 else (high, low)
