"""How the machine is moved from the place that a view puts it in."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.machine.motion import pivot, stand_side
from spine_viewer.imaging.settings import c_arm_facts, figure, within


@dataclass(frozen=True)
class Setting:
    """Movements by hand, all from the place of a view.

    Parameters
    ----------
    wig_wag_deg : float
        Swivel about the column; positive swings the beam towards the head.
    table_height_mm : float
        Table up: the patient comes nearer to the detector above.
    pan_along_mm, pan_across_mm : float
        Beam towards the head and towards the patient's left.
    source_to_detector_mm : float or None
        None leaves it as it is.

    Raises
    ------
    InputError
        A movement beyond the travel of ``annotations/c_arm.json``.
    """

    wig_wag_deg: float = 0.0
    table_height_mm: float = 0.0
    pan_along_mm: float = 0.0
    pan_across_mm: float = 0.0
    source_to_detector_mm: float | None = None

    def __post_init__(self) -> None:
        facts = c_arm_facts()
        set_ = object.__setattr__
        set_(self, "wig_wag_deg", within(facts.geometry.wig_wag_deg, self.wig_wag_deg, "wig-wag", "degrees"))
        for name, what in (
            ("table_height_mm", "table height"),
            ("pan_along_mm", "pan along the table"),
            ("pan_across_mm", "pan across the table"),
        ):
            set_(self, name, within(facts.machine[name], getattr(self, name), what, "mm"))

    def applied(self, arm: CArm, preferred: str = "right") -> CArm:
        """The C-arm after these movements; a patient prone on the table, back up.

        ``preferred`` is the patient's side at which the stand is, where the arm reaches from there. Wig-wag turns the
        whole arm about its column beside the table: the picture turns, and moves along the spine.
        """
        moved = np.array([self.pan_across_mm, -self.table_height_mm, self.pan_along_mm])
        arm = arm.centred(np.array(arm.isocentre) + moved)
        if self.source_to_detector_mm is not None:
            arm = replace(arm, source_to_detector_mm=self.source_to_detector_mm)
        if self.wig_wag_deg == 0.0:
            return arm
        side = stand_side(arm, preferred)
        angle = math.radians(self.wig_wag_deg)
        reach = figure(c_arm_facts().machine, "pivot_mm")
        away = 1.0 if side == "right" else -1.0  # from the column to the patient
        place = pivot(arm, side) + reach * np.array([away * math.cos(angle), 0.0, math.sin(angle)])
        return replace(arm.centred(place), wig_wag_deg=arm.wig_wag_deg + away * self.wig_wag_deg)
