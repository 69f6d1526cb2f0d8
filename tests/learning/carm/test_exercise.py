"""An exercise is pure: undo and redo are exact, a record plays to the same score, nothing is seen but by a picture."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spine_viewer import Spine
from spine_viewer.anatomy.languages import LANGUAGES
from spine_viewer.anatomy.phrases import phrase_file
from spine_viewer.errors import InputError
from spine_viewer.imaging import VIEWS, Collimation, Setting
from spine_viewer.imaging.views import TABLE
from spine_viewer.learning.carm import (
    REGIONS,
    CarmPractice,
    Expose,
    Finish,
    Frame,
    Hint,
    History,
    Move,
    Record,
    Task,
    debrief,
    drawn,
    ideal_script,
    read_actions,
    read_record,
    to_csv,
    write_actions,
    write_record,
)
from spine_viewer.learning.carm.ideal import ideal_pose
from spine_viewer.learning.carm.mending import centring
from spine_viewer.learning.carm.record import read_records
from spine_viewer.learning.carm.share import share
from spine_viewer.learning.carm.state import Pose
from spine_viewer.learning.carm.words import WORDS

MM, DEG = st.integers(-20, 20).map(lambda n: 5.0 * n), st.integers(-75, 75).map(float)
WISHES = st.one_of(
    st.just(Expose()),
    st.just(Hint()),
    st.builds(Move, oblique_deg=DEG),
    st.builds(Move, tilt_deg=DEG),
    st.builds(Move, pan_along_mm=MM, pan_across_mm=MM),
    st.builds(Move, table_height_mm=MM),
    st.builds(Move, wig_wag_deg=st.integers(-12, 12).map(float)),
    st.builds(Move, source_to_detector_mm=st.sampled_from([900.0, 1000.0, 1100.0])),
    st.builds(Frame, field=st.sampled_from(["6 in", "12 in", "7 in"])),
    st.builds(Frame, iris=st.sampled_from([0.5, 1.0]), shutter_turn_deg=st.sampled_from([0.0, 30.0])),
)
QUICK = settings(deadline=None, max_examples=25)


def played(practice, wanted):
    """A history of those actions that can be done."""
    history = History((practice.first,))
    for one in wanted:
        try:
            history, _ = history.act(practice, one)
        except InputError:
            continue
    return history


@QUICK
@given(st.lists(WISHES, max_size=12))
def test_undo_and_redo_are_exact(exercise, wanted):
    history = played(exercise("ap", "L4"), wanted)
    back = history
    while back.at:
        back = back.undo()
        assert back.state == history.states[back.at]
    with pytest.raises(InputError, match="nothing to undo"):
        back.undo()
    while back.at < len(history.actions):
        back = back.redo()
    assert back == history
    with pytest.raises(InputError, match="nothing to redo"):
        back.redo()


@QUICK
@given(st.lists(WISHES, max_size=12))
def test_a_recorded_attempt_plays_again_to_the_same_score(exercise, wanted):
    practice = exercise("oblique", "L4")
    history = played(practice, wanted)
    written = json.loads(json.dumps(write_actions(history.done)))
    assert read_actions(written) == history.done
    again, _ = practice.play(read_actions(written))
    assert again == history.state
    record = Record.of(practice, history.done)
    assert record.replay(practice).score.to_json() == record.score == debrief(practice, again).score.to_json()


def test_a_record_goes_through_a_file_and_into_a_table(exercise, tmp_path):
    practice = exercise("lateral", "C5", "right", 3)
    record = Record.of(practice, (*ideal_script(practice)[:-1], Hint(), Finish()))
    for name in ("b", "a"):
        write_record(record, tmp_path / f"{name}.json")
    assert read_record(tmp_path / "a.json") == record
    assert record.task == practice.task
    own = CarmPractice.start(record.spine(), record.task)
    assert own.begin == practice.begin and record.replay(own).score.to_json() == record.score
    rows = list(csv.DictReader(io.StringIO(to_csv(read_records(tmp_path)))))
    assert len(rows) == 2 and rows[0]["view"] == "lateral" and rows[0]["person"] == ""
    assert float(rows[0]["total"]) == record.score["total"] < 100.0
    points = sum(float(value) for name, value in rows[0].items() if name.startswith("points_"))
    assert points == pytest.approx(record.score["total"])
    content = record.to_json()
    assert set(content) == {
        "schema", "made", "view", "level", "side", "difficulty", "seed", "person", "actions", "score", "figures",
        "findings",
    }  # fmt: skip
    for broken in ({**content, "name": "me"}, {**content, "level": "L9"}, {**content, "actions": [{"do": "fly"}]}):
        (tmp_path / "c.json").write_text(json.dumps(broken), encoding="utf-8")
        with pytest.raises(InputError, match=r"c\.json"):
            read_record(tmp_path / "c.json")


def test_gauges_are_told_only_after_an_exposure(exercise):
    practice = exercise("ap", "L4")
    state, (moved, hinted, shot) = practice.first, (None, None, None)
    with pytest.raises(InputError, match="before any picture"):
        practice.apply(state, Hint())
    with pytest.raises(InputError, match="before any picture"):
        practice.apply(state, Finish())
    state, moved = practice.apply(state, Move(oblique_deg=3.0))
    state, shot = practice.apply(state, Expose())
    state, hinted = practice.apply(state, Hint())
    assert moved.gauges == () and moved.marks_px == () and "degrees" not in moved.told()
    assert len(shot.gauges) == 4 and "spinous_process_tip" in {name for name, *_ in shot.marks_px}
    assert hinted.gauges == () and not any(sign.isdigit() for sign in hinted.told("es").partition("Para")[2])
    state, _ = practice.apply(state, Move(tilt_deg=practice.begin.tilt_deg + 1.0))
    with pytest.raises(InputError, match="moved since the last picture"):
        practice.apply(state, Finish())
    assert debrief(practice, state).figures.unseen


def test_it_is_finished_once_and_counts_what_was_done(exercise):
    practice = exercise("ap", "L4")
    state, _ = practice.play([Expose(), Move(oblique_deg=4.0, pan_along_mm=10.0), Move(oblique_deg=4.0), Expose()])
    assert (state.exposures, state.movements, state.steps) == (2, 2, 4)
    narrow, _ = practice.play([Frame(iris=0.5), Expose(), Expose()])
    assert narrow.dose == pytest.approx(state.dose / 4.0, rel=1e-6)
    done, _ = practice.apply(state, Finish())
    with pytest.raises(InputError, match="finished"):
        practice.apply(done, Expose())


def test_the_machine_does_not_run_into_table_or_patient(exercise):
    practice = exercise("ap", "L4")
    with pytest.raises(InputError, match=r"action 2 \(move\): the C-arm cannot get there"):
        practice.play([Expose(), Move(tilt_deg=-74.0)])
    with pytest.raises(InputError, match="out of range"):
        practice.apply(practice.first, Move(table_height_mm=900.0))
    with pytest.raises(InputError, match="unknown field"):
        practice.apply(practice.first, Frame(field="7 in"))
    free = exercise("trajectory", "L1")
    assert free.room is None and debrief(free, free.play(ideal_script(free))[0]).findings[-1].key == "only_drawn"


def test_the_shortest_way_goes_where_the_machine_can_stand(exercise):
    own = exercise("lateral", "C5")
    past = replace(own.ideal, oblique_deg=90.3, tilt_deg=1.1)  # with the arc past the horizontal, not on it
    practice = replace(own, ideal=past)
    setting = centring(practice)
    assert practice.refusal(Pose(90.0, 1.0, setting)) and not practice.refusal(Pose(90.3, 1.1, setting))
    pose = ideal_pose(practice)
    assert not practice.refusal(pose)
    assert abs(pose.oblique_deg - 90.3) <= 2.0 and abs(pose.tilt_deg - 1.1) <= 2.0


@pytest.mark.parametrize("difficulty", [1, 2, 3])
def test_starts_are_wrong_whole_and_further_off_the_harder_it_is(exercise, difficulty):
    for view, level in (("ap", "T6"), ("pillar", "C5"), ("profile", "L4"), ("sacral", "S1")):
        practice = exercise(view, level, "left", difficulty)
        again = CarmPractice.start(practice.spine, practice.task)
        assert again.begin == practice.begin and again.ideal == practice.ideal
        other = CarmPractice.start(practice.spine, replace(practice.task, seed=8))
        assert other.begin != practice.begin
        readings = practice.gauges(practice.first.pose)
        assert min(share(one) for one in readings) <= 0.5
        begin, ideal = practice.begin, practice.ideal
        assert begin.oblique_deg == round(begin.oblique_deg) and begin.tilt_deg == round(begin.tilt_deg)
        low, high = {1: (8, 14), 2: (14, 24), 3: (24, 40)}[difficulty]
        off = np.hypot(begin.oblique_deg - ideal.oblique_deg, begin.tilt_deg - ideal.tilt_deg)
        assert low - 1.0 <= off <= high + 1.0
        moved = np.array(begin.isocentre) - np.array(ideal.isocentre)
        assert np.allclose(moved / 5.0, np.round(moved / 5.0), atol=1e-6)
        assert practice.refusal(practice.first.pose) == ""


def test_tasks_come_from_a_seed_and_apply_to_their_level():
    tasks = [drawn(region, 1 + n % 3, n) for region in REGIONS for n in range(40)]
    assert tasks == [drawn(region, 1 + n % 3, n) for region in REGIONS for n in range(40)]
    assert all(task.level in TABLE[task.view].levels for task in tasks)
    assert {task.view for task in tasks} == set(VIEWS) and {task.side for task in tasks} == {"left", "right"}
    assert {task.level[0] for task in tasks[:40]} == {"C"}
    assert drawn("whole", 1, 3, view="pillar", level="C5", side="right") == Task("pillar", "C5", "right", 1, 3)
    for wrong in ({"region": "hip"}, {"view": "pillar"}, {"view": "above"}, {"level": "L9"}, {"difficulty": 4}):
        with pytest.raises(InputError, match=r"allowed|does not apply"):
            drawn(**{"region": "lumbar", "difficulty": 1, "seed": 1, **wrong})


def test_a_spine_that_is_not_prone_is_refused():
    with pytest.raises(InputError, match="allowed: prone"):
        CarmPractice.start(Spine.load(pose="standing"), Task("ap", "L4", "left"))


def test_every_word_is_there_in_both_languages_and_is_filled_alike(exercise):
    import re

    said = phrase_file(WORDS).phrases
    assert set(said) == set(LANGUAGES) and set(said["en"]) == set(said["es"])
    for key, text in said["en"].items():
        names = {name.partition(":")[0] for name in re.findall(r"\{(.*?)\}", text)}
        assert names == {name.partition(":")[0] for name in re.findall(r"\{(.*?)\}", said["es"][key])}, key
    practice = exercise("ap", "L4")
    state, _ = practice.play([*[Move(oblique_deg=float(n)) for n in range(12)], *[Expose()] * 6, Hint(), Finish()])
    result = debrief(practice, state)
    keys = [one.key for one in result.findings]
    assert keys[-3:] == ["exposures", "movements", "hints"] and keys[0] == "out"
    for language in LANGUAGES:
        assert not re.search(r"[{}]|  [a-z]", result.summary(language).replace("\n  ", "\n"))
    assert "Nadie" not in result.summary("es") and "nadie" in debrief(practice, practice.first).summary("es")


def test_the_pose_is_the_one_of_the_viewers_c_arm(exercise):
    practice = exercise("oblique", "L4", "right")
    pose = practice.first.pose.moved(Move(wig_wag_deg=4.0, pan_along_mm=10.0)).framed(Frame(field="6 in", iris=0.5))
    arm = practice.arm(pose)
    assert arm.field_mm == pytest.approx(152.4) and arm.collimation == Collimation(iris=0.5)
    expected = Setting(wig_wag_deg=4.0, pan_along_mm=10.0).applied(practice.begin, "left")
    assert arm.isocentre == pytest.approx(expected.isocentre) and arm.wig_wag_deg == expected.wig_wag_deg
