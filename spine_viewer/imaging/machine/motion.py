"""What the joints of a mobile C-arm do for a place of its detector: orbit, angulation, and where its stand is.

The arm hangs on a horizontal arm that comes from the stand beside the table. It slides in its guide (orbit), turns
about the horizontal arm (angulation) and swivels about the column (wig-wag).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from spine_viewer.anatomy.ids import SIDES
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.settings import c_arm_facts, figure
from spine_viewer.imaging.words import view_word

Array = NDArray[np.float64]
UP = np.array([0.0, 1.0, 0.0])  # of the room: the patient lies prone


@dataclass(frozen=True)
class Motion:
    """Angles of the joints.

    Attributes
    ----------
    orbital_deg : float
        Of the detector in the plane of the arc, from straight above; positive towards the stand.
    angulation_deg : float
        Of that plane about the horizontal arm; positive towards the head.
    wig_wag_deg : float
        Of the whole arm about the column; positive swings the beam towards the head.
    """

    orbital_deg: float
    angulation_deg: float
    wig_wag_deg: float


def to_stand(arm: CArm, side: str) -> Array:
    """(3,) horizontal unit vector from the isocentre to a stand at the patient's ``side``."""
    sign, angle = (1.0 if side == "left" else -1.0), math.radians(arm.wig_wag_deg)
    return sign * np.array([math.cos(angle), 0.0, math.sin(angle)])


def pivot(arm: CArm, side: str) -> Array:
    """(3,) place of the column at the height of the isocentre, mm."""
    return np.array(arm.isocentre) + figure(c_arm_facts().machine, "pivot_mm") * to_stand(arm, side)


def motion(arm: CArm, side: str) -> Motion:
    """The joints' angles with the stand at the patient's ``side``."""
    out, d = to_stand(arm, side), arm.detector_direction
    towards = float(d @ out)
    across = d - towards * out
    head = np.cross(UP, out) * (-1.0 if side == "left" else 1.0)
    up, along = float(across @ UP), float(across @ head)
    beyond = up < 0.0 and abs(towards) > math.hypot(up, along)  # past the horizontal, the arc hardly angled
    if beyond:
        up, along = -up, -along
    orbital = math.degrees(math.atan2(towards, math.hypot(up, along) * (-1.0 if beyond else 1.0)))
    angulation = math.degrees(math.atan2(along, up)) if math.hypot(up, along) > 1e-9 else 0.0
    return Motion(orbital, angulation, arm.wig_wag_deg * (-1.0 if side == "left" else 1.0))


def beyond_travel(arm: CArm, side: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Why a stand at ``side`` cannot bring the C-arm where it is, in a language; empty where it can."""
    facts, found = c_arm_facts().machine, motion(arm, side)
    under, over = figure(facts, "orbital_under_deg"), figure(facts, "orbital_over_deg")
    low, high = float(facts["angulation_deg"].low or 0.0), float(facts["angulation_deg"].high or 0.0)
    if not -over <= found.orbital_deg <= under:
        told = {"deg": f"{found.orbital_deg:.0f}", "low": f"{-over:g}", "high": f"{under:g}"}
        return view_word("room_orbit", language, **told)
    if not low <= found.angulation_deg <= high:
        told = {"deg": f"{found.angulation_deg:.0f}", "low": f"{low:g}", "high": f"{high:g}"}
        return view_word("room_angulation", language, **told)
    return ""


def swivelled(arm: CArm) -> CArm:
    """The same place of the detector with the tilt done by the wig-wag alone.

    Beside the patient that is the only way: there the arc lies flat, and angulation turns it about the beam. The arm
    as it is where the wig-wag does not go that far.
    """
    x, y, z = arm.detector_direction
    wig_wag = math.degrees(math.atan2(z, abs(x)) * math.copysign(1.0, x))
    limits = c_arm_facts().geometry.wig_wag_deg
    if not float(limits.low or 0.0) <= wig_wag <= float(limits.high or 0.0):
        return arm
    oblique = math.degrees(math.atan2(math.copysign(math.hypot(x, z), x), y))
    return replace(arm, oblique_deg=oblique, tilt_deg=0.0, wig_wag_deg=wig_wag)


def stand_side(arm: CArm, preferred: str = "right") -> str:
    """The side of the patient where the stand is: the other than the preferred one only where that alone reaches."""
    other = SIDES[1 - SIDES.index(preferred)]
    return other if beyond_travel(arm, preferred) and not beyond_travel(arm, other) else preferred


def stand_beside(side: str | None) -> str:
    """Side of the patient where the stand is, if the arm reaches from there: the operator has the treated ``side``."""
    return "left" if side == "right" else "right"
