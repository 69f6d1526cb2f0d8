"""Compile what is compiled before the first picture is wanted."""

from __future__ import annotations

import numpy as np

from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.fluoroscope import Fluoroscope
from spine_viewer.imaging.solids import Solid, needle


def warm_up() -> None:
    """Compile the kernels, or load them from their cache, by one tiny picture.

    Takes seconds the first time on a machine: run it in a thread while the app starts.
    """
    corners = np.array([[0.0, 0.0, 0.0], [20.0, 0.0, 0.0], [0.0, 20.0, 0.0], [0.0, 0.0, 20.0]])
    faces = np.array([[0, 2, 1], [0, 1, 3], [1, 2, 3], [0, 3, 2]])
    body = Solid("body", (corners, faces), "cortical_bone")
    pin = needle("pin", [[0, 0, 0], [0, 10, 10]], 1.0)
    Fluoroscope([body]).expose(CArm((0.0, 0.0, 0.0), size=(64, 64)), [pin])
