"""When the beam is on: the live picture, the last image that is held, and what both cost."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.app.choices import Choices
from spine_viewer.app.serving.scheduler import Quality
from spine_viewer.app.stage import Stage
from spine_viewer.app.view.fluoroscopy.words import spoken_dose
from spine_viewer.imaging.machine.dose import DoseMeter

if TYPE_CHECKING:
    from spine_viewer.scene.model import FluoroscopyRequest, NeedlePose


class BeamSwitch:
    """Live fluoroscopy, or the last image until one more is taken; counts the dose of what shows something new."""

    def __init__(self) -> None:
        self._meter = DoseMeter()
        self._held: FluoroscopyRequest | None = None
        self._shoot = False
        self._dark = False

    def dose_text(self, language: str) -> str:
        """``"3 exposures, 2.4 s, dose 0.8"``."""
        return spoken_dose(self._meter, language)

    def expose(self) -> None:
        """Take one picture at the next drawing."""
        self._shoot, self._dark = True, False

    def darken(self, dark: bool) -> None:
        """Show nothing at all before the next picture is asked for, or show what there is again."""
        self._held, self._dark = None, dark

    def is_dark(self, choices: Choices) -> bool:
        """Whether nothing is shown: no picture was taken yet where only those count that are asked for."""
        return self._dark and not choices.live

    def forget_image(self) -> None:
        """Hold no image."""
        self._held, self._dark = None, False

    def reset_dose(self) -> None:
        """Count the dose from nothing."""
        self._meter.reset()

    def request(self, stage: Stage, choices: Choices) -> FluoroscopyRequest:
        """What is to be seen: what stands on the stage now or, while the last image is held, what stood there then."""
        if self._held is None or choices.live or self._shoot:
            return stage.exposure(choices)
        return replace(self._held, carm=replace(self._held.carm, collimation=choices.collimation))

    def count(self, request: FluoroscopyRequest, quality: Quality, choices: Choices) -> None:
        """Beam on for a picture that shows something new; a picture at rest ends the run.

        An exercise of Practice counts its own pictures: those of a quiz were taken long ago.
        """
        new, self._shoot = self._shoot or not same_exposure(request, self._held), False
        self._held = request
        if quality == "moving" and new and choices.mode != "practice":
            self._meter.beam(time.monotonic(), request.carm, choices.pulses_per_s)
        elif quality == "rest":
            self._meter.off()


def same_exposure(one: FluoroscopyRequest, other: FluoroscopyRequest | None) -> bool:
    """Whether two requests show the same, but for the collimator."""
    if other is None or one.carm.opened() != other.carm.opened() or len(one.needles) != len(other.needles):
        return False
    if [fluid.fingerprint for fluid in one.fluids] != [fluid.fingerprint for fluid in other.fluids]:
        return False
    pairs = zip(one.needles, other.needles, strict=True)
    return all(_same_needle(a, b) for a, b in pairs)


def _same_needle(one: NeedlePose, other: NeedlePose) -> bool:
    if not (np.array_equal(one.tip, other.tip) and np.array_equal(one.hub, other.hub)):
        return False
    if one.path is None or other.path is None:
        return one.path is other.path
    return np.array_equal(one.path, other.path)
