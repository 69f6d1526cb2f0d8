"""Every rule over the annotations can fail: each is shown a fault of its kind, and finds it and no other."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from spine_viewer.anatomy import ids
from spine_viewer.anatomy.annotations_check import check_annotations, read_material
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.rules import ways
from spine_viewer.anatomy.soft.figures import load_soft
from spine_viewer.errors import InputError


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(annotations_folder(), tmp_path / "annotations"))


def edit(folder: Path, name: str, change) -> None:
    path = folder / name
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def failed(folder: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for finding in check_annotations(folder):
        if not finding.ok:
            found.setdefault(finding.rule, set()).add(finding.subject)
    return found


def test_an_unknown_source_is_found(copy):
    edit(copy, "nerves.json", lambda d: d["courses"][0].update(source="nobody_1900"))
    edit(copy, "glossary/la.json", lambda d: d["entries"]["atlas"].update(more_sources=["nobody_1901"]))
    text = (copy / "morphometry.csv").read_text(encoding="utf-8").splitlines()
    row = text[1].split(",")
    row[8] = "nobody_1902"
    (copy / "morphometry.csv").write_text("\n".join([text[0], ",".join(row), *text[2:]]), encoding="utf-8")
    assert failed(copy) == {
        "source exists": {"nerves.json: courses.0", "glossary/la.json: entries.atlas", "morphometry.csv: line 2"}
    }


def test_a_figure_without_a_source_and_an_illegal_status_are_found(copy):
    def change(document):
        del document["figures"]["disc_bulge_mm"]["source"]
        document["figures"]["disc_contact_mm"]["status"] = "sure"

    edit(copy, "soft.json", change)
    edit(copy, "sources.json", lambda d: d["design_choice"].pop("citation"))
    assert failed(copy) == {
        "figure is sourced": {"soft.json: figures.disc_bulge_mm"},
        "status is legal": {"soft.json: figures.disc_contact_mm"},
        "source is cited": {"design_choice"},
    }


def test_a_nerve_at_the_wrong_level_is_found(copy):
    def change(document):
        for joint in document["joints"]:
            if joint["id"] == "facet:L4-L5":
                joint["nerves"] = ["medial_branch:L4", "dorsal_ramus:L5"]

    edit(copy, "facet_joints.json", change)
    assert failed(copy) == {"joint follows the level rule": {"facet:L4-L5:left", "facet:L4-L5:right"}}


def test_a_joint_without_its_nerve_and_a_nerve_without_its_joint_are_found(copy):
    def drop(document):
        document["courses"] = [c for c in document["courses"] if not c["id"].startswith(("third_", "articular_branch"))]

    edit(copy, "nerves.json", drop)
    edit(copy, "facet_joints.json", lambda d: d["joints"].pop())
    found = failed(copy)
    assert {"facet:C2-C3:left", "facet:C2-C3:right"} <= found["joint has its nerves"]
    assert "lateral_branch:S1:left" in found["nerve has its joint"]
    assert found["joint is there"] == {"sacroiliac:left", "sacroiliac:right"}


def test_a_course_that_crosses_the_wrong_bone_or_starts_from_nothing_is_found(copy):
    def change(document):
        for course in document["courses"]:
            if course["id"] == "medial_branch:{n}:{side}" and course["levels"] == ["C8"]:
                course["crosses"] = "{b}"
            if course["id"].startswith("third_occipital"):
                course["start"] = "dorsal_ramus:C9:{side}"

    edit(copy, "nerves.json", change)
    found = failed(copy)
    assert found["crosses its bone"] == {"medial_branch:C8:left", "medial_branch:C8:right"}
    assert found["trunk comes first"] == {"third_occipital:left", "third_occipital:right"}


def test_a_landmark_that_no_bone_has_and_a_lopsided_course_are_found(copy):
    def change(document):
        for course in document["courses"]:
            if course["id"] == "lateral_branch:{n}:{side}" and course["levels"] == ["S1"]:
                course["way"][0]["at"] = "sacrum:posterior_foramen_inferior:S9:{side}"
            if course["id"] == "lateral_branch:{n}:{side}" and course["levels"] == ["S3"]:
                course["way"][0]["at"] = "sacrum:posterior_foramen_superior:S3:left"

    edit(copy, "nerves.json", change)
    found = failed(copy)
    assert found["landmark exists"] == {"lateral_branch:S1:left", "lateral_branch:S1:right"}
    assert found["both sides alike"] == {"lateral_branch:S3:left"}


def test_two_nerves_of_one_name_a_lost_target_and_an_undrawable_kind_are_found(copy):
    def change(document):
        document["courses"].append(document["courses"][0])
        for course in document["courses"]:
            if course["id"].startswith("third_occipital"):
                course["kind"] = "mystery"
                for point in course["way"]:
                    point.pop("target", None)

    edit(copy, "nerves.json", change)
    found = failed(copy)
    assert "spinal_nerve:C1:left" in found["name is its own"]
    assert found["kind can be drawn"] == {"mystery"}
    assert found["target point"] == {f"facet:C2-C3:{side}: third_occipital:{side}" for side in ids.SIDES}


def test_points_that_are_no_mirror_images_are_found():
    material = read_material()
    marks = {bone: dict(own) for bone, own in material.landmarks.items()}
    x, y, z = marks["L4"]["mamillo_accessory_notch:left"]
    marks["L4"]["mamillo_accessory_notch:left"] = (x, y + 4.0, z)
    bent = type(material)(material.folder, marks)
    assert {f.subject for f in ways.left_mirrors_right(bent) if not f.ok} == {"medial_branch:L3:left, point 2"}


def test_gaps_in_a_language_are_found(copy):
    def change(document):
        del document["entries"]["pleura"]
        document["entries"]["rib"]["text"]["patient"] = ""
        document["entries"]["disc"]["title"]["patient"] = "Disco"
        document["entries"]["skin"]["text"]["patient"] = "Piel {de"

    edit(copy, "glossary/es.json", change)
    edit(copy, "glossary/la.json", lambda d: d["entries"]["foramen"].pop("no_id"))
    edit(copy, "structure_names.json", lambda d: d["names"]["es"]["patient"].pop("rib"))
    found = failed(copy)
    assert found["entry in each language"] == {"pleura"}
    assert {"rib_1_left, es", "pleura:left, es", "skin, es"} <= found["card is there"]
    assert found["same braces"] == {"disc, es", "skin, es"}
    assert found["identifier or reason"] == {"foramen"}
    assert found["labels"] == {"es, patient"}


def test_a_text_that_a_claimed_language_lacks_or_fills_otherwise_is_found(copy):
    def change(document):
        del document["steps"][0]["captions"]["es"]
        document["steps"][1]["captions"]["es"]["professional"] = "Nervios: {nerves}."
        document["title"]["es"]["patient"] = ""

    edit(copy, "procedures/medial-branch-rf/lumbar.json", change)
    edit(copy, "heat.json", lambda d: d["texts"]["es"].pop("note"))
    place = "procedures/medial-branch-rf/lumbar.json: "
    subjects = {f"{place}{part}, es" for part in ("steps.0.captions", "steps.1.captions", "title")}
    assert failed(copy) == {"text in each language": subjects | {"heat.json: texts, es"}}


def test_spanish_is_not_asked_of_a_file_or_course_that_claims_english_alone(copy):
    def without_spanish(document):
        document["languages"] = ["en"]
        for step in document["steps"]:
            del step["captions"]["es"]

    def another_course(document):
        course = {"phases": [{"name": {"en": {"patient": "a", "professional": "b"}}}]}
        document["courses"]["facet-injection"] = course

    edit(copy, "procedures/medial-branch-rf/lumbar.json", without_spanish)
    edit(copy, "recovery.json", another_course)
    assert failed(copy) == {}


def test_english_words_in_spanish_are_found(copy):
    edit(copy, "phrases.json", lambda d: d["phrases"]["es"].update(left="left"))
    edit(copy, "glossary/es.json", lambda d: d["entries"]["skin"]["text"].update(patient="Piel of the body."))
    assert failed(copy) == {"no English is left": {"phrases.json: phrases, es", "glossary/es.json: entries, es"}}


def test_a_structure_to_avoid_that_nothing_draws_is_found(copy):
    edit(copy, "avoid.json", lambda d: d["structures"][1].update(drawn="dural_bag"))
    assert failed(copy) == {"drawn structure": {"dural_sac"}}


def test_a_card_that_speaks_of_nothing_is_found(copy):
    for name in ("en", "es", "la"):
        edit(copy, f"glossary/{name}.json", lambda d: d["entries"].update(gallbladder=d["entries"]["skin"]))
    assert failed(copy) == {"entry is used": {"gallbladder"}}


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        (
            "nerves.json",
            lambda d: d["courses"][0].update(id="spinal_nerve:{m}:{side}"),
            r"\{m\} in .* stands for",
        ),
        ("nerves.json", lambda d: d["courses"][0].update(levels=["C9"]), "unknown level 'C9'"),
        ("nerves.json", lambda d: d["courses"][0].update(way=[]), "either a way or an end_fraction"),
        ("avoid.json", lambda d: d["structures"][0].pop("radius_mm"), "radius_mm"),
        ("avoid.json", lambda d: d["structures"][0].update(shape="cube"), "tube"),
        ("facet_joints.json", lambda d: d["joints"][0].update(bones=["{level}", "C1"]), "stands for nothing"),
        ("soft.json", lambda d: d["figures"].pop("cord_radius_mm"), "cord_radius_mm"),
    ],
)
def test_a_bad_file_is_one_clear_error(copy, name, change, message):
    edit(copy, name, change)
    with pytest.raises(InputError, match=message) as error:
        load_soft(copy / "soft.json")
        check_annotations(copy)
    assert name in str(error.value)
