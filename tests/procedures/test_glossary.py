"""Cards: one for every kind of structure, plain for patients, cited, with the numbering trap on every branch."""

from __future__ import annotations

import json

import pytest

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.glossary import Glossary, card, crossing_level, split_id
from spine_viewer.errors import InputError
from tests.procedures.readability import grade

SOURCES = json.loads((annotations_folder() / "sources.json").read_text(encoding="utf-8"))
EXAMPLES = (
    "T12", "L1", "L5", "sacrum", "coccyx", "hip_left", "hip_right", "disc:L4-L5", "disc:L5-S1", "facet:L4-L5:left",
    "sacroiliac:right", "spinal_nerve:L3:left", "dorsal_ramus:L3:left", "dorsal_ramus:L5:right",
    "medial_branch:T12:left", "medial_branch:L4:right", "articular_branch:L3:L4-L5:left",
    "articular_branch:T12:L1-L2:right", "lateral_branch:S2:left", "spinal_cord", "cauda_equina",
    "mamillo_accessory_ligament:L4:left", "skin", "cartilage:facet:L4-L5:left", "dural_sac", "C1", "C2", "C5", "T6",
    "occiput", "rib_5_left", "disc:C5-C6", "atlantooccipital:left", "atlantoaxial:right", "facet:C2-C3:left",
    "facet:C7-T1:left", "facet:T6-T7:left", "costovertebral:T5:left", "costotransverse:T5:left", "spinal_nerve:C6:left",
    "dorsal_root_ganglion:C6:left", "ventral_ramus:C2:left", "dorsal_ramus:C5:left", "dorsal_ramus:T5:left",
    "third_occipital:left", "medial_branch:C3:left", "medial_branch:C5:left", "medial_branch:C8:left",
    "medial_branch:T6:left", "medial_branch:T11:left", "articular_branch:T4:T4-T5:left",
    "lateral_branch:S2:left:inferior", "vertebral_artery:left", "foramen:C4-C5:left", "pleura:right",
)  # fmt: skip


@pytest.mark.parametrize("structure", EXAMPLES)
@pytest.mark.parametrize("audience", ["patient", "professional"])
def test_every_structure_has_a_filled_and_cited_card(structure, audience):
    made = card(structure, audience)
    for text in (made.title, made.subtitle, made.text, made.latin):
        assert text and "{" not in text and "  " not in text and ", ," not in text and not text.endswith(",")
    assert made.source in SOURCES
    assert bool(made.ids) != bool(made.no_id), "an identifier, or the reason why there is none"
    assert made.id_source in SOURCES if made.ids else not made.id_source
    if audience == "patient":
        assert grade(made.text) <= 8.0


@pytest.mark.parametrize("structure", EXAMPLES)
def test_spanish_for_patients_is_in_short_sentences_and_is_no_english(structure):
    made = card(structure, "patient", "es")
    words = [len(sentence.split()) for sentence in made.text.rstrip(".").split(". ")]
    assert max(words) <= 24 and sum(words) / len(words) <= 16
    assert made.text != card(structure, "patient").text
    assert made.latin == card(structure, "patient").latin


def test_numbering_trap_is_told_on_the_card_in_both_registers():
    for audience in ("patient", "professional"):
        assert card("medial_branch:L3:left", audience).subtitle == "L3 medial branch (at the L4 transverse process)"
        assert card("dorsal_ramus:L5:left", audience).subtitle == "L5 dorsal ramus (at the sacral ala)"


@pytest.mark.parametrize(("level", "below"), [("C8", "T1"), ("T6", "T7"), ("T12", "L1"), ("L1", "L2"), ("L4", "L5")])
def test_a_medial_branch_crosses_one_level_below_its_name(level, below):
    assert crossing_level(f"medial_branch:{level}:left") == below
    assert (
        Glossary().nerve_label(f"medial_branch:{level}:left")
        == f"{level} medial branch (at the {below} transverse process)"
    )


def test_nerves_that_the_trap_does_not_concern_have_plain_labels():
    glossary = Glossary()
    assert glossary.nerve_label("spinal_nerve:L3:left") == "L3 spinal nerve"
    assert glossary.nerve_label("articular_branch:L3:L4-L5:left") == "L3 articular branch to L4-L5"


def test_sides_and_levels_reach_the_words():
    assert card("hip_right", "professional").title == "Hip bone, right"
    assert card("facet:L2-L3:left").subtitle == "A small joint between L2 and L3"
    assert card("L4", "professional").ids["FMA"] != card("L3", "professional").ids["FMA"]
    assert split_id("articular_branch:L3:L4-L5:left") == ("articular_branch", "L3:L4-L5", "left")


def test_unknown_structures_audiences_and_languages_are_refused():
    with pytest.raises(InputError, match="no card for 'gallbladder'"):
        card("gallbladder")
    with pytest.raises(InputError, match="allowed: patient, professional"):
        card("L4", "child")
    with pytest.raises(InputError, match="allowed: en"):
        Glossary("xx")
    with pytest.raises(InputError, match="crosses no transverse process"):
        crossing_level("medial_branch:S2:left")
