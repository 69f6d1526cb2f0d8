"""Sessions on the shipped spine, made once."""

from __future__ import annotations

from functools import cache

import pytest

from spine_viewer import Spine
from spine_viewer.learning.practice import Practice, debrief, expert_script, fault_script


@pytest.fixture(scope="session")
def session():
    """``session(procedure, joint)``: a left-sided practice on the shipped spine."""
    spine = Spine.load(pose="prone")

    @cache
    def made(procedure, joint):
        return Practice.start(spine, procedure, joint, "left")

    return made


@pytest.fixture(scope="session")
def judged(session):
    """``judged(procedure, joint, fault)``: the debrief of the expert, or of one with a mistake."""

    @cache
    def made(procedure, joint, fault=None):
        practice = session(procedure, joint)
        actions = expert_script(practice) if fault is None else fault_script(practice, fault)
        return debrief(practice, practice.play(actions)[0])

    return made
