"""What the debrief page of needle practice says, for every way in which a score can be held down."""

from __future__ import annotations

import pytest

from spine_viewer.anatomy.languages import LANGUAGES
from spine_viewer.app.practice.needle_state import told_result
from spine_viewer.learning.practice import Debrief, Measured, Score
from spine_viewer.learning.practice.score import CAPS

NOTHING = Measured(False, (), (), 1, 0.1, 0.1, 1, 0, 1, 0, 60.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_holds_a_score_down_is_said(language: str) -> None:
    said = [told_result(Debrief(NOTHING, Score(50.0, (), (), cap), ()), language)["capped"] for cap in CAPS]
    assert all("50" in one and "{" not in one for one in said) and len(set(said)) == len(CAPS)
    free = told_result(Debrief(NOTHING, Score(80.0, (), (), None), ()), language)
    assert free["capped"] == "" and "1" in free["took"] and free["well"]
