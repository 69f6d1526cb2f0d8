"""Where a practice session stands: frozen values that compare equal when they are the same, to the last bit."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from spine_viewer.imaging.carm import CArm
from spine_viewer.procedures.model import Array

Point = tuple[float, float, float]
Stop = tuple[str, str]


def point(values: Array) -> Point:
    """An array (3,) as a value that can be compared."""
    x, y, z = (float(value) for value in values)
    return x, y, z


@dataclass(frozen=True)
class NeedleState:
    """The needle that is in.

    Attributes
    ----------
    path : tuple of (3,)
        Way of the tip from the skin, world mm; the shaft follows it.
    heading : (3,) float
        Unit vector in which the tip would advance.
    roll_deg : float
        Where the bent side points, from the head clockwise seen from the hub.
    travel_mm : float
        Millimetres moved so far, forwards and back: tells whether it moved since a picture.
    contact : bool
        The tip touches bone.
    ends : (str, str) or None
        Nerve and placement that it was said to be placed for.
    """

    path: tuple[Point, ...]
    heading: Point
    roll_deg: float = 0.0
    travel_mm: float = 0.0
    contact: bool = False
    ends: Stop | None = None

    @property
    def tip(self) -> Array:
        """(3,) world mm."""
        return np.array(self.path[-1])

    @property
    def entry(self) -> Array:
        """(3,) on the skin, world mm."""
        return np.array(self.path[0])

    @property
    def direction(self) -> Array:
        """(3,) unit vector of advance."""
        return np.array(self.heading)

    @property
    def depth_mm(self) -> float:
        """Length of needle under the skin."""
        return float(np.linalg.norm(np.diff(np.array(self.path), axis=0), axis=1).sum())


@dataclass(frozen=True)
class Look:
    """One time that the beam was on: where the detector stood, and whether the tip was in the picture."""

    needle: int
    travel_mm: float
    detector: Point
    tip_in_field: bool


@dataclass(frozen=True)
class Use:
    """Something done at a place of the needle: ``placed``, ``contrast``, ``anaesthetic``, ``sensory``, ``motor``,
    ``lesion``. ``amount`` in ml, volts or seconds; ``seen`` under fluoroscopy; ``limb`` the limb moved.
    """

    kind: str
    stop: Stop | None
    needle: int
    travel_mm: float
    tip: Point
    heading: Point
    entry: Point
    depth_mm: float
    amount: float = 0.0
    seen: bool = False
    limb: bool = False
    inside: str = ""


@dataclass(frozen=True)
class State:
    """A moment of a session.

    Attributes
    ----------
    steps : int
        Actions so far.
    time_s : float
        As the proposals in ``annotations/practice/scoring.json`` count it.
    needle : NeedleState or None
    arm : CArm or None
        Where the C-arm stands; ``view`` and ``level`` where it was asked for by name.
    exposures, seconds, dose : int, float, float
        As :class:`spine_viewer.imaging.machine.dose.DoseMeter` counts them.
    entries, redirections : int
    nearest_mm : tuple of (str, float)
        Nearest that any needle came to each structure to avoid.
    looks, uses : tuple
    finished : bool
    """

    steps: int = 0
    time_s: float = 0.0
    needle: NeedleState | None = None
    arm: CArm | None = None
    view: str = ""
    level: str = ""
    exposures: int = 0
    seconds: float = 0.0
    dose: float = 0.0
    entries: int = 0
    redirections: int = 0
    nearest_mm: tuple[tuple[str, float], ...] = field(default=())
    looks: tuple[Look, ...] = ()
    uses: tuple[Use, ...] = ()
    finished: bool = False
