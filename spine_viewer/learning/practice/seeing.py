"""What the C-arm of a session shows when the beam is on; nothing is seen without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.anatomy.ids import bone_of
from spine_viewer.errors import InputError
from spine_viewer.imaging import CArm, gauge
from spine_viewer.imaging.machine.dose import dose_rate
from spine_viewer.imaging.settings import c_arm_facts, figure
from spine_viewer.learning.practice.observation import Shown
from spine_viewer.learning.practice.state import Look, NeedleState, State, point
from spine_viewer.procedures.model import Array

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine


def set_arm(state: State) -> CArm:
    """The C-arm as it stands.

    Raises
    ------
    InputError
        Where no view was chosen yet.
    """
    if state.arm is None:
        raise InputError("the C-arm has no place yet: choose a view before the beam is switched on")
    return state.arm


def shown(spine: Spine, state: State, side: str) -> Shown:
    """What an exposure shows: the needle, the landmarks of the bone that the view is of, and the view's gauges."""
    arm = set_arm(state)
    gauges = gauge(spine, arm, state.view, state.level, side) if state.view else ()
    marks = landmarks_px(spine, arm, state.level) if state.level else ()
    return Shown(arm, state.view, state.level, tuple(gauges), _needle_px(arm, state.needle), marks)


def landmarks_px(spine: Spine, arm: CArm, level: str) -> tuple[tuple[str, float, float], ...]:
    """Landmarks of the bone of a level that are in the field, as name, column and row."""
    places = spine.landmarks(bone_of(level))
    pixels = arm.pixel_of(np.array(list(places.values())))
    inside = in_field(arm, pixels)
    return tuple((name, float(at[0]), float(at[1])) for name, at, ok in zip(places, pixels, inside, strict=True) if ok)


def in_field(arm: CArm, pixels: Array) -> Array:
    """Which places (n, 2) lie in the round field of the picture."""
    rows, cols = arm.size
    off = np.hypot(pixels[:, 0] - cols / 2, pixels[:, 1] - rows / 2)
    return np.asarray(off <= min(rows, cols) / 2)


def beam_on(state: State, seconds: float | None) -> tuple[int, float, float]:
    """Exposures, seconds and dose after the beam was on; None for one pulse."""
    arm, pulses = set_arm(state), figure(c_arm_facts().dose, "pulses_per_s")
    lasted = 1.0 / pulses if seconds is None else seconds
    return state.exposures + 1, state.seconds + lasted, state.dose + lasted * dose_rate(arm, pulses)


def look_of(state: State) -> Look:
    """What is kept of an exposure."""
    arm, needle = set_arm(state), state.needle
    seen = needle is not None and bool(in_field(arm, arm.pixel_of(needle.tip[None]))[0])
    travel = 0.0 if needle is None else needle.travel_mm
    return Look(state.entries if needle is not None else 0, travel, point(arm.detector_direction), seen)


def _needle_px(arm: CArm, needle: NeedleState | None) -> tuple[tuple[float, float], ...]:
    if needle is None:
        return ()
    return tuple((float(column), float(row)) for column, row in arm.pixel_of(np.array(needle.path)))
