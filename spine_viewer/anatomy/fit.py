"""Least-squares calibration of named, bounded dimensions to a measured surface.

The residual is the bone's own field at points of the target surface, so nothing is meshed inside the loop and no vertex
is ever copied: only the named dimensions move, each inside its bounds and held by a prior. The target is posed
by a similarity (one scale, shift, pitch) that is found together with the dimensions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import OptimizeResult, least_squares

from spine_viewer.anatomy.field.base import Array, Field

BuildField = Callable[[Mapping[str, float]], Field]


@dataclass(frozen=True)
class Free:
    """A dimension that may move: start, bounds, and the width of its prior about the start."""

    name: str
    start: float
    low: float
    high: float
    prior: float


@dataclass(frozen=True)
class Similarity:
    """Pose of the target in the bone frame: scale, shift back and up (mm), pitch about x (rad)."""

    scale: float = 1.0
    back_mm: float = 0.0
    up_mm: float = 0.0
    pitch_rad: float = 0.0

    def apply(self, points: Array) -> Array:
        """Target points (n, 3) in the bone frame, mm."""
        c, s = np.cos(self.pitch_rad), np.sin(self.pitch_rad)
        turned = points @ np.array([[1.0, 0.0, 0.0], [0.0, c, s], [0.0, -s, c]])
        return self.scale * turned + np.array([0.0, self.back_mm, self.up_mm])


@dataclass(frozen=True)
class Fit:
    """Result: dimensions by name, the pose of the target, and the mean absolute residual in mm."""

    values: dict[str, float]
    pose: Similarity
    mean_mm: float


POSE_SIZE = np.array([0.05, 2.0, 2.0, 0.05])  # width of the steps and of the prior of the pose


def soft(residual: Array, robust_mm: float) -> Array:
    """Residuals whose squares grow like an absolute value beyond ``robust_mm``; by hand, so that a prior beside them
    stays quadratic."""
    grown = np.sqrt(2.0 * (np.sqrt(1.0 + (residual / robust_mm) ** 2) - 1.0))
    return np.asarray(np.sign(residual) * robust_mm * grown)


def solved(
    residual: Callable[[Array], Array], begin: Array, low: Array, high: Array, size: Array, steps: int
) -> OptimizeResult:
    """Bounded least squares from ``begin``; derivatives by steps of a fiftieth of ``size``, away from the bounds."""

    def jacobian(v: Array) -> Array:
        base, columns = residual(v), []
        for i in range(len(v)):
            step = 0.02 * size[i] * (1.0 if v[i] + 0.02 * size[i] < high[i] else -1.0)
            moved = v.copy()
            moved[i] += step
            columns.append((residual(moved) - base) / step)
        return np.stack(columns, axis=1)

    return least_squares(residual, begin, jac=jacobian, bounds=(low, high), x_scale=size, max_nfev=steps, ftol=2e-3)


def calibrate(
    build: BuildField,
    free: Sequence[Free],
    target: Array,
    pose: Similarity,
    *,
    prior_weight: float = 4.0,
    anchors: Callable[[Mapping[str, float]], Array] | None = None,
    anchor_weight: float = 30.0,
    robust_mm: float = 1.5,
    steps: int = 12,
) -> Fit:
    """Move ``free`` dimensions and the target's pose until the field vanishes at the target's surface points.

    Parameters
    ----------
    build : callable
        Field of the bone for dimensions by name.
    free : sequence of Free
        What may move. Without any, only the pose is fitted.
    target : (n, 3) float
        Points of the target surface in a frame close to that of the bone, mm.
    pose : Similarity
        Where to start.
    prior_weight : float
        Cost, in mm^2 summed over all points, of a dimension that lies one prior width from its start.
    anchors : callable, optional
        Points (k, 3) in the bone frame, for dimensions by name, that the surface must pass through because a published
        dimension ends there.
    anchor_weight : float
        How many target points one anchor counts for.
    robust_mm : float
        Residuals beyond this count less (soft L1).
    steps : int
        Most evaluations of the Jacobian.

    Returns
    -------
    Fit
    """
    names = [f.name for f in free]
    start = np.array([f.start for f in free] + [pose.scale, pose.back_mm, pose.up_mm, pose.pitch_rad])
    size = np.concatenate([[f.prior for f in free], POSE_SIZE])
    low = np.array([f.low for f in free] + [0.6, -40.0, -40.0, -0.6])
    high = np.array([f.high for f in free] + [1.5, 40.0, 40.0, 0.6])
    begin = np.clip(start, low + 1e-6, high - 1e-6)

    def unpack(v: Array) -> tuple[dict[str, float], Similarity]:
        return dict(zip(names, v.tolist(), strict=False)), Similarity(*v[len(names) :].tolist())

    def residual(v: Array) -> Array:
        values, where = unpack(v)
        field = build(values)
        surface = soft(field(where.apply(target)), robust_mm)
        fixed = np.sqrt(anchor_weight) * field(anchors(values)) if anchors else np.zeros(0)
        held = np.sqrt(prior_weight) * (v[: len(names)] - start[: len(names)]) / size[: len(names)]
        return np.concatenate([surface, held, fixed])

    found = solved(residual, begin, low, high, size, steps)
    values, where = unpack(found.x)
    error = float(np.abs(build(values)(where.apply(target))).mean())
    return Fit(values, where, error)
