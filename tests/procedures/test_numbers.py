"""Every number has a source that exists and a status that is explained."""

from __future__ import annotations

import re

import pytest

from spine_viewer.app.explore.sources import load_sources
from spine_viewer.app.text import words
from spine_viewer.procedures import plan
from spine_viewer.procedures.numbers import (
    NO_FIGURES,
    WORKED_OUT,
    Number,
    numbers_of_file,
    numbers_of_plan,
    numbers_of_recovery,
    numbers_of_step,
    numbers_of_technique,
)
from spine_viewer.procedures.recovery import CURVES, Recovery
from spine_viewer.procedures.technique import PROCEDURES, load_technique, placeholders, technique_files
from tests.procedures.fake_spine import FakeSpine, fake_simulate

FILES = ("c_arm.json", "tissue.json", "heat.json", "injectate.json", "variation.json")


@pytest.fixture(scope="module", params=("medial-branch-rf", "medial-branch-block"))
def planned(request):
    return plan(FakeSpine(), request.param, "L4-L5", "left", simulate=fake_simulate)


def check(numbers: tuple[Number, ...]) -> None:
    assert numbers
    for number in numbers:
        assert number.source in WORKED_OUT or number.source in load_sources(), number
        assert number.status in words("statuses") and number.name.strip() and number.value, number
        assert "_" not in number.name


@pytest.mark.parametrize("name", FILES)
def test_figures_of_a_file_are_found_wherever_they_stand(name: str) -> None:
    check(numbers_of_file(name))


def test_a_file_tells_value_range_and_unit() -> None:
    by_name = {one.name: one for one in numbers_of_file("c_arm.json")}
    assert by_name["oblique"].value == "-120 to 120°"
    assert by_name["source to detector"].value == "900 to 1050 mm"
    tissue = {one.name: one for one in numbers_of_file("tissue.json")}
    assert tissue["density"].value == "1090 kg/m3"


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_technique_wherever_it_is_done(procedure: str) -> None:
    for where in technique_files(procedure):
        technique = load_technique(procedure, where)
        found = numbers_of_technique(technique)
        check(found)
        assert len({one.name for one in found}) == len(found), "no two figures have one name"


def test_technique_and_recovery(planned) -> None:
    check(numbers_of_technique(planned.technique))
    assert len(numbers_of_technique(planned.technique)) == len(planned.technique.all_values())
    recovery = numbers_of_recovery(Recovery.load(planned.technique.id))
    sources = [one for one in recovery if one.name == "good to know"]
    assert len(sources) == 3 and all(load_sources()[one.source].status_note for one in sources)
    rest = recovery[: -len(sources)]
    check(rest)
    assert {one.status for one in rest[-len(CURVES) :]} == {"P"}, "curves are drawings"


def test_a_step_tells_every_figure_of_its_captions(planned) -> None:
    for step in planned.timeline().steps:
        found = numbers_of_step(planned.technique, step)
        for name in step.step.values:
            cited = planned.technique.values[name]
            assert any((one.source, one.status, one.note) == (cited.source, cited.status, cited.note) for one in found)
        values = " ".join(one.value for one in found)
        for audience in ("patient", "professional"):
            told = re.sub(r"\b[CTLS]\d+(-[LS]?\d)?", "", step.caption(audience))  # levels are no figures
            told = re.sub(r"Nerve \d of \d", "", told)
            assert not re.search(r"\d", told) or found, f"{step.key}: {told}"
            for name in placeholders(step.step.captions_at(step.bone)["en"].of(audience)) & set(step.facts):
                figure = step.facts[name]
                assert name in NO_FIGURES or not re.search(r"\d", figure) or figure in values, f"{step.key}: {name}"


def test_what_the_plan_worked_out_says_so(planned) -> None:
    for index in range(len(planned.nerves)):
        found = numbers_of_plan(planned.technique, planned.facts(index))
        check(found)
        assert {one.source for one in found} <= set(WORKED_OUT) and {one.status for one in found} == {"D"}
        assert "depth below the skin" in {one.name for one in found}


def test_temperature_and_time_of_a_lesion_stand_with_their_trial() -> None:
    technique = load_technique("medial-branch-rf")
    by_name = {one.name: one for one in numbers_of_technique(technique)}
    assert (by_name["temperature"].value, by_name["temperature"].status) == ("80 °C", "V")
    assert by_name["soreness lasts"].value.endswith(" days")
