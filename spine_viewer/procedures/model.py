"""What a plan is made of: plain frozen values, world frame LPS, mm and degrees."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Needle:
    """A needle; ``length_mm`` from hub to tip, ``active_tip_mm`` bare metal at the tip (0 for a block needle).

    ``bend_deg`` is the small bend at the tip that helps to steer; the path is planned for its straight axis.
    """

    kind: str
    gauge: int
    outer_diameter_mm: float
    length_mm: float
    active_tip_mm: float
    bend_deg: float


@dataclass(frozen=True)
class Target:
    """Where the tip should be.

    ``point`` (3,) on the nerve, ``landmark`` the bone landmark that names the place and ``landmark_mm`` how far
    it is from the point.
    """

    point: Array
    landmark: str
    landmark_mm: float


@dataclass(frozen=True)
class Trajectory:
    """A straight way in: ``entry`` (3,) on the skin, ``tip`` (3,), unit ``direction`` (3,) from skin to tip."""

    entry: Array
    tip: Array
    direction: Array
    depth_mm: float


@dataclass(frozen=True)
class View:
    """A C-arm view.

    ``oblique_deg`` is positive towards the patient's left, ``ipsilateral_deg`` the same counted towards the
    treated side; ``tilt_deg`` positive cranial, negative caudal; ``isocentre`` (3,).
    """

    name: str
    oblique_deg: float
    tilt_deg: float
    ipsilateral_deg: float
    isocentre: Array


@dataclass(frozen=True)
class Checks:
    """Measured on the plan, with the limits they must keep.

    ``electrode_to_nerve_angle_deg`` is None for a block (its needle is not parallel to the nerve on purpose).
    ``tip_to_foramen_mm`` counts backwards (dorsal) from the foramen's posterior border.
    ``shaft_clearance_mm`` is from the needle's surface to the nearest bone before the contact zone,
    ``contact_clearance_mm`` the same within it (0 = touching).
    """

    tip_to_nerve_mm: float
    electrode_to_nerve_angle_deg: float | None
    tip_to_foramen_mm: float
    shaft_clearance_mm: float
    contact_clearance_mm: float
    limits: dict[str, float]
    passed: bool


@dataclass(frozen=True, eq=False)
class LesionCourse:
    """Growth of one lesion in living muscle, from the heat solver, and what the generator is set to.

    ``times_s``, ``width_mm``, ``length_mm``, ``tip_temperature_c`` (n,). ``outlines``: n edges (k, 2) of the dead
    tissue, column 0 away from the electrode's axis, column 1 along it: 0 at the tip, positive up the shaft.
    ``distal_mm`` is how far it reaches beyond the tip in the end.
    """

    times_s: Array
    width_mm: Array
    length_mm: Array
    tip_temperature_c: Array
    outlines: tuple[Array, ...]
    distal_mm: float
    temperature_c: float
    seconds: float
    gauge: int
    active_tip_mm: float


@dataclass(frozen=True, eq=False)
class Burn:
    """One lesion: ``tip`` (3,) and ``direction`` (3,) of the electrode, final size, and its edge (k, 2)."""

    tip: Array
    direction: Array
    width_mm: float
    length_mm: float
    outline: Array


@dataclass(frozen=True)
class NervePlan:
    """One nerve of the joint and the needle for it."""

    nerve: str
    label: str
    bone: str
    place: str
    target: Target
    needle: Needle
    trajectory: Trajectory
    views: dict[str, View]
    checks: Checks
    burns: tuple[Burn, ...]
    nerve_covered_mm: float


def as_json(value: Any, leave_out: tuple[str, ...] = ()) -> Any:
    """Dataclasses, arrays and tuples as plain JSON values, figures rounded to a thousandth.

    ``leave_out`` names fields of dataclasses to skip, at any depth.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_json(getattr(value, f.name), leave_out) for f in fields(value) if f.name not in leave_out}
    if isinstance(value, np.ndarray):
        return as_json(value.tolist())
    if isinstance(value, dict):
        return {str(k): as_json(v, leave_out) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [as_json(v, leave_out) for v in value]
    if isinstance(value, (np.floating, float)):
        return round(float(value), 3) + 0.0
    if isinstance(value, np.integer):
        return int(value)
    return value
