"""Dose and Arrhenius integral against values worked out by hand in the facts behind ``annotations/tissue.json``."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.lesion.damage import arrhenius_rate, dose_rate, lethal_temperature
from spine_viewer.lesion.facts import tissue_facts

DAMAGE = tissue_facts().damage


@pytest.mark.parametrize(("seconds", "celsius"), [(60, 50.9), (90, 50.3), (120, 49.9), (150, 49.6), (180, 49.3)])
def test_temperature_that_kills_in_a_time(seconds: float, celsius: float) -> None:
    assert lethal_temperature(seconds, DAMAGE) == pytest.approx(celsius, abs=0.05)
    dose = dose_rate(np.array([lethal_temperature(seconds, DAMAGE)]), DAMAGE)[0] * seconds / 60.0
    assert dose == pytest.approx(240.0)


def test_dose_counts_one_for_one_at_43_doubles_above_and_quarters_below() -> None:
    rates = dose_rate(np.array([41.0, 42.0, 43.0, 44.0, 45.0]), DAMAGE)
    np.testing.assert_allclose(rates, [1 / 16, 1 / 4, 1.0, 2.0, 4.0])


@pytest.mark.parametrize(("celsius", "omega"), [(45.0, 0.33), (50.0, 1.5), (55.0, 6.3)])
def test_arrhenius_integral_of_90_seconds(celsius: float, omega: float) -> None:
    assert arrhenius_rate(np.array([celsius]), DAMAGE)[0] * 90.0 == pytest.approx(omega, rel=0.05)
