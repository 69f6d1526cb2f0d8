"""Grades, the dates on which questions come back, the file of results and the command."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spine_viewer.cli import main
from spine_viewer.errors import InputError
from spine_viewer.learning.quiz import Option, Question, Source, grade
from spine_viewer.learning.quiz.results import COLUMNS, Results, export_csv, load, save

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def question(form: str, right: tuple[str, ...], name: str = "one") -> Question:
    options = () if form == "click" else tuple(Option(key, key.upper()) for key in "abcd")
    return Question(name, "nerves", form, "lumbar", 1, "en", "?", options, right, "why", (Source("proposal", "P"),))


def test_grades() -> None:
    assert grade(question("one", ("b",)), "b").score == 1.0
    assert grade(question("one", ("b",)), "a").wrong == ("a",)
    half = grade(question("set", ("a", "b")), ("a",))
    assert (half.right, half.score, half.missed) == (False, 0.5, ("b",))
    assert grade(question("set", ("a", "b")), ("b", "a")).right
    assert grade(question("set", ("a", "b")), ("a", "b", "c")).score == 0.5
    assert grade(question("set", ("a", "b")), tuple("abcd")).score == 0.0
    swapped = grade(question("order", tuple("abcd")), tuple("bacd"))
    assert (swapped.right, round(swapped.score, 3)) == (False, round(5 / 6, 3))
    assert grade(question("order", tuple("abcd")), tuple("dcba")).score == 0.0
    joint = question("click", ("cartilage:facet:L4-L5:left", "facet:L4-L5:left"))
    assert grade(joint, "facet:L4-L5:left").right and not grade(joint, "L4").right


@pytest.mark.parametrize(
    ("form", "answer", "told"),
    [
        ("one", "z", "unknown answer 'z'; allowed: a, b, c, d"),
        ("one", ("a", "b"), "2 answers to a question that has one; allowed: one"),
        ("set", ("a", "a"), "answer a, a names one twice; allowed: each once"),
    ],
)
def test_answers_that_are_not_offered_are_refused(form: str, answer, told: str) -> None:
    with pytest.raises(InputError, match=told):
        grade(question(form, ("a",)), answer)


def test_what_is_known_comes_back_later_each_time_and_what_is_not_the_next_day() -> None:
    results, when, gaps = Results(), NOON, []
    for _ in range(4):
        results, _ = results.answered(question("one", ("b",)), "b", when)
        due = results.memory["one"].due
        gaps.append((due - when).days)
        assert results.due(when) == () and results.due(due) == ("one",)
        when = due
    assert gaps == sorted(set(gaps)) and gaps[0] >= 1
    results, _ = results.answered(question("one", ("b",)), "a", when)
    assert 1 <= (results.memory["one"].due - when).days < gaps[-1] / 4


def test_the_most_overdue_comes_first() -> None:
    results = Results()
    for days, name in ((3, "late"), (9, "very late"), (1, "new")):
        results, _ = results.answered(question("one", ("b",), name), "a", NOON - timedelta(days=days))
    assert results.due(NOON) == ("very late", "late", "new")


def test_results_come_back_from_the_file_whole(tmp_path: Path) -> None:
    results, _ = Results().answered(question("set", ("a", "b")), ("a",), NOON, 4.5)
    path = tmp_path / "new folder" / "quiz.json"
    assert load(path) == Results()
    save(results, path)
    assert load(path) == results
    assert [one.name for one in path.parent.iterdir()] == ["quiz.json"]
    document = json.loads(path.read_text(encoding="utf-8"))
    assert set(document) == {"format", "version", "attempts", "memory"}
    assert document["attempts"][0]["answer"] == ["a"]


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "quiz.json"
    save(Results(), path)
    before = path.read_bytes()

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    results, _ = Results().answered(question("one", ("b",)), "b", NOON)
    with pytest.raises(InputError, match=r"cannot write .*No space left on device"):
        save(results, path)
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


def test_a_file_that_is_no_results_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "quiz.json"
    path.write_text('{"format": "something else"}')
    with pytest.raises(InputError, match=r"quiz\.json: format: "):
        load(path)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(InputError, match="has no zone"):
        Results().answered(question("one", ("b",)), "b", datetime(2026, 3, 1))


def test_csv_has_a_row_per_answer(tmp_path: Path) -> None:
    results, _ = Results().answered(question("set", ("a", "b")), ("a", "b"), NOON, 4.5)
    results, _ = results.answered(question("one", ("b",), "two"), (), NOON)
    path = tmp_path / "out.csv"
    export_csv(results, path)
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["question"], row["answer"], row["right"], row["score"], row["seconds"]) for row in rows] == [
        ("one", "a b", "1", "1.0", "4.5"),
        ("two", "", "0", "0.0", ""),
    ]


def test_quiz_prints_questions_and_answers(capsys: pytest.CaptureFixture[str]) -> None:
    line = ["quiz", "--region", "lumbar", "--count", "3", "--seed", "4"]
    assert main(line) == 0
    first = capsys.readouterr().out
    assert first.count("Question ") == 3 and first.index("Answers") < first.index("Source: ")
    assert main([*line, "--language", "es"]) == 0
    assert capsys.readouterr().out.count("Pregunta ") == 3


def test_quiz_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quiz", "--count", "14", "--seed", "4", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {one["kind"] for one in document["questions"]} == {
        "name", "find", "nerves", "bone", "order", "xray", "view",
    }  # fmt: skip
    assert {s["key"] for one in document["questions"] for s in one["sources"]} == set(document["sources"])


def test_a_round_in_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, table = tmp_path / "kept.json", tmp_path / "kept.csv"
    line = ["quiz", "--count", "3", "--seed", "2", "--kinds", "bone", "--results", str(file)]
    monkeypatch.setattr("sys.stdin", io.StringIO("a\nzz\n\nq\n"))
    assert main([*line, "--ask"]) == 0
    out = capsys.readouterr().out
    assert "Please give letters from a to c" in out and "of 2 right. Kept in" in out and "Comes back on" in out
    kept = load(file)
    assert [attempt.kind for attempt in kept.attempts] == ["bone", "bone"] and kept.attempts[1].answer == ()
    assert main(["quiz", "--export", str(table), "--results", str(file)]) == 0
    assert len(table.read_text().splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--ask", "--json"], "quiz: --ask and --json do not go together"),
        (
            ["--kinds", "name"],
            "quiz: a question of kind 'name' needs a picture; allowed here: nerves, bone, order, xray",
        ),
        (["--ask", "--kinds", "view"], "quiz: a question of kind 'view' needs a picture; allowed here: nerves, bone"),
        (["--results", "x.json"], "quiz: --results needs --ask or --export"),
        (["--count", "0"], "quiz: argument --count: '0' is not a whole number from 1 to 10000"),
        (["--region", "head"], "quiz: argument --region: unknown region 'head'; allowed: cervical"),
    ],
)
def test_bad_input_is_one_line(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quiz", *arguments]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"spine-viewer: {told}") and error.count("\n") == 1


def test_export_without_results_says_how_to_make_some(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = ["quiz", "--export", str(tmp_path / "o.csv"), "--results", str(tmp_path / "none.json")]
    assert main(line) == 2
    assert "make some with quiz --ask" in capsys.readouterr().err
    assert not (tmp_path / "o.csv").exists()
