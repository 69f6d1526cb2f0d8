"""The score as a function of the figures: monotone, bounded, its weights those of the file."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spine_viewer.learning.practice import debrief, expert_script, score
from spine_viewer.learning.practice.expert import aim_of, script
from spine_viewer.learning.practice.figures import COMPONENTS, scoring
from spine_viewer.learning.practice.measured import AtGoal, Danger, Measured
from spine_viewer.learning.practice.state import point

SHARE, MM = st.floats(0.0, 1.0), st.floats(0.0, 30.0)


@st.composite
def places(draw, heats):
    """Figures of one place."""
    angled = heats and draw(st.booleans())
    return AtGoal(
        nerve="medial_branch:L3:left",
        name="",
        placed=True,
        tip_most_mm=2.0,
        behind_least_mm=1.0,
        most_ml=0.5,
        least_ml=0.25,
        tip_mm=draw(MM),
        higher_mm=0.0,
        lateral_mm=0.0,
        angle_deg=draw(st.floats(0.0, 90.0)) if angled else None,
        angle_most_deg=20.0 if angled else None,
        cover_share=draw(SHARE) if heats else None,
        cover_percent=10.0 if heats else None,
        behind_mm=draw(st.floats(-10.0, 10.0)),
        treatments=1,
        views_share=draw(SHARE),
        on_the_way=draw(st.booleans()),
        motor_share=draw(SHARE) if heats else None,
        ml=draw(st.floats(0.0, 2.0)),
        contrast_watched=None if heats else draw(st.booleans()),
    )


@st.composite
def figures(draw):
    """Figures of a session."""
    heats = draw(st.booleans())
    goals = tuple(draw(st.lists(places(heats), min_size=1, max_size=3)))
    gaps = draw(st.lists(st.floats(-2.0, 20.0), max_size=3))
    dangers = tuple(Danger(name, gap, 1.0) for name, gap in zip(("root", "pleura", "dural_sac"), gaps, strict=False))
    return Measured(heats, goals, dangers, draw(st.integers(0, 99)), 5.0, 4.0, draw(st.integers(1, 9)), 0, len(goals),
                    0, draw(st.floats(0.0, 9000.0)))  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(figures(), st.data(), st.floats(0.0, 30.0))
def test_the_score_never_rises_when_a_tip_moves_further_off(made, data, further):
    which = data.draw(st.integers(0, len(made.goals) - 1))
    one = made.goals[which]
    off = replace(one, tip_mm=one.tip_mm + further)
    worse = replace(made, goals=(*made.goals[:which], off, *made.goals[which + 1 :]))
    assert score(worse).total <= score(made).total + 1e-9
    assert score(worse).items <= score(made).items


@settings(deadline=None, max_examples=80)
@given(figures())
def test_the_score_keeps_its_bounds_and_its_weights(made):
    result = score(made)
    assert 0.0 <= result.total <= 100.0 + 1e-9
    assert sum(part.most for part in result.components) == pytest.approx(100.0)
    assert all(-1e-9 <= part.points <= part.most + 1e-9 for part in result.components)
    harmed = any(one.nearest_mm <= 0.0 for one in made.dangers)
    assert not harmed or result.total <= scoring().limit("most_after_harm")
    parts = {part.name: part.most for part in result.components}
    whole = sum(scoring().weight(name) for name in parts)
    assert parts == pytest.approx({name: 100.0 * scoring().weight(name) / whole for name in parts})


PERFECT = AtGoal(
    nerve="medial_branch:L3:left", name="", placed=True, tip_most_mm=2.0, behind_least_mm=1.0, most_ml=1.0,
    least_ml=0.5, tip_mm=0.5, higher_mm=0.0, lateral_mm=0.0, angle_deg=5.0, angle_most_deg=20.0, cover_share=1.0,
    cover_percent=90.0, behind_mm=2.0, treatments=1, views_share=1.0, on_the_way=True, motor_share=1.0,
    ml=0.8, contrast_watched=None,
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "gap", "cap"),
    [
        ({}, 5.0, None), ({"tip_mm": 40.0}, 5.0, "level"), ({"limb_ignored": True}, 5.0, "test"), ({}, -0.1, "harm"),
        ({"place_mm": 21.0}, 5.0, "level"), ({"place_mm": 19.0}, 5.0, None),
        ({"behind_mm": -0.1}, 5.0, "ventral"), ({"cover_share": 0.0}, 5.0, "miss"), ({"tip_mm": 8.5}, 5.0, "miss"),
        ({"views_share": 0.0}, 5.0, "blind"), ({"views_share": 0.0, "treatments": 0, "tip_mm": 8.5}, 5.0, None),
    ],
)  # fmt: skip
def test_a_grave_mistake_holds_the_score_down(change, gap, cap):
    goals = (PERFECT, PERFECT, replace(PERFECT, **change))
    result = score(Measured(True, goals, (Danger("root", gap, 1.0),), 6, 5.0, 4.0, 3, 0, 3, 0, 900.0))
    assert (result.cap, result.capped) == (cap, cap is not None)
    kept = sum(one.points for one in result.components)
    assert result.total == pytest.approx(kept if cap is None else scoring().limit(f"most_after_{cap}"))
    assert kept > 80.0, "a mistake at one of three places costs little by itself"


def test_the_weights_of_the_file_add_up():
    assert sum(scoring().weight(name) for name in COMPONENTS) == pytest.approx(100.0)


def test_a_needle_further_from_the_nerve_scores_no_more(session):
    practice = session("medial-branch-block", "L4-L5")
    totals, away = [], []
    for mm in (0.0, 2.0, 4.0, 7.0, 12.0, 20.0):
        aims = []
        for goal in practice.goals:
            own, shift = aim_of(goal), mm * goal.site.axes.posterior
            aims.append(replace(own, entry=own.entry, tips=(point(np.array(own.tips[0]) + shift),)))
        state, _ = practice.play(script(practice, tuple(aims)))
        result = debrief(practice, state)
        totals.append(result.score.total)
        away.append(max(one.tip_mm for one in result.figures.goals))
    assert away == sorted(away)
    assert all(b <= a + 1e-9 for a, b in pairwise(totals)), totals
    assert totals[-1] < totals[0] - 30.0


def test_leaving_one_nerve_out_costs_its_share(session):
    practice = session("medial-branch-block", "L4-L5")
    whole, _ = practice.play(expert_script(practice))
    half, _ = practice.play(script(practice, (aim_of(practice.goals[0]),)))
    assert debrief(practice, half).named("not_placed")
    assert debrief(practice, half).score.total < debrief(practice, whole).score.total - 25.0
