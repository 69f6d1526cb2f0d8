"""When tissue dies: thermal dose (CEM43) and the Arrhenius integral.

Both rates are smooth functions of temperature; their integrals over time decide what is dead.
"""

from __future__ import annotations

import numpy as np

from spine_viewer.lesion.facts import Damage
from spine_viewer.lesion.grid import Array

GAS_CONSTANT_J_MOL_K = 8.314462618
KELVIN = 273.15


def dose_rate(temperature_c: Array, facts: Damage) -> Array:
    """Minutes at 43 C per minute at ``temperature_c``: R to the power (43 - T)."""
    pivot = facts.dose_break_c.value
    base = np.where(temperature_c >= pivot, facts.dose_base_above.value, facts.dose_base_below.value)
    return np.asarray(base ** (pivot - temperature_c))


def arrhenius_rate(temperature_c: Array, facts: Damage) -> Array:
    """Change per second: A exp(-E / R T)."""
    energy = facts.arrhenius_j_mol.value / GAS_CONSTANT_J_MOL_K
    return np.asarray(facts.arrhenius_per_s.value * np.exp(-energy / (temperature_c + KELVIN)))


def lethal_temperature(seconds: float, facts: Damage) -> float:
    """Temperature that, held for ``seconds``, gives the lethal thermal dose, degrees C."""
    minutes = seconds / 60.0
    return float(
        facts.dose_break_c.value - np.log(facts.lethal_dose_min.value / minutes) / np.log(facts.dose_base_above.value)
    )
