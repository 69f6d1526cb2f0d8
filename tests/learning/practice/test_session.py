"""A session is pure: undo and redo are exact, a record plays to the same score, and bone stops a needle."""

from __future__ import annotations

import csv
import io
import json
import weakref

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spine_viewer import Spine
from spine_viewer.errors import InputError
from spine_viewer.learning.practice import (
    History,
    Practice,
    Record,
    State,
    debrief,
    expert_script,
    keep_record,
    kept_records,
    read_actions,
    read_record,
    to_csv,
    write_actions,
    write_record,
)
from spine_viewer.learning.practice import actions as act

BLOCK, RF = ("medial-branch-block", "L4-L5"), ("medial-branch-rf", "L4-L5")
QUICK = settings(deadline=None, max_examples=20)


def wishes(practice):
    """Actions that a resident might try, sensible or not."""
    way = practice.goals[0].placement.trajectory
    entry, tip = np.array(way.entry), np.array(way.direction)
    off = st.tuples(*[st.floats(-0.4, 0.4, allow_nan=False)] * 3)
    ways = off.map(lambda one: tuple(float(x) for x in tip + np.array(one)))
    mm = st.floats(0.1, 60.0)
    level = st.sampled_from(["L3", "L4", "L5"])
    return st.one_of(
        ways.map(lambda one: act.Enter(point=tuple(float(x) for x in entry), direction=one)),
        st.builds(act.Advance, mm=mm, spin=st.booleans(), live=st.booleans()),
        st.builds(act.Withdraw, mm=mm),
        st.builds(act.RotateTip, deg=st.floats(-180.0, 180.0)),
        ways.map(lambda one: act.Redirect(direction=one)),
        st.builds(act.SetView, name=st.sampled_from(["ap", "oblique", "lateral"]), level=level),
        st.just(act.Expose()),
        st.builds(act.Live, seconds=st.floats(0.1, 20.0)),
        st.builds(act.Inject, fluid=st.sampled_from(["contrast", "anaesthetic"]), ml=st.floats(0.1, 1.0)),
        st.just(act.Placed(nerve=practice.goals[0].nerve)),
    )


def played(practice, wanted):
    """A history of those actions that can be done."""
    history = History()
    for one in wanted:
        try:
            history, _ = history.act(practice, one)
        except InputError:
            continue
    return history


def test_undo_and_redo_give_the_very_same_states(session):
    practice = session(*BLOCK)

    @QUICK
    @given(st.lists(wishes(practice), max_size=10), st.integers(0, 10))
    def check(wanted, back):
        history = played(practice, wanted)
        end = history
        for _ in range(min(back, len(history.done))):
            history = history.undo()
        assert history.state == practice.play(history.done)[0]
        while history.at < len(history.actions):
            history = history.redo()
        assert history.state == end.state
        assert history.state == practice.play(end.done)[0]

    check()


def test_the_needle_never_lies_in_bone_and_never_leaves_its_way(session):
    practice = session(*BLOCK)
    press, radius = 0.15 + 0.02, practice.around.radius_mm

    @QUICK
    @given(st.lists(wishes(practice), min_size=2, max_size=8))
    def check(wanted):
        needle = played(practice, wanted).state.needle
        if needle is None:
            return
        path = np.array(needle.path)
        assert needle.depth_mm <= practice.longest_mm + 1e-9
        assert np.linalg.norm(needle.direction) == pytest.approx(1.0)
        straight = len(path) == 2
        if straight:
            assert float(practice.around.bone(path[-1:])[0]) >= radius - press

    check()


def test_what_is_undone_and_done_otherwise_is_forgotten(session):
    practice = session(*BLOCK)
    way = practice.goals[0].placement.trajectory
    history, _ = History().act(
        practice, act.Enter(point=tuple(map(float, way.entry)), direction=tuple(map(float, way.direction)))
    )
    history, _ = history.act(practice, act.Advance(mm=10.0, spin=True))
    history, _ = history.undo().act(practice, act.Advance(mm=5.0, spin=True))
    assert [one.do for one in history.done] == ["enter", "advance"]
    assert history.state.needle.depth_mm == pytest.approx(5.0)
    with pytest.raises(InputError, match="nothing to redo"):
        history.redo()
    with pytest.raises(InputError, match="nothing to undo"):
        History().undo()


def test_bone_stops_the_needle_and_says_so(session):
    practice = session(*BLOCK)
    way = practice.goals[0].placement.trajectory
    state, seen = practice.play(
        [
            act.Enter(point=tuple(map(float, way.entry)), direction=tuple(map(float, way.direction))),
            act.Advance(mm=way.depth_mm + 10.0, spin=True),
        ]
    )
    assert seen[-1].events[0].key == "bone_stops"
    assert state.needle.contact
    assert state.needle.depth_mm == pytest.approx(way.depth_mm, abs=1.0)
    room = float(practice.around.bone(state.needle.tip[None])[0]) - practice.around.radius_mm
    assert -0.16 <= room <= 0.15


