"""Safety checks on a needle: small pure functions, world mm, degrees."""

from __future__ import annotations

import numpy as np

from spine_viewer.procedures.model import Array


def closest_on_path(point: Array, path: Array) -> tuple[float, Array, float]:
    """Distance from ``point`` (3,) to the polyline ``path`` (n, 3), the nearest point, and its arc length."""
    start, step = path[:-1], np.diff(path, axis=0)
    length2 = np.maximum(np.einsum("ij,ij->i", step, step), 1e-12)
    along = np.clip(np.einsum("ij,ij->i", point - start, step) / length2, 0.0, 1.0)
    near = start + along[:, None] * step
    gap = np.linalg.norm(near - point, axis=1)
    k = int(np.argmin(gap))
    lengths = np.sqrt(length2)
    return float(gap[k]), near[k], float(lengths[:k].sum() + along[k] * lengths[k])


def tip_to_nerve_mm(tip: Array, path: Array) -> float:
    """Distance from the tip (3,) to the nearest point of the nerve's path (n, 3)."""
    return closest_on_path(tip, path)[0]


def bare_tip_to_mm(point: Array, tips: Array, directions: Array, length_mm: float) -> Array:
    """Distance (n,) from ``point`` (3,) to the nearest point of the bare metal of electrodes.

    It runs from ``tips`` (n, 3) back along the unit vectors ``directions`` (n, 3) by ``length_mm``.
    """
    to_point = point - tips
    back = np.clip(-np.einsum("ij,ij->i", to_point, directions), 0.0, length_mm)
    return np.asarray(np.linalg.norm(to_point + back[:, None] * directions, axis=1))


def stretch_beside(path: Array, tip: Array, direction: Array, length_mm: float, step_mm: float = 0.25) -> Array:
    """The points (m, 3) of the nerve that lie beside the active tip: between the tip and ``length_mm`` behind it.

    ``direction`` (3,) is the unit vector of advance. Only the one run of the path that passes nearest the middle
    of the active tip counts, so a nerve that loops back is not counted twice.
    """
    return run_beside(resample(path, step_mm), tip, direction, length_mm)


def run_beside(fine: Array, tip: Array, direction: Array, length_mm: float) -> Array:
    """As :func:`stretch_beside`, of a path that has points close enough together."""
    behind = -(fine - tip) @ direction
    inside = (behind >= 0.0) & (behind <= length_mm)
    if not inside.any():
        return fine[:0]
    middle = tip - 0.5 * length_mm * direction
    gap = np.where(inside, np.linalg.norm(fine - middle, axis=1), np.inf)
    k = int(np.argmin(gap))
    low = high = k
    while low > 0 and inside[low - 1]:
        low -= 1
    while high < len(fine) - 1 and inside[high + 1]:
        high += 1
    return fine[low : high + 1]


def resample(path: Array, step_mm: float = 0.25) -> Array:
    """The same polyline with points every ``step_mm``."""
    arc = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    s = np.arange(0.0, arc[-1], step_mm)
    return np.column_stack([np.interp(s, arc, path[:, i]) for i in range(3)])


def course(points: Array) -> Array:
    """Unit direction (3,) of a stretch of nerve: the sum of its steps, that is its mean tangent."""
    span = points[-1] - points[0]
    return np.asarray(span / np.linalg.norm(span))


def angle_between_lines_deg(a: Array, b: Array) -> float:
    """Angle between two undirected lines, 0 to 90 degrees."""
    cosine = abs(float(np.dot(a, b))) / float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(np.degrees(np.arccos(min(1.0, cosine))))


def behind_border_mm(tip: Array, border: Array, posterior: Array, superior: Array) -> Array:
    """How far a tip (3,), or each of many (n, 3), lies behind the posterior border of a foramen, mm.

    Negative: in front of it, that is unsafe. ``border`` (k, 3) holds points of the posterior border, ``posterior``
    and ``superior`` (3,) the vertebra's own axes: as on a true lateral picture of that vertebra. Between the points
    the border is straight; above and below them it goes on straight up and down.
    """
    height, depth = border @ superior, border @ posterior
    order = np.argsort(height)
    return np.asarray(tip @ posterior - np.interp(tip @ superior, height[order], depth[order]))


def clearances_mm(
    distance_on_axis: Array, behind_tip: Array, radius_mm: float, contact_mm: float
) -> tuple[float, float]:
    """Smallest gap between the needle's surface and bone: on the shaft, and within the contact zone.

    ``distance_on_axis`` (n,) is the distance to bone of points on the needle's axis, ``behind_tip`` (n,) how far
    behind the tip they are. The contact zone is the last ``contact_mm``.
    """
    gap = distance_on_axis - radius_mm
    shaft = behind_tip > contact_mm
    return float(gap[shaft].min()), float(gap[~shaft].min())
