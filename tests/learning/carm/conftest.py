"""Exercises on the shipped spine, made once."""

from __future__ import annotations

from functools import cache

import pytest

from spine_viewer import Spine
from spine_viewer.learning.carm import CarmPractice, Task


@pytest.fixture(scope="session")
def exercise():
    """``exercise(view, level, side, difficulty, seed)`` on the shipped spine."""
    spine = Spine.load(pose="prone")

    @cache
    def made(view, level, side="left", difficulty=2, seed=7):
        return CarmPractice.start(spine, Task(view, level, side, difficulty, seed))

    return made
