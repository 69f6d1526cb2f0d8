"""Work that is shared: by processes of this machine, and by a real cluster of one worker."""

from __future__ import annotations

import os
import runpy
from collections.abc import Iterator
from functools import partial
from operator import add
from pathlib import Path

import pytest

from spine_viewer.anatomy.folders import PACKAGE
from spine_viewer.cli import main
from spine_viewer.export.crew import shared
from spine_viewer.export.handout.carried import packed, unpacked


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Address of a scheduler with one worker process."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address


def test_the_start_of_a_checkout_can_be_loaded_by_the_processes_that_it_starts() -> None:
    """Each process loads the file that the first one was started with; were it to run, it would start more of them."""
    runpy.run_path(str(PACKAGE.parent / "app.py"), run_name="__mp_main__")


@pytest.mark.parametrize("where", ["processes", "cluster"])
def test_every_job_comes_back_with_its_result(where: str, scheduler: str) -> None:
    on = scheduler if where == "cluster" else None
    assert sorted(shared(partial(add, 10), [1, 2, 3], 2, on)) == [(1, 11), (2, 12), (3, 13)]
    assert next(iter(shared(partial(add, 10), [1], 1, on))) == (1, 11)
    own = os.path.realpath("/proc/self")
    assert {made for _, made in shared(os.path.realpath, ["/proc/self"], 1, on)} != {own}, "another process did it"


def test_a_cluster_makes_lessons_that_are_written_here(
    scheduler: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from spine_viewer.export.lesson import library

    told = []
    monkeypatch.setattr(
        library, "shared", lambda work, jobs, *more: told.append(more) or ((j, ("<p>", "")) for j in jobs)
    )
    placed = ["--procedure", "medial-branch-rf", "--joint", "L4-L5", "--side", "left"]
    assert main(["lesson", "--all", str(tmp_path / "out"), *placed, "--scheduler", scheduler]) == 0
    assert told == [(1, scheduler)]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "index.html", "index.es.html", "medial-branch-rf-L4-L5-left.html",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("handout --all OUT --scheduler tcp://127.0.0.1:1 --jobs 2", "leave out --jobs"),
        ("lesson OUT.html --procedure medial-branch-rf --joint L4-L5 --side left --scheduler x", "goes with --all"),
        ("lesson --all OUT --region lumbar --scheduler nowhere", "no scheduler of Dask answers there"),
    ],
)
def test_what_no_cluster_can_do_is_one_line(
    line: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spine_viewer.export.crew.CONNECT_S", 1)
    assert main(line.replace("OUT", str(tmp_path / "out")).split()) == 2
    told = capsys.readouterr().err.strip().splitlines()[-1]
    assert said in told
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_template_travels_as_bytes(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "handout.typ").write_text("= Title")
    (tmp_path / "pictures" / "logo.svg").write_bytes(b"<svg/>")
    with unpacked(packed(tmp_path)) as folder:
        assert folder is not None and folder != tmp_path
        assert (folder / "handout.typ").read_text() == "= Title"
        assert (folder / "pictures" / "logo.svg").read_bytes() == b"<svg/>"
    assert not folder.exists()
    with unpacked(packed(None)) as none:
        assert none is None
