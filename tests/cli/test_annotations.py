"""``annotations check``: passes on the shipped facts, exit 1 for a failed rule, exit 2 and one line for a bad file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from spine_viewer.anatomy.folders import annotations_folder


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(annotations_folder(), tmp_path / "annotations"))


def test_shipped_annotations_pass(run) -> None:
    status, out, err = run("annotations", "check")
    assert (status, err) == (0, "")
    passed, _, total = out.partition(" checks passed")[0].partition(" of ")
    assert passed == total and int(total) > 3000


def test_json_is_one_document(run) -> None:
    status, out, err = run("annotations", "check", "--json")
    document = json.loads(out)
    assert (status, err, document["passed"]) == (0, "", True)
    assert set(document["findings"][0]) == {"rule", "subject", "ok", "value", "allowed"}


def test_a_failed_rule_is_named_and_ends_with_1(run, copy: Path) -> None:
    path = copy / "nerves.json"
    path.write_text(path.read_text(encoding="utf-8").replace("koutp_2022", "nobody_1900"), encoding="utf-8")
    status, out, err = run("annotations", "check", "--folder", str(copy))
    assert (status, err) == (1, "")
    assert "FAILED source exists: nerves.json" in out and "nobody_1900" in out


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("nerves.json", "{", "nerves.json: line 1: no valid JSON"),
        ("avoid.json", "{}", "avoid.json: note: Field required"),
        ("glossary/es.json", "[]", "es.json"),
        ("sources.json", "[]", "sources.json: must be one object"),
    ],
)
def test_a_bad_file_is_one_line_and_ends_with_2(run, copy: Path, name: str, text: str, message: str) -> None:
    (copy / name).write_text(text, encoding="utf-8")
    status, out, err = run("annotations", "check", "--folder", str(copy))
    assert (status, out) == (2, "")
    assert message in err and err.count("\n") == 1


def test_a_missing_folder_is_one_line_and_ends_with_2(run, tmp_path: Path) -> None:
    status, out, err = run("annotations", "check", "--folder", str(tmp_path / "nowhere"))
    assert (status, out) == (2, "")
    assert "there is no folder" in err and err.count("\n") == 1
