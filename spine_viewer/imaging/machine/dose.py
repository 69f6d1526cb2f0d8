"""How much radiation: exposures, seconds of fluoroscopy and a relative dose.

The dose is an area product in parts of a rate: 1 is one second of continuous fluoroscopy on the whole of the largest
field. It leaves out that automatic exposure gives more through a thicker patient.
"""

from __future__ import annotations

from dataclasses import dataclass

from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.settings import c_arm_facts, figure, within


def dose_rate(arm: CArm, pulses_per_s: float) -> float:
    """Dose per second: falls with the open area, the field and the pulse rate.

    Parameters
    ----------
    arm : CArm
        Its field and its collimation count.
    pulses_per_s : float

    Raises
    ------
    InputError
        A pulse rate that no C-arm has.
    """
    facts = c_arm_facts()
    rate = within(facts.dose["pulses_per_s"], pulses_per_s, "pulse rate", "pulses per second")
    largest = max(figure(facts.geometry.fields_mm, name) for name in facts.geometry.fields_mm)
    part = min(arm.field_mm / largest, 1.0)
    stronger = part ** -figure(facts.dose, "magnification_exponent")
    pulses = (rate / figure(facts.dose, "continuous_pulses_per_s")) ** figure(facts.dose, "pulse_exponent")
    return pulses * stronger * part**2 * arm.collimation.open_share


@dataclass
class DoseMeter:
    """Counts while the beam is on.

    Attributes
    ----------
    exposures : int
        How often the beam was switched on.
    seconds : float
        For how long altogether.
    dose : float
        See the module.
    """

    exposures: int = 0
    seconds: float = 0.0
    dose: float = 0.0
    _last_s: float | None = None

    def beam(self, now_s: float, arm: CArm, pulses_per_s: float) -> None:
        """The beam is on at ``now_s`` of some clock; the first call after :meth:`off` is one pulse long."""
        if self._last_s is None:
            self.exposures += 1
            lasted = 1.0 / pulses_per_s
        else:
            lasted = max(now_s - self._last_s, 0.0)
        self._last_s = now_s
        self.seconds += lasted
        self.dose += lasted * dose_rate(arm, pulses_per_s)

    def off(self) -> None:
        """The beam is off: the last image is held."""
        self._last_s = None

    def reset(self) -> None:
        """A new patient."""
        self.exposures, self.seconds, self.dose, self._last_s = 0, 0.0, 0.0, None
