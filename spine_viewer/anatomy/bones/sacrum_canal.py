"""The hollows of the sacrum: the canal and the four pairs of foramina that open from it in front and behind."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.sacrum_dimensions import Dimensions
from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.sweep import Sweep, sweep

STATIONS = ("above", "entry", "S1", "S1_S2", "S2", "S3", "S4", "hiatus", "exit")
LEVELS = ("S1", "S2", "S3", "S4")
GROOVED = ("S1", "S2", "S3")


def canal(dimensions: Dimensions) -> Sweep:
    """The sacral canal: triangular above, flat below, out at the hiatus."""
    d = dimensions
    path = np.array([[0.0, d(f"canal:{s}.y"), d(f"canal:{s}.z")] for s in STATIONS])
    return sweep(
        path,
        d.each([f"canal:{s}.half_width" for s in STATIONS]),
        d.each([f"canal:{s}.half_depth" for s in STATIONS]),
        up=(0.0, 1.0, 0.0),
        power=2.2,
        egg=[-0.35, -0.35, -0.35, -0.35, -0.3, -0.25, -0.2, -0.15, -0.1],
        caps=(2.0, 2.0),
        segments=96,
    )


def canal_point(dimensions: Dimensions, level: str) -> Array:
    """(3,) centre of the canal at S1 to S4, mm."""
    return np.array([0.0, dimensions(f"canal:{level}.y"), dimensions(f"canal:{level}.z")])


def ventral_opening(dimensions: Dimensions, level: str) -> Array:
    """(3,) middle of the left pelvic foramen at the pelvic surface, mm."""
    return dimensions.point(f"ventral_foramen:{level}")


def dorsal_opening(dimensions: Dimensions, level: str) -> Array:
    """(3,) middle of the left dorsal foramen at the dorsal surface, mm."""
    return dimensions.point(f"dorsal_foramen:{level}")


def meeting_point(dimensions: Dimensions, level: str) -> Array:
    """(3,) the intervertebral foramen, where both foramina meet beside the canal, mm."""
    front, back = ventral_opening(dimensions, level), dorsal_opening(dimensions, level)
    share = dimensions(f"meeting:{level}.share")
    point = front + share * (back - front)
    point[0] -= dimensions(f"meeting:{level}.medial")
    return point


def ventral_foramen(dimensions: Dimensions, level: str) -> Sweep:
    """Left pelvic foramen: from the canal, a funnel that widens laterally, where the ventral ramus leaves."""
    d = dimensions
    width, height = 0.5 * d(f"ventral_foramen:{level}.width"), 0.5 * d(f"ventral_foramen:{level}.height")
    mouth, inner = ventral_opening(d, level), meeting_point(d, level)
    centre = canal_point(d, level)
    start = centre + 0.3 * (inner - centre)
    axis = (mouth - inner) / np.linalg.norm(mouth - inner)
    out = mouth + 6.0 * axis + np.array([0.7 * width, 0.0, -0.5])
    narrow, flare = 0.72 * min(width, height), d(f"ventral_foramen:{level}.flare")
    return sweep(
        [start, inner, mouth - 2.0 * axis, mouth + 1.0 * axis, out],
        [narrow, narrow, 0.9 * height, 1.05 * height, flare * height],
        [narrow, narrow, 0.9 * width, 1.1 * width, flare * width],
        up=(1.0, 0.0, 0.0),
        power=2.0,
        caps=(2.0, 4.0),
    )


def ventral_groove(dimensions: Dimensions, level: str) -> Sweep:
    """Groove that leads the left ventral ramus laterally from its foramen and fades out."""
    d = dimensions
    mouth, height = ventral_opening(d, level), 0.5 * d(f"ventral_foramen:{level}.height")
    shift = np.array([d(f"groove:{level}.{part}") for part in ("length", "forward", "rise")])
    depth, radius = d(f"groove:{level}.depth"), d(f"groove:{level}.radius")
    end = mouth + shift
    middle = 0.5 * (mouth + end) + np.array([0.0, depth - 0.9 * radius, 0.0])
    return sweep(
        [mouth + np.array([-2.0, 3.0, 0.0]), middle, end - np.array([0.0, 1.1 * radius, 0.0])],
        [0.85 * height, 0.7 * height, 0.35 * height],
        [radius, 0.9 * radius, 0.4 * radius],
        up=(0.0, 1.0, 0.0),
        caps=(3.0, 6.0),
    )


def dorsal_foramen(dimensions: Dimensions, level: str) -> Field:
    """Left dorsal foramen: smaller, set obliquely, opening into a shallow saucer with uneven slopes."""
    d = dimensions
    width, height = 0.5 * d(f"dorsal_foramen:{level}.width"), 0.5 * d(f"dorsal_foramen:{level}.height")
    mouth, inner = dorsal_opening(d, level), meeting_point(d, level)
    slant = np.radians(d(f"dorsal_foramen:{level}.slant"))
    across = np.array([np.cos(slant), 0.0, np.sin(slant)])
    axis = (mouth - inner) / np.linalg.norm(mouth - inner)
    out = mouth + 6.0 * axis + np.array([1.2, 0.0, -1.0])
    narrow, flare = 0.8 * min(width, height), d(f"dorsal_foramen:{level}.flare")
    return sweep(
        [inner - 1.5 * axis, 0.5 * (inner + mouth), mouth - 1.0 * axis, mouth + 1.5 * axis, out],
        [narrow, narrow, height, (0.5 + 0.5 * flare) * height, flare * height],
        [narrow, narrow, width, (0.5 + 0.5 * flare) * width, 1.07 * flare * width],
        up=across,
        power=2.0,
        egg=[0.0, 0.0, 0.12, 0.18, 0.2],
        caps=(2.0, 3.0),
    )
