"""The score as a function of the figures, and what the shortest way and the advice are worth."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spine_viewer.imaging import Gauge
from spine_viewer.imaging.views import TABLE
from spine_viewer.learning.carm import Expose, Finish, Measured, Move, debrief, ideal_script, score
from spine_viewer.learning.carm.figures import COMPONENTS, carm_figures
from spine_viewer.learning.carm.practice import MIDDLE

LIMITS = {"degrees": (3.0, False), "mm": (2.5, False), "": (0.8, True)}
ENOUGH = 95.0


@st.composite
def gauges(draw):
    unit = draw(st.sampled_from(sorted(LIMITS)))
    limit, least = LIMITS[unit]
    return Gauge("any", draw(st.floats(0.0, 1.0 if least else 40.0)), unit, limit, least)


@st.composite
def figures(draw):
    middle = Gauge(MIDDLE, draw(st.floats(0.0, 2.0)), "", 0.3)
    count = st.integers(0, 60)
    own = tuple(draw(st.lists(gauges(), min_size=1, max_size=4)))
    return Measured(own, middle, draw(st.integers(1, 40)), draw(count), draw(st.integers(0, 9)), draw(st.floats(0, 9)))


@settings(deadline=None, max_examples=150)
@given(figures(), st.integers(1, 20))
def test_the_score_never_rises_with_more_exposures_movements_or_hints(made, more):
    for name in ("exposures", "movements", "hints"):
        worse = replace(made, **{name: getattr(made, name) + more})
        assert score(worse).total <= score(made).total + 1e-9


@settings(deadline=None, max_examples=150)
@given(figures(), st.data(), st.floats(0.0, 40.0))
def test_the_score_never_rises_as_a_gauge_goes_further_off(made, data, further):
    n = data.draw(st.integers(0, len(made.gauges)))
    if n == len(made.gauges):
        assert made.middle is not None
        worse = replace(made, middle=replace(made.middle, value=made.middle.value + further))
    else:
        one = made.gauges[n]
        off = replace(one, value=one.value - further if one.at_least else one.value + further)
        worse = replace(made, gauges=(*made.gauges[:n], off, *made.gauges[n + 1 :]))
    assert score(worse).total <= score(made).total + 1e-9


@settings(deadline=None, max_examples=80)
@given(figures())
def test_the_score_keeps_its_bounds_and_its_weights(made):
    result = score(made)
    assert 0.0 <= result.total <= 100.0 + 1e-9
    assert {one.name: one.most for one in result.components} == {n: carm_figures().weight(n) for n in COMPONENTS}
    assert all(-1e-9 <= one.points <= one.most + 1e-9 for one in result.components)
    assert result.total == pytest.approx(sum(one.points for one in result.components))


def test_the_weights_of_the_file_add_up():
    assert sum(carm_figures().weight(name) for name in COMPONENTS) == pytest.approx(100.0)
    assert all(fact.note for fact in carm_figures().weights.values()), "each weight says why"


# Every view, at a level of each region where it applies; benchmarks/carm_practice.py tries all of them.
SAMPLE = [
    (view, level, side)
    for n, (view, entry) in enumerate(TABLE.items())
    for level in dict.fromkeys(next(filter(lambda one, r=r: one[0] == r, entry.levels), "") for r in "CTLS")
    if level
    for side in (("left", "right")[n % 2],)
]


@pytest.mark.parametrize("difficulty", [1, 3])
def test_the_shortest_way_scores_at_least_95_and_one_picture_of_the_start_does_not(exercise, difficulty):
    assert {view for view, *_ in SAMPLE} == set(TABLE) and len(SAMPLE) > 20
    for view, level, side in SAMPLE:
        practice = exercise(view, level, side, difficulty)
        script = ideal_script(practice)
        best = debrief(practice, practice.play(script)[0])
        assert best.score.total >= ENOUGH, (view, level, side)
        assert best.figures.exposures == best.ideal_exposures == 2
        lazy = debrief(practice, practice.play([Expose(), Finish()])[0])
        assert lazy.score.total < 70.0 and any(one.key == "out" for one in lazy.findings), (view, level, side)


def test_what_the_debrief_says_mends_the_gauge(exercise):
    for view, level, side in SAMPLE:
        practice = exercise(view, level, side, 2)
        pose = practice.first.pose
        before = practice.gauges(pose)
        for mend in practice.mends(pose):
            assert mend.gauge is not None and mend.movements, (view, level, mend)
            here = {"oblique_deg": pose.oblique_deg, "tilt_deg": pose.tilt_deg}
            after = pose.moved(Move(**{one.joint: here.get(one.joint, 0.0) + one.by for one in mend.movements}))
            n = before.index(mend.gauge)
            assert practice.gauges(after)[n].ok, (view, level, mend.told())


def test_one_exposure_more_costs_once_the_free_ones_are_used(exercise):
    practice = exercise("ap", "L4")
    first, move, shot, finish = ideal_script(practice)
    totals = [
        debrief(practice, practice.play([*[first] * n, move, shot, finish])[0]).score.total for n in (1, 3, 4, 9, 20)
    ]
    assert totals[:2] == [100.0, 100.0] and totals == sorted(totals, reverse=True)
    assert len(set(totals[1:])) == 4 and totals[-1] == pytest.approx(80.0)
