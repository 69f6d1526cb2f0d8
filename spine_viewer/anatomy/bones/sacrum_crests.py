"""The ridges of the dorsal surface: median, intermediate and lateral crest with their tubercles, and the cornua."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.sacrum_dimensions import Dimensions
from spine_viewer.anatomy.field.base import Field
from spine_viewer.anatomy.field.primitives import Ellipsoid
from spine_viewer.anatomy.field.sweep import Sweep, sweep

MEDIAN = ("S1", "S2", "S3")
LATERAL = ("S1", "S2", "S3", "S4")
CREST_PATH = ("start", "S1", "S1_S2", "S2", "S2_S3", "S3", "end")


def median_crest(dimensions: Dimensions) -> Sweep:
    """The crest as one blade whose upper edge rises to the tubercles of S1 to S3 and sinks between them."""
    d = dimensions
    path = np.array([[0.0, d(f"median:{p}.y"), d(f"median:{p}.z")] for p in CREST_PATH])
    return sweep(
        path,
        d.each([f"median:{p}.half_width" for p in CREST_PATH]),
        4.5,
        up=(0.0, 1.0, 0.0),
        power=2.0,
        egg=-0.35,
        caps=(3.0, 3.0),
        segments=48,
    )


def median_tubercle(dimensions: Dimensions, level: str) -> Field:
    """Spinous tubercle: a low hump drawn out downwards along the crest."""
    d = dimensions
    centre = np.array([0.0, d(f"median:{level}.y"), d(f"median:{level}.z")])
    size, length = d(f"median:{level}.tubercle"), d(f"median:{level}.length")
    lean = np.radians(d(f"median:{level}.lean"))
    down = np.array([0.0, np.sin(lean), -np.cos(lean)])
    back = np.array([0.0, np.cos(lean), np.sin(lean)])
    axes = np.array([[1.0, 0.0, 0.0], back, down])
    return Ellipsoid(centre + 1.2 * back, np.array([0.75 * size, size, 0.5 * length]), axes)


def intermediate_crest(dimensions: Dimensions) -> Sweep:
    """Left intermediate crest: fused articular processes from the S1 facet down into the cornu."""
    d = dimensions
    names = ["S1", "S2", "S3", "S4"]
    path = d.points([f"intermediate:{n}" for n in names])
    return sweep(path, d.each([f"intermediate:{n}.half_width" for n in names]), 3.2, up=(0.0, 1.0, 0.0), segments=32)


def transverse_tubercle(dimensions: Dimensions, level: str) -> Field:
    """Left tubercle of the lateral crest at S1 to S4."""
    d = dimensions
    size = d(f"lateral_tubercle:{level}.size")
    lean = np.radians(18.0)
    axes = np.array([[np.cos(lean), 0.0, -np.sin(lean)], [0.0, 1.0, 0.0], [np.sin(lean), 0.0, np.cos(lean)]])
    return Ellipsoid(d.point(f"lateral_tubercle:{level}"), np.array([0.95, 0.9, 1.35]) * size, axes)


def lateral_crest(dimensions: Dimensions) -> Sweep:
    """Low ridge that joins the transverse tubercles."""
    d = dimensions
    path = d.points([f"lateral_tubercle:{level}" for level in LATERAL])
    return sweep(path, 4.5, 1.8, up=(0.0, 1.0, 0.0), segments=32)


def cornu(dimensions: Dimensions) -> Sweep:
    """Left sacral cornu: the lamina's free edge beside the hiatus, tapering to a blunt horn."""
    d = dimensions
    names = ["root", "shoulder", "body", "tip"]
    path = d.points([f"cornu:{n}" for n in names])
    return sweep(
        path,
        d.each([f"cornu:{n}.half_width" for n in names]),
        d.each([f"cornu:{n}.half_depth" for n in names]),
        up=(0.15, 1.0, 0.3),
        power=2.1,
        caps=(2.0, 2.0),
    )
