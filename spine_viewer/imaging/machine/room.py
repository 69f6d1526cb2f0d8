"""What the C-arm must not run into: the table, and the patient on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.machine.housing import housing
from spine_viewer.imaging.machine.motion import beyond_travel, swivelled, to_stand
from spine_viewer.imaging.settings import c_arm_facts, figure
from spine_viewer.imaging.words import view_word

Array = NDArray[np.float64]
BACK_STEP_MM = 25.0
UNDER_SKIN_MM = 2.0  # so that skin and table are not drawn in one plane
ANY_SIZE = 256  # of the picture, which does not matter here
PARTS = ("detector", "tube", "arc")


@dataclass(frozen=True, eq=False)
class Room:
    """A patient prone on a table.

    Attributes
    ----------
    skin : (n, 3) float
        Places on the skin, world mm.
    table : (2, 3) float
        Lower and upper corner of the table top, world mm.
    """

    skin: Array
    table: Array

    @classmethod
    def of(cls, skin: Any) -> Room:
        """The room around a trunk, from places (n, 3) on its skin in mm."""
        places = np.asarray(skin, dtype=float)
        facts = c_arm_facts().machine
        half, thick = figure(facts, "table_half_width_mm"), figure(facts, "table_thick_mm")
        top = float(places[:, 1].min()) - UNDER_SKIN_MM
        middle, low, high = float(np.median(places[:, 0])), float(places[:, 2].min()), float(places[:, 2].max())
        lower = (middle - half, top - thick, low - figure(facts, "table_beyond_feet_mm"))
        upper = (middle + half, top, high + figure(facts, "table_beyond_head_mm"))
        return cls(places, np.array([lower, upper]))

    def refusal(self, arm: CArm, preferred: str = "right", language: str = DEFAULT_LANGUAGE) -> str:
        """Why a C-arm cannot stand like this: out of its travel, or in the way of table or patient. Empty if it can.

        The stand is at the ``preferred`` side of the patient, or at the other one where only that goes.
        """
        reason = _reason(self, arm.opened().sized(ANY_SIZE), preferred, language)
        return view_word("room_unreached", language, reason=reason) if reason else ""

    def reached(self, arm: CArm, preferred: str = "right") -> CArm:
        """The C-arm as it is or, where the detector is in the way, drawn back from the patient as little as helps.

        Source and detector keep their distance: the picture is magnified more. Where angulation does not go, as beside
        the patient, the wig-wag tilts. As it is where nothing helps.
        """
        least = float(c_arm_facts().geometry.source_to_isocentre_mm.low or 0.0)
        for back in (arm, swivelled(arm)):
            while self.refusal(back, preferred) and back.source_to_isocentre_mm - BACK_STEP_MM >= least:
                back = replace(back, source_to_isocentre_mm=back.source_to_isocentre_mm - BACK_STEP_MM)
            if not self.refusal(back, preferred):
                return back
        return arm

    def drawn_back(self, wanted: CArm, arm: CArm, preferred: str = "right", language: str = DEFAULT_LANGUAGE) -> str:
        """What :meth:`reached` did to a wanted C-arm and why, in one line; empty where it did nothing."""
        back = wanted.source_to_isocentre_mm - arm.source_to_isocentre_mm
        if back == 0.0:
            return ""
        reason = _reason(self, wanted.opened().sized(ANY_SIZE), preferred, language)
        return view_word("room_drawn_back", language, mm=f"{back:g}", reason=reason)

    def hit(self, arm: CArm, side: str, language: str = DEFAULT_LANGUAGE) -> str:
        """What of a C-arm with its stand at a side would be in table or patient; empty where nothing would."""
        body = housing(arm.source_to_isocentre_mm, arm.source_to_detector_mm - arm.source_to_isocentre_mm)
        frame = frame_of(arm, side)
        skin = (self.skin - np.array(arm.isocentre)) @ frame
        gap = figure(c_arm_facts().machine, "clearance_mm")
        for part in PARTS:
            if body.holds(part, skin, gap).any():
                return view_word(f"room_{part}_patient", language)
            places = body.surface(part) @ frame.T + np.array(arm.isocentre)
            if np.all((places > self.table[0] - gap) & (places < self.table[1] + gap), axis=1).any():
                return view_word(f"room_{part}_table", language)
        return ""


@lru_cache(maxsize=32)  # a moment of a film is asked about several times
def _reason(room: Room, arm: CArm, preferred: str, language: str) -> str:
    """What is in the way on both sides, rather than that a side is out of reach; empty where one side goes."""
    hits, far = [], []
    for side in (preferred, "left" if preferred == "right" else "right"):
        beyond = beyond_travel(arm, side, language)
        hit = "" if beyond else room.hit(arm, side, language)
        if not beyond and not hit:
            return ""
        hits += [hit] if hit else []
        far += [beyond] if beyond else []
    return (hits + far)[0]


def frame_of(arm: CArm, side: str) -> Array:
    """(3, 3) columns: the arm's own axes in the world; z to the detector, x in the plane of the arc to its middle."""
    z = arm.detector_direction
    out = to_stand(arm, side)
    x = out - (out @ z) * z
    if np.linalg.norm(x) < 1e-6:  # a pure lateral: the middle of the arc is below or above the patient
        x = np.array([0.0, -1.0 if out @ z > 0.0 else 1.0, 0.0])
        x = x - (x @ z) * z
    elif out @ z > 0.0 and arm.detector_direction[1] < 0.0:
        x = -x  # past the horizontal the middle of the arc has gone under the table
    x = x / np.linalg.norm(x)
    return np.stack([x, np.cross(z, x), z], axis=1)
