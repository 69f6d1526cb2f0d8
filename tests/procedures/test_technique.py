"""Technique files: every figure cited, every caption fillable, patient words plain."""

from __future__ import annotations

import json
import re

import pytest

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.errors import InputError
from spine_viewer.imaging.views.table import VIEWS
from spine_viewer.procedures import technique as module
from spine_viewer.procedures.approaches import APPROACHES
from spine_viewer.procedures.hazards import HAZARDS
from spine_viewer.procedures.technique import (
    PROCEDURES,
    fill,
    joints_for,
    load_technique,
    placeholders,
    technique_files,
)
from tests.procedures.readability import grade

SOURCES = json.loads((annotations_folder() / "sources.json").read_text(encoding="utf-8"))


TECHNIQUES = [(procedure, region) for procedure in PROCEDURES for region in technique_files(procedure)]
each_technique = pytest.mark.parametrize(("procedure", "region"), TECHNIQUES)


def everything(step):
    """All caption texts of a step."""
    return step.all_captions()


@each_technique
def test_every_figure_names_a_source_that_exists(procedure, region):
    for name, value in load_technique(procedure, region).all_values().items():
        assert value.source in SOURCES, (name, value.source)


@each_technique
def test_figures_in_captions_are_declared_by_the_step(procedure, region):
    """A figure of the technique in a caption can be traced: the step lists it."""
    technique = load_technique(procedure, region)
    for step in technique.steps:
        texts = [getattr(r, a) for r in everything(step) for a in module.AUDIENCES]
        used = set().union(*map(placeholders, texts))
        assert used & set(technique.values) == set(step.values), step.id


@each_technique
def test_professional_captions_hold_no_bare_technique_figure(procedure, region):
    """Figures come from the file's values, so that no caption can say another number than its source."""
    technique = load_technique(procedure, region)
    lumbar_block = (procedure, region) == ("medial-branch-block", "lumbar")
    told = {"contrast": ["361"], "recovery": ["80", "100"]} if lumbar_block else {}
    for step in technique.steps:
        for registers in everything(step):
            words = re.sub(r"\{[^}]*\}|\b[CTLS]\d+(-[CTLS]?\d+)?\b", "", registers.professional)
            assert re.findall(r"\d+", words) == told.get(step.id, []), step.id


@each_technique
def test_patient_words_are_plain(procedure, region):
    technique = load_technique(procedure, region)
    texts = [registers.patient for step in technique.steps for registers in step.all_captions("en")]
    texts += [technique.summary["en"].patient, technique.limits_note["en"].patient]
    for text in texts:
        assert grade(text.replace("{", "").replace("}", "").replace("_", " ")) <= 8.0, text
        for word in ("multifidus", "zygapophysial", "ventral", "dorsal", "caudal", "electrode", "cannula", "injectate"):
            assert word not in text.lower()


def test_readability_measure_tells_plain_from_hard():
    assert grade("The cat sat on the mat. The dog ran to the cat.") < 1.0
    assert (
        grade("Radiofrequency neurotomy interrupts nociceptive transmission from zygapophysial articulations.") > 12.0
    )


@each_technique
def test_the_film_goes_through_all_that_the_procedure_needs(procedure, region):
    actions = [s.action for s in load_technique(procedure, region).steps]
    middle = ["sensory", "motor", "inject", "lesion"] if procedure.endswith("rf") else ["inject"]
    wanted = ["position", "view", "skin", "advance", "check", *middle, "withdraw", "effect", "recovery"]
    places = [actions.index(a) for a in wanted]
    assert places == sorted(places)
    views = {s.view for s in load_technique(procedure, region).steps if s.action == "check"}
    assert "lateral" in views and len(views) > 1
    assert region != "lumbar" or procedure == "facet-injection" or views == {"ap", "oblique", "lateral"}


@each_technique
def test_what_a_technique_names_is_there(procedure, region):
    technique = load_technique(procedure, region)
    assert {technique.approach, *technique.approach_at.values()} <= set(APPROACHES)
    assert set(technique.avoid) <= set(HAZARDS)
    assert set(technique.views) - {"trajectory"} <= set(VIEWS)
    assert all(other in PROCEDURES for other in technique.instead.values())


def test_every_joint_of_a_procedure_has_one_technique():
    for procedure in PROCEDURES:
        regions = [r for j in joints_for(procedure) for r in technique_files(procedure) if j in joints_in(procedure, r)]
        assert len(regions) == len(joints_for(procedure))


def joints_in(procedure, region):
    return load_technique(procedure, region).joints


def test_a_technique_is_found_by_region_or_by_joint():
    assert load_technique("medial-branch-rf").region == "lumbar"
    assert load_technique("medial-branch-rf", "L2-L3") == load_technique("medial-branch-rf", "lumbar")
    with pytest.raises(InputError, match="unknown joint 'C1-C2'; allowed: "):
        load_technique("medial-branch-rf", "C1-C2")


def test_a_caption_with_an_unknown_name_is_refused():
    with pytest.raises(InputError, match="unknown facts: depth"):
        fill("to {depth} mm", {"tip": "1"})


def test_unknown_procedure_lists_what_there_is():
    with pytest.raises(InputError, match="allowed: medial-branch-rf, medial-branch-block"):
        load_technique("tonsillectomy")


def test_a_bad_file_gives_one_line_with_the_place(tmp_path, monkeypatch):
    folder = tmp_path / "procedures" / "medial-branch-rf"
    folder.mkdir(parents=True)
    content = json.loads((annotations_folder() / "procedures/medial-branch-rf/lumbar.json").read_text(encoding="utf-8"))
    content["steps"][2]["duration_s"] = -1
    (folder / "lumbar.json").write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(module, "annotations_folder", lambda: tmp_path)
    with pytest.raises(InputError, match=r"lumbar\.json: steps\.2\.duration_s.*-1") as caught:
        load_technique("medial-branch-rf")
    assert "\n" not in str(caught.value)


def test_a_step_that_names_a_figure_the_file_lacks_is_refused(tmp_path, monkeypatch):
    folder = tmp_path / "procedures" / "medial-branch-rf"
    folder.mkdir(parents=True)
    content = json.loads((annotations_folder() / "procedures/medial-branch-rf/lumbar.json").read_text(encoding="utf-8"))
    content["steps"][0]["values"] = ["patience"]
    (folder / "lumbar.json").write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(module, "annotations_folder", lambda: tmp_path)
    with pytest.raises(InputError, match="patience"):
        load_technique("medial-branch-rf")
