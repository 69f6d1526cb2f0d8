"""Every figure of a panel opens its own source: what it was worked out from and what it is held against."""

from __future__ import annotations

import pytest

from spine_viewer.procedures import plan
from spine_viewer.procedures.figure_sources import (
    HEAT_FIGURES,
    LIMITS,
    sources_of_check,
    sources_of_curve,
    sources_of_depth,
    sources_of_fluid,
    sources_of_heat,
    sources_of_phase,
)
from spine_viewer.procedures.numbers import HEAT_MODEL, HEAT_ON_BONES, HERE, numbers_of_plan
from spine_viewer.procedures.recovery import Recovery
from spine_viewer.procedures.technique import PROCEDURES, load_technique, technique_files
from tests.procedures.fake_spine import FakeSpine, fake_simulate


@pytest.fixture(scope="module")
def planned():
    return plan(FakeSpine(), "medial-branch-rf", "L4-L5", "left", simulate=fake_simulate)


def test_a_check_is_measured_here_and_held_against_the_limits_of_the_technique(planned) -> None:
    checks = planned.nerves[0].placements[0].checks
    held = {}
    for figure in checks.figures:
        own, *limits = sources_of_check(planned.technique, figure, "en")
        assert (own.source, own.status) == (HERE, "D") and own.value
        held |= {one.name: one for one in limits}
    assert len(held) == len(checks.limits), "every limit that the plan used is shown with some figure"
    figure = next(one for one in checks.figures if one.name == "tip_to_nerve_mm")
    own, limit = sources_of_check(planned.technique, figure, "es")
    assert own.name == "de la punta al nervio" and limit.value == "2 mm"
    assert limit.source == planned.technique.values["tip_to_nerve_max_mm"].source
    assert sources_of_depth("52 mm", "en")[0].source == HERE


def test_every_limit_of_every_technique_belongs_to_a_figure() -> None:
    named = {name for names in LIMITS.values() for name in names}
    known = {"tip_to_nerve", "tip_to_target", "tip_to_bone", "tip_to_joint_space", "contact_clearance", "root"}
    for procedure in PROCEDURES:
        for where in technique_files(procedure):
            technique = load_technique(procedure, where)
            stems = known | set(technique.avoid)
            limits = [name for name in technique.values if "_max_" in name or "_min_" in name]
            strange = [name for name in limits if name not in named and name.rsplit("_", 2)[0] not in stems]
            assert [name for name in strange if not name.startswith("sensory")] == []


def test_the_size_of_a_lesion_comes_from_the_heat_model_and_not_from_bones(planned) -> None:
    by_name = {one.name: one for one in numbers_of_plan(planned.technique, planned.facts(0))}
    assert by_name["lesion width"].source == by_name["lesion length"].source == HEAT_MODEL
    assert by_name["nerve in dead tissue"].source == HEAT_ON_BONES
    assert by_name["tip behind the foramen"].source == HERE


def test_figures_of_heat_name_what_goes_into_them(planned) -> None:
    found = {one: sources_of_heat(planned.technique, one, "so it is called", "75 °C") for one in HEAT_FIGURES}
    assert [one.name for one in found["tip"]] == ["temperature", "time of one lesion"]
    assert (found["place"][0].name, found["place"][0].value, found["place"][0].source) == (
        "so it is called", "75 °C", HEAT_MODEL,
    )  # fmt: skip
    assert found["covered"][0].source == HEAT_ON_BONES
    names = {one.name for one in found["covered"]}
    assert {"temperature", "needle: gauge", "lethal dose", "heat conductivity"} <= names
    assert "lethal dose" in {one.name for one in found["lethal"]}
    assert [one.name for one in found["isotherms"]] == ["isotherms"]
    assert all(one.source for numbers in found.values() for one in numbers)


def test_meters_and_phases_of_the_recovery_and_volumes(planned) -> None:
    recovery = Recovery.load("medial-branch-rf")
    for curve in ("pain", "pain_otherwise", "signal", "soreness"):
        (one,) = sources_of_curve(recovery, curve)
        assert one.source in {found.source for found in recovery.course.curves.values()}
    (phase,) = sources_of_phase(recovery, 2.0, "patient", "es")
    assert phase.name == recovery.name(2.0, "patient", "es") and phase.told
    assert "anaesthetic" in {one.name for one in sources_of_fluid(planned.technique)}
