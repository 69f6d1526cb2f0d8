"""Progress from records: series, shares, tables, deletion; nothing else is touched."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spine_viewer import Spine
from spine_viewer.errors import InputError
from spine_viewer.learning import progress
from spine_viewer.learning.carm import CarmPractice, Expose, Finish, Record, Task, ideal_script
from spine_viewer.learning.carm.record import keep_record
from spine_viewer.learning.practice.figures import COMPONENTS
from spine_viewer.learning.quiz import generate
from spine_viewer.learning.quiz.results import Results, save

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> progress.Places:
    """A quiz of two days, two attempts with the C-arm, one with a needle."""
    folder = tmp_path_factory.mktemp("kept")
    made = progress.Places(folder / "quiz.json", folder / "carm", folder / "practice")
    spine = Spine.load(pose="prone")
    results = Results()
    for n, question in enumerate(generate(spine, "lumbar", 1, 6, 3, kinds=("bone", "nerves"))):
        answer = question.right if n % 3 else ()
        given = answer if question.form == "set" else answer[:1]
        results, _ = results.answered(question, tuple(given), MONDAY + timedelta(days=n // 4), 3.0)
    save(results, made.quiz)
    practice = CarmPractice.start(spine, Task("ap", "L4", "left", 1, 2))
    for n, script in enumerate(((Expose(), Finish()), ideal_script(practice))):
        record = Record.of(practice, script)
        keep_record(record.model_copy(update={"made": (MONDAY + timedelta(days=n)).isoformat()}), made.carm)
    made.needle.mkdir()
    parts = {name: {"points": 5.0, "most": 10.0} for name in COMPONENTS}
    content = {
        "schema": "spine_viewer.practice/1", "made": MONDAY.isoformat(), "procedure": "medial-branch-block",
        "joint": "L4-L5", "side": "left", "actions": [{"do": "expose"}], "findings": [],
        "score": {"total": 55.0, "capped": False, "items": 3, "checklist": {}, "components": parts},
        "figures": {"exposures": 3, "seconds": 1.0, "dose": 1.0, "entries": 1, "redirections": 0, "time_s": 60.0},
    }  # fmt: skip
    (made.needle / "a.json").write_text(json.dumps(content), encoding="utf-8")
    return made


def test_attempts_stand_in_their_order_with_the_share_of_each_part(places: progress.Places) -> None:
    kept = progress.load(places)
    first, second = progress.carm_attempts(kept)
    assert first.total < 70.0 and second.total == 100.0 and first.when < second.when
    assert second.about == ("ap", "L4", "left") and dict(second.parts)["worst"] == 1.0
    means = progress.part_means((first, second))
    assert [share for _, share in means] == sorted(share for _, share in means)
    assert dict(means)["worst"] == pytest.approx((dict(first.parts)["worst"] + 1.0) / 2.0)
    assert dict(progress.part_means((first, second), last=1)) == dict(second.parts)
    (needle,) = progress.needle_attempts(kept)
    assert needle.total == 55.0 and set(dict(needle.parts).values()) == {0.5}


def test_the_quiz_is_told_by_day_region_and_kind_with_what_is_due(places: progress.Places) -> None:
    kept = progress.load(places)
    assert [(day.when, day.right, day.asked) for day in progress.quiz_days(kept)] == [
        ("2026-03-02", 2, 4), ("2026-03-03", 2, 2),
    ]  # fmt: skip
    late = MONDAY + timedelta(days=400)
    by_kind = progress.quiz_shares(kept, "kind", late)
    assert {one.name for one in by_kind} == {"bone", "nerves"}
    assert sum(one.asked for one in by_kind) == 6 and sum(one.due for one in by_kind) == 6
    (region,) = progress.quiz_shares(kept, "region", late)
    assert (region.name, region.right, region.percent) == ("lumbar", 4, pytest.approx(100.0 * 4 / 6))
    assert progress.due_count(kept, late) == 6 and progress.due_count(kept, MONDAY) < 6
    with pytest.raises(InputError, match="allowed: region, kind"):
        progress.quiz_shares(kept, "colour")


def test_every_kind_has_its_table(places: progress.Places) -> None:
    kept = progress.load(places)
    for kind, count in (("quiz", 6), ("carm", 2), ("needle", 1)):
        assert len(list(csv.DictReader(io.StringIO(progress.as_csv(kept, kind))))) == count
    with pytest.raises(InputError, match="quiz, carm, needle"):
        progress.as_csv(kept, "exam")


def test_where_nothing_is_kept_there_is_nothing_to_tell(tmp_path: Path) -> None:
    places = progress.Places(tmp_path / "quiz.json", tmp_path / "a", tmp_path / "b")
    kept = progress.load(places)
    assert progress.quiz_days(kept) == progress.carm_attempts(kept) == progress.needle_attempts(kept) == ()
    assert progress.part_means(()) == () and progress.delete_all(places) == 0


def test_a_file_that_cannot_be_read_is_left_out_by_name_and_hides_no_other(
    places: progress.Places, tmp_path: Path
) -> None:
    there = progress.Places(tmp_path / "quiz.json", tmp_path / "carm", tmp_path / "practice")
    shutil.copy(places.quiz, there.quiz)
    for own, copy in ((places.carm, there.carm), (places.needle, there.needle)):
        shutil.copytree(own, copy)
    whole, good = progress.load(there), json.loads((there.needle / "a.json").read_text(encoding="utf-8"))
    assert whole.unreadable == () and len(whole.carm) == 2 and len(whole.needle) == 1
    score = good["score"]
    bad = {
        "b.json": {**good, "schema": "spine_viewer.practice/9"},
        "c.json": {**good, "made": "yesterday"},
        "d.json": {**good, "joint": "L9-S1"},
        "e.json": {**good, "score": {**score, "total": None}},
        "f.json": {**good, "score": {**score, "components": {"luck": {"points": 1.0, "most": 1.0}}}},
        "g.json": {**good, "figures": {}},
        "h.json": [],
    }
    for name, content in bad.items():
        (there.needle / name).write_text(json.dumps(content), encoding="utf-8")
    (there.carm / "half.json").write_text('{"schema": "spine_v', encoding="utf-8")
    (there.carm / "picture.json").write_bytes(b"\x89PNG\xff")
    there.quiz.write_text("{}}", encoding="utf-8")
    kept = progress.load(there)
    assert (kept.carm, kept.needle) == (whole.carm, whole.needle)
    assert [one.path.name for one in kept.unreadable] == ["quiz.json", "half.json", "picture.json", *bad]
    assert all(one.reason.startswith(f"{one.path.name}: ") and "\n" not in one.reason for one in kept.unreadable)
    assert len(progress.needle_attempts(kept)) == 1 and progress.quiz_days(kept) == ()
    for kind in progress.KINDS:
        assert progress.as_csv(kept, kind)


def test_deleting_takes_the_records_and_nothing_else(tmp_path: Path) -> None:
    places = progress.Places(tmp_path / "quiz.json", tmp_path / "carm", tmp_path / "practice")
    for folder in (places.carm, places.needle):
        folder.mkdir()
        (folder / "1.json").write_text("{}", encoding="utf-8")
        (folder / "notes.txt").write_text("mine", encoding="utf-8")
    places.quiz.write_text("{}", encoding="utf-8")
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    assert progress.delete_all(places) == 3
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["carm/notes.txt", "other.json", "practice/notes.txt"]
