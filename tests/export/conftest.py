"""One lumbar lesson for all tests of lessons, and the film that it was made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from spine_viewer.anatomy.spine import Spine
from spine_viewer.cli import main
from spine_viewer.export.lesson.lesson import film_of
from spine_viewer.export.lesson.record import Film

SUBJECT = ("medial-branch-rf", "L4-L5", "left")


@pytest.fixture(scope="session")
def lesson_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lesson as the command line writes it."""
    path = tmp_path_factory.mktemp("lesson") / "lesson.html"
    procedure, joint, side = SUBJECT
    assert main(["lesson", str(path), "--procedure", procedure, "--joint", joint, "--side", side]) == 0
    return path


@pytest.fixture(scope="session")
def film() -> Film:
    """What the lesson is made from."""
    return film_of(Spine.load(pose="prone"), *SUBJECT)
