"""Measures of a body as smooth curves over the height."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging.chest.sections import sections
from spine_viewer.imaging.projector.bodies import Triangles

Array = NDArray[np.float64]
Curve = Callable[[Array], Array]
STEP_MM = 10.0  # between the heights at which meshes are cut across
GUTTER_MM = 2.0


def at_heights(heights: Mapping[str, float], values: Mapping[str, float]) -> Curve:
    """Values at levels whose ``heights`` (mm) are known as a smooth curve; above and below, as at the ends."""
    from scipy.interpolate import PchipInterpolator

    pairs = sorted((heights[level], value) for level, value in values.items())
    low, high = pairs[0][0], pairs[-1][0]
    curve = PchipInterpolator([height for height, _ in pairs], [value for _, value in pairs])
    return lambda height: np.asarray(curve(np.clip(height, low, high)))


def reach(meshes: Sequence[Triangles], axis: int, outermost: float, half_mm: float = np.inf) -> Curve:
    """Where sections of meshes across the body reach farthest along an axis, as a smooth curve over the height.

    ``outermost``: +1 for the largest coordinate, -1 for the smallest; only within ``half_mm`` of the midline. Above and
    below, as at the ends.
    """
    from scipy.interpolate import PchipInterpolator

    z = np.concatenate([mesh.vertices[:, 2] for mesh in meshes])
    heights = np.arange(z.min() + 1.0, z.max(), STEP_MM)
    places, values = [], []
    for height, *cuts in zip(heights, *(sections(mesh, heights) for mesh in meshes), strict=True):
        cut = np.concatenate(cuts)
        cut = cut[np.abs(cut[:, 0]) < half_mm]
        if len(cut):
            places.append(height)
            values.append(outermost * (outermost * cut[:, axis]).max())
    curve = PchipInterpolator(places, values)
    return lambda height: np.asarray(curve(np.clip(height, places[0], places[-1])))


def gutter(pleura: Triangles) -> Callable[[Array, Array], Array]:
    """y of the pleura by lateral distance and height; as at its edges medially, above and below, none laterally."""
    from scipy.interpolate import RegularGridInterpolator

    (_, _, low), (lateral, _, high) = pleura.vertices.min(axis=0), pleura.vertices.max(axis=0)
    across, heights = np.arange(0.0, lateral, GUTTER_MM), np.arange(low + 1.0, high, STEP_MM)
    rows = []
    for cut in sections(pleura, heights):
        cut = cut[np.argsort(cut[:, 0])]
        rows.append(np.interp(across, cut[:, 0], cut[:, 1]))
    table = RegularGridInterpolator((heights, across), np.array(rows))

    def found(x: Array, z: Array) -> Array:
        at = np.stack([np.clip(z, heights[0], heights[-1]), np.clip(x, 0.0, across[-1])], axis=1)
        return np.where(x > across[-1], np.inf, table(at))

    return found
