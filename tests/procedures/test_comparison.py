"""The classic teaching picture holds for the solver: along the nerve an electrode holds more of it than across."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.lesion.facts import tissue_facts
from spine_viewer.procedures.comparison import Comparison, compare_ways

TOLD: list[float] = []


@pytest.fixture(scope="module")
def made() -> Comparison:
    return compare_ways(18, 10.0, 80.0, 40.0, "body", TOLD.append, cell_mm=1.0)


def test_along_the_nerve_more_is_held_at_every_distance_and_less_the_farther(made: Comparison) -> None:
    along, across = made.parallel.held_mm, made.perpendicular.held_mm
    assert along[0] > 10.0 > across[0] > 3.0
    assert (along >= across).all()
    for held in (along, across):
        assert (np.diff(held) <= 0.0).all() and len(held) == len(made.farther_mm)


def test_both_touch_the_nerve_and_bone_and_lie_as_they_are_called(made: Comparison) -> None:
    for way in (made.parallel, made.perpendicular):
        one = way.electrode
        assert one.tip[0] == pytest.approx(one.radius_mm + 0.5 * made.nerve_mm)
        lowest = one.tip[1] - (one.radius_mm if way.name == "parallel" else 0.0)
        assert lowest == pytest.approx(0.0)
    assert abs(made.parallel.electrode.direction[2]) == 1.0
    assert made.parallel.electrode.bare.mean(axis=0)[2] == pytest.approx(0.0)
    assert made.perpendicular.electrode.direction[1] == -1.0


def test_the_drawn_edges_are_those_of_the_field(made: Comparison) -> None:
    for way in (made.parallel, made.perpendicular):
        z, y = way.dead.T
        assert y.min() > -0.2, "bone ends what is dead"
        assert (np.hypot(*way.warm.T) > 0.0).all() and np.ptp(way.warm[:, 0]) > np.ptp(z)
        points = np.column_stack([np.zeros(len(z)), way.warm[:, 1], way.warm[:, 0]])
        level = tissue_facts().isotherms_c.value[0]
        assert way.lesion.temperature_at(points) == pytest.approx(level, abs=0.6)
        assert way.held_z[1] - way.held_z[0] == pytest.approx(way.held_mm[0], abs=0.15)


def test_progress_goes_on_over_both(made: Comparison) -> None:
    assert sorted(TOLD) == TOLD and TOLD[-1] == 1.0 and 0.4 < TOLD[len(TOLD) // 2] < 0.6
