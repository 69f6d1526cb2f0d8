"""``carm-practice``: a task, the shortest way, a record that plays again, a table."""

from __future__ import annotations

import json
from pathlib import Path

TASK = ("carm-practice", "--view", "oblique", "--level", "L4", "--side", "left", "--seed", "3")


def test_a_task_is_told_and_drawn_from_its_seed(run) -> None:
    status, out, err = run("carm-practice", "--region", "cervical", "--seed", "5", "--language", "es")
    assert (status, err) == (0, "")
    assert out.startswith("Coloque el arco en C para esta proyección: ") and "semilla 5" in out
    assert run("carm-practice", "--region", "cervical", "--seed", "5", "--language", "es")[1] == out


def test_the_shortest_way_is_recorded_and_plays_again(run, tmp_path: Path) -> None:
    record, script, table = (tmp_path / name for name in ("attempts/1.json", "script.json", "table.csv"))
    record.parent.mkdir()
    status, out, err = run(*TASK, "--ideal", "--record", str(record), "--save-script", str(script))
    assert (status, err) == (0, "")
    assert "Score 100.0 of 100" in out and "The shortest way takes 2 exposures" in out
    status, out, _ = run("carm-practice", "--script", str(record), "--json")
    document = json.loads(out)
    assert document["task"]["level"] == "L4" and document["debrief"]["score"]["total"] == 100.0
    assert [bool(one["gauges"]) for one in document["observations"]] == [True, False, True, False]
    status, out, _ = run(*TASK, "--script", str(script), "--json")
    assert json.loads(out)["debrief"] == document["debrief"]
    assert "leave the option out" in run("carm-practice", "--script", str(record), "--level", "L3")[2]
    status, out, err = run("carm-practice", "--records", str(record.parent), "--csv", str(table))
    assert (status, err) == (0, "") and len(table.read_text().splitlines()) == 2
