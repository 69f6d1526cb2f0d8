"""The sacrum from behind with its foramina opened: the posterior ones of S1 to S3 over the anterior ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from spine_viewer.anatomy.ids import SIDES
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.views.aim import along
from spine_viewer.imaging.views.gauge import Gauge, reading
from spine_viewer.imaging.views.marks import FORAMINA, Array, SpineLike, point
from spine_viewer.imaging.views.measures import line_off_deg, openness


def opening(spine: SpineLike, foramen: str, side: str, face: str) -> tuple[Array, float]:
    """Middle (3,) and radius, mm, of the ``posterior`` or ``anterior`` opening of a foramen such as ``S1``."""
    lateral, medial = (point(spine, "S1", f"{face}_foramen_{part}:{foramen}:{side}") for part in ("lateral", "medial"))
    sizes = [float(np.linalg.norm(lateral - medial))]
    if face == "posterior":
        upper, lower = (
            point(spine, "S1", f"{face}_foramen_{part}:{foramen}:{side}") for part in ("superior", "inferior")
        )
        sizes.append(float(np.linalg.norm(upper - lower)))
    return (lateral + medial) / 2, float(np.mean(sizes)) / 2


def centre(spine: SpineLike, level: str, side: str) -> Array:
    """Middle of the posterior foramina of both sides."""
    places = [opening(spine, one, way, "posterior")[0] for one in FORAMINA for way in SIDES]
    return np.mean(places, axis=0)


def axis(spine: SpineLike, side: str) -> Array:
    """Unit vector (3,) backwards along which the three foramina of a side are most open at once.

    It keeps the sum of squares of the offsets between posterior and anterior openings, each as a share of the
    posterior opening's radius, least.
    """
    total, mean = np.zeros((3, 3)), np.zeros(3)
    for foramen in FORAMINA:
        back, radius = opening(spine, foramen, side, "posterior")
        way = (back - opening(spine, foramen, side, "anterior")[0]) / radius
        total += np.outer(way, way)
        mean += way
    best = np.linalg.eigh(total)[1][:, -1]
    return np.asarray(best if best @ mean > 0.0 else -best)


def make(spine: SpineLike, level: str, side: str, isocentre: Array, **settings: Any) -> CArm:
    """From behind, for the foramina of ``side``."""
    return along(axis(spine, side), isocentre, **settings)


def gauges(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Gauge, ...]:
    """Degrees off the common axis, and how open each foramen of the side is."""
    found = [
        reading(
            "foramina_axis_off",
            line_off_deg(arm, np.array(arm.isocentre), axis(spine, side)),
            "foramen_off_deg",
        )
    ]
    for foramen in FORAMINA:
        back, front = (opening(spine, foramen, side, face) for face in ("posterior", "anterior"))
        found.append(
            reading(
                "sacral_foramen_open", openness(arm, *back, *front), "sacral_foramen_open_least_share", foramen=foramen
            )
        )
    return tuple(found)
