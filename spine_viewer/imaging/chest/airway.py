"""Throat, larynx and windpipe as one column of air in front of the neck."""

from __future__ import annotations

from typing import Any

import numpy as np

from spine_viewer.imaging.chest.figures import chest_facts
from spine_viewer.imaging.projector.bodies import Triangles
from spine_viewer.imaging.solids import tube

STEPS = 48
ROUND_MM = 6.0  # over which the two ends close


def airway(spine: Any) -> Triangles:
    """The column of air, closed, world mm."""
    from scipy.interpolate import PchipInterpolator

    points = chest_facts().airway.path
    path = np.array([spine.landmark(f"{point.level}:body_centre") + np.array(point.at) for point in points])
    place = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    fine = np.linspace(0.0, place[-1], STEPS)
    from_end = np.minimum(np.minimum(fine, place[-1] - fine) / ROUND_MM, 1.0)
    widths = PchipInterpolator(place, [point.diameter for point in points])(fine)
    return tube(PchipInterpolator(place, path)(fine), widths * np.maximum(np.sqrt(1.0 - (1.0 - from_end) ** 2), 0.05))