def test_nothing_is_seen_without_an_exposure(session):
    practice = session(*BLOCK)
    state, seen = practice.play([act.SetView(name="ap", level="L4")])
    assert seen[-1].shown is None
    assert state.exposures == 0
    state, one = practice.apply(state, act.Expose())
    assert one.shown.gauges
    assert all(gauge.ok for gauge in one.shown.gauges)
    assert any("pedicle" in name for name, _, _ in one.shown.marks_px)
    assert (state.exposures, state.seconds > 0.0, state.dose > 0.0) == (1, True, True)


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (act.Advance(mm=5.0), "no needle"),
        (act.Expose(), "choose a view"),
        (act.SetView(name="pillar", level="L4"), "does not apply"),
        (act.Enter(point=(0.0, 900.0, 0.0), direction=(0.0, -1.0, 0.0)), "no skin"),
    ],
)
def test_what_cannot_be_done_is_refused(session, action, said):
    with pytest.raises(InputError, match=said):
        session(*BLOCK).apply(State(), action)


def test_refusals_name_what_is_allowed(session):
    practice = session(*BLOCK)
    way = practice.goals[0].placement.trajectory
    enter = act.Enter(point=tuple(map(float, way.entry)), direction=tuple(map(float, way.direction)))
    state, _ = practice.play([enter, act.Advance(mm=40.0, spin=True)])
    for action, said in (
        (act.Redirect(direction=(0.0, -1.0, 0.0)), "withdraw it to 15 mm"),
        (act.Lesion(), "heats nothing"),
        (act.Stimulate(kind="motor", volts=1.0), "cannot stimulate"),
        (act.Placed(nerve="medial_branch:C5:left"), "medial_branch:L3:left"),
    ):
        with pytest.raises(InputError, match=said):
            practice.apply(state, action)
    done, _ = practice.apply(state, act.Finish())
    with pytest.raises(InputError, match="finished"):
        practice.apply(done, act.Expose())


def test_a_script_survives_its_file(session):
    script = expert_script(session(*RF))
    assert read_actions(json.loads(json.dumps(write_actions(script)))) == script


@pytest.mark.parametrize(
    "content",
    [
        {"actions": 3},
        [{"do": "jump"}],
        [{"do": "advance", "mm": -1}],
        [{"do": "advance", "mm": float("nan")}],
        [{"do": "advance", "mm": 5, "fast": True}],
        [{"do": "redirect", "direction": [0, 0, 0]}],
    ],
)
def test_a_bad_script_is_refused(content):
    with pytest.raises(InputError, match="action"):
        read_actions(content)


def test_a_record_plays_to_the_same_score(session, tmp_path):
    practice = session(*RF)
    script = expert_script(practice)
    record = Record.of(practice, script)
    path = tmp_path / "one.json"
    write_record(record, path)
    assert list(tmp_path.iterdir()) == [path]
    again = read_record(path)
    assert again == record
    result = again.replay(practice)
    assert result.score.to_json() == record.score
    assert result == debrief(practice, practice.play(script)[0])
    rows = list(csv.DictReader(io.StringIO(to_csv([again, record]))))
    assert len(rows) == 2
    assert float(rows[0]["total"]) == record.score["total"]
    assert float(rows[0]["tip"]) == pytest.approx(record.score["components"]["tip"]["points"])


def test_records_are_kept_side_by_side_without_a_name(session, tmp_path):
    practice = session("medial-branch-block", "L4-L5")
    folder = tmp_path / "data" / "practice"
    assert kept_records(folder) == ()
    first = Record.of(practice, ())
    second = first.model_copy(update={"made": "2030-01-01T01:00:00+02:00"})
    paths = [keep_record(one, folder) for one in (second, first, first)]
    assert len(set(paths)) == 3
    assert paths[0].name == "20291231T230000Z-medial-branch-block-L4-L5-left.json"
    assert kept_records(folder) == (first, first, second)


def test_a_file_that_is_no_record_is_refused(tmp_path):
    path = tmp_path / "bad.json"
    path.write_text('{"schema": "spine_viewer.practice/2"}')
    with pytest.raises(InputError, match=r"bad.json: schema"):
        read_record(path)


def test_a_session_that_is_over_leaves_no_spine_behind():
    spine = Spine.load(pose="prone")
    practice = Practice.start(spine, *BLOCK, "left")
    practice.play(expert_script(practice))
    left = weakref.ref(spine), weakref.ref(practice)
    del spine, practice
    assert [one() for one in left] == [None, None]


def test_a_bipolar_pair_cannot_be_practised(session):
    spine = session(*BLOCK).spine
    with pytest.raises(InputError, match=r"allowed: .*monopolar"):
        Practice.start(spine, "lateral-branch-rf", "sacroiliac", "left", "palisade")
