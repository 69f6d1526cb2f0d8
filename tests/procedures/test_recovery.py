"""The time after: phases without gaps, curves that are illustrations, plain words and no promise."""

from __future__ import annotations

import json
import re

import pytest

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.errors import InputError
from spine_viewer.procedures.recovery import Curve, Recovery
from spine_viewer.procedures.technique import PROCEDURES, technique_files
from tests.procedures.readability import grade

SOURCES = json.loads((annotations_folder() / "sources.json").read_text(encoding="utf-8"))
TECHNIQUES = [(procedure, region) for procedure in PROCEDURES for region in technique_files(procedure)]


def test_neurotomy_runs_from_the_day_to_two_years_through_the_published_phases():
    clock = Recovery.load("medial-branch-rf")
    assert (clock.phases[0].start_day, clock.last_day) == (0.0, 730.0)
    spans = {p.id: (p.start_day, p.end_day) for p in clock.phases}
    assert spans["sore"] == (1, 4) and spans["dying"][1] == 14 and spans["onset"] == (28, 42)


def test_nerve_dies_in_two_weeks_and_grows_back_within_two_years():
    clock = Recovery.load("medial-branch-rf")
    levels = [clock.at(d).nerve_state for d in (0, 7, 14)]
    assert levels == sorted(levels) and levels[-1] == pytest.approx(1.0)
    assert clock.at(730).nerve_state < 0.3
    assert clock.at(42).pain_level < 0.5 < clock.at(3).pain_level


def test_a_course_without_benefit_is_always_told_too():
    clock = Recovery.load("medial-branch-rf")
    assert clock.at(90).pain_level_without_benefit == pytest.approx(1.0)
    said = " ".join(p.texts["en"].patient for p in clock.phases)
    assert "does not" in said and "own clinician" in said


def test_a_block_harms_no_nerve_and_wears_off_within_the_day():
    clock = Recovery.load("medial-branch-block")
    assert all(clock.at(d).nerve_state == 0.0 for d in (0.0, 0.1, 1.0, 7.0))
    assert clock.at(0.1).signal_passed < 0.1 and clock.at(1.0).signal_passed == pytest.approx(1.0)


@pytest.mark.parametrize(("procedure", "region"), TECHNIQUES)
def test_texts_are_plain_cited_and_promise_nothing(procedure, region):
    clock = Recovery.load(procedure, region)
    for phase in clock.phases:
        assert phase.source in SOURCES
        assert grade(phase.texts["en"].patient) <= 8.0
        assert "%" not in phase.texts["en"].patient and "per cent" not in phase.texts["en"].patient
    for text in (clock.note(), clock.advice()):
        assert grade(text) <= 8.0 and "%" not in text and "your own clinician" in text.lower()
    assert all(key in SOURCES for key in clock.file.advice_sources)
    assert not re.search(r"\b(cure|guarantee|will work)\b", clock.advice())


@pytest.mark.parametrize(("procedure", "region"), TECHNIQUES)
def test_the_clock_of_the_film_passes_every_phase_and_never_goes_back(procedure, region):
    clock = Recovery.load(procedure, region)
    days = [clock.day_of_film(i / 200) for i in range(201)]
    assert days == sorted(days) and days[0] == 0.0 and days[-1] == clock.last_day
    assert {clock.phase_at(d) for d in days} == set(range(len(clock.phases)))


@pytest.mark.parametrize("day", [-0.1, 731.0])
def test_days_outside_the_clock_are_refused(day):
    with pytest.raises(InputError, match="allowed: 0 to 730"):
        Recovery.load().at(day)


def test_unknown_language_and_procedure_are_refused():
    with pytest.raises(InputError, match="language 'xx'; allowed: en"):
        Recovery.load().text(3.0, language="xx")
    with pytest.raises(InputError, match="unknown procedure"):
        Recovery.load("appendectomy")


def test_a_curve_cannot_call_itself_published():
    with pytest.raises(ValueError, match="status"):
        Curve(points=((0, 1), (1, 0)), source="proposal", status="V", note="")  # type: ignore[arg-type]
