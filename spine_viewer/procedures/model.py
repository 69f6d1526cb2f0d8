"""What a plan is made of: plain frozen values, world frame LPS, mm and degrees."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.procedures.targets import Site

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
class Figure:
    """One measured value with its limit.

    ``unit`` is ``mm`` or ``deg``. ``least`` and ``most`` are the limits, both None for a value that is only told.
    """

    name: str
    value: float
    unit: str = "mm"
    least: float | None = None
    most: float | None = None

    @property
    def passed(self) -> bool:
        """Whether the value keeps its limits."""
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)


@dataclass(frozen=True)
class Checks:
    """Measured on the plan, with the limits they must keep.

    ``figures``: every value by name, see :mod:`spine_viewer.procedures.measures`; ``passed``: all limits are kept.
    ``limits``: by their names in the technique file.
    """

    figures: tuple[Figure, ...]
    limits: dict[str, float]

    @property
    def passed(self) -> bool:
        """Whether every limit is kept."""
        return all(figure.passed for figure in self.figures)

    def get(self, name: str) -> float | None:
        """A value by name, None where this technique does not measure it."""
        return next((figure.value for figure in self.figures if figure.name == name), None)

    def _value(self, name: str) -> float:
        value = self.get(name)
        if value is None:
            raise InputError(f"not measured here: {name}; measured: {', '.join(f.name for f in self.figures)}")
        return value

    @property
    def tip_to_nerve_mm(self) -> float:
        """From the tip to the nearest point of the nerve."""
        return self._value("tip_to_nerve_mm")

    @property
    def electrode_to_nerve_angle_deg(self) -> float | None:
        """None for a block: its needle is not parallel to the nerve on purpose."""
        return self.get("electrode_to_nerve_angle_deg")

    @property
    def tip_to_foramen_mm(self) -> float:
        """Backwards (dorsal) from the foramen's posterior border; of lumbar techniques."""
        return self._value("tip_to_foramen_mm")

    @property
    def shaft_clearance_mm(self) -> float:
        """From the needle's surface to the nearest bone before the contact zone."""
        return self._value("shaft_clearance_mm")

    @property
    def contact_clearance_mm(self) -> float:
        """The same within the contact zone (0 = touching)."""
        return self._value("contact_clearance_mm")

    def to_json(self) -> dict[str, Any]:
        """Every value by name, then the limits, whether all are kept, and value beside limit as a list."""
        values = {figure.name: figure.value for figure in self.figures}
        named = {"electrode_to_nerve_angle_deg": None} | values
        rows = [{**as_json(figure), "passed": figure.passed} for figure in self.figures]
        return as_json(named) | {"limits": as_json(self.limits), "passed": self.passed, "figures": rows}


@dataclass(frozen=True, eq=False)
class LesionCourse:
    """Growth of one lesion in living muscle, from the heat solver, and what the generator is set to.

    ``times_s``, ``width_mm``, ``length_mm``, ``tip_temperature_c`` (n,). ``outlines``: n edges (k, 2) of the dead
    tissue, column 0 away from the electrode's axis, column 1 along it: 0 at the tip, positive up the shaft.
    ``distal_mm`` is how far it reaches beyond the tip in the end; ``kind`` that of the electrode, ``straight`` or
    ``cooled``. ``spacing_mm`` is 0, or how far the two electrodes of a bipolar pair are apart: then it is the lesion of
    a pair in even tissue, ``width_mm`` across the row and ``span_mm`` along it, and there are no edges.
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
    kind: str = "straight"
    spacing_mm: float = 0.0
    span_mm: float = 0.0


@dataclass(frozen=True, eq=False)
class Burn:
    """One lesion: ``tip`` (3,) and ``direction`` (3,) of the electrode, final size, and its edge (k, 2).

    ``partner_tip`` and ``partner_direction`` (3,): the other electrode of a bipolar pair, whose edge is empty.
    """

    tip: Array
    direction: Array
    width_mm: float
    length_mm: float
    outline: Array
    partner_tip: Array | None = None
    partner_direction: Array | None = None


@dataclass(frozen=True, eq=False)
class Placement:
    """One needle in its place, with its views, its checks and the lesions made there.

    ``name`` tells the placements of one nerve apart (``sagittal``, ``below``); empty where there is only one. ``site``
    is what the search aimed at, and how a needle is measured there; it is not written to files.
    """

    name: str
    target: Target
    needle: Needle
    trajectory: Trajectory
    views: dict[str, View]
    checks: Checks
    site: Site = field(repr=False)
    burns: tuple[Burn, ...] = ()


@dataclass(frozen=True, eq=False)
class NervePlan:
    """One nerve of the joint and its needles, in the order in which they are placed.

    ``nerve`` is the id of the joint itself where the joint is the target. ``target`` to ``checks`` are those of the
    first placement, ``burns`` those of all.
    """

    nerve: str
    label: str
    bone: str
    place: str
    placements: tuple[Placement, ...]
    nerve_covered_mm: float

    @property
    def target(self) -> Target:
        """Where the first tip should be."""
        return self.placements[0].target

    @property
    def needle(self) -> Needle:
        """The first needle."""
        return self.placements[0].needle

    @property
    def trajectory(self) -> Trajectory:
        """The first way in."""
        return self.placements[0].trajectory

    @property
    def views(self) -> dict[str, View]:
        """Views of the first needle."""
        return self.placements[0].views

    @property
    def checks(self) -> Checks:
        """Checks of the first needle."""
        return self.placements[0].checks

    @property
    def burns(self) -> tuple[Burn, ...]:
        """Lesions of all placements, in order."""
        return tuple(burn for one in self.placements for burn in one.burns)

    @property
    def passed(self) -> bool:
        """Whether every needle keeps every limit."""
        return all(one.checks.passed for one in self.placements)

    def to_json(self, leave_out: tuple[str, ...] = ()) -> dict[str, Any]:
        """The nerve and its first needle as plain JSON values, all lesions, then every placement."""
        own = {name: getattr(self, name) for name in ("nerve", "label", "bone", "place")}
        names = ("target", "needle", "trajectory", "views", "checks", "burns", "nerve_covered_mm", "placements")
        first: dict[str, Any] = {name: as_json(getattr(self, name), leave_out) for name in names}
        return own | first


def as_json(value: Any, leave_out: tuple[str, ...] = ()) -> Any:
    """Dataclasses, arrays and tuples as plain JSON values, figures rounded to a thousandth.

    ``leave_out`` names fields of dataclasses to skip, at any depth.
    """
    if isinstance(value, Checks):
        return value.to_json()
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
