"""Names on labels in every language."""

from __future__ import annotations

import re

import pytest

from spine_viewer.anatomy.annotations_check import read_material
from spine_viewer.anatomy.languages import LANGUAGES
from spine_viewer.anatomy.rules.cards import structure_ids
from spine_viewer.anatomy.rules.translation import ENGLISH
from spine_viewer.errors import InputError
from spine_viewer.scene.names import name_of, word
from spine_viewer.scene.request import AUDIENCES, SceneRequest

LONGEST = 50  # letters beside a picture of 1600 pixels


@pytest.fixture(scope="module")
def named() -> dict[tuple[str, str, str], str]:
    material = read_material()
    crossed = {course.id: course.crosses for course in material.courses if getattr(course, "crosses", None)}
    return {
        (language, audience, one): name_of(one, audience, language, crossed.get(one))
        for language in LANGUAGES
        for audience in AUDIENCES
        for one in structure_ids(material)
    }


def test_every_structure_has_a_name_that_fits_beside_the_picture(named) -> None:
    for key, text in named.items():
        assert text and "{" not in text and len(text) <= LONGEST, (key, text)


def test_spanish_names_hold_no_english(named) -> None:
    english = re.compile(rf"\b({'|'.join(ENGLISH)})\b", re.IGNORECASE)
    for (language, _, one), text in named.items():
        assert language == "en" or not english.search(text), (one, text)


@pytest.mark.parametrize(
    ("structure", "crosses", "text"),
    [
        ("medial_branch:L3:left", "L4", "Ramo medial de L3 (en apófisis transversa L4)"),
        ("medial_branch:C5:left", "C5", "Ramo medial de C5 (en pilar articular C5)"),
        ("dorsal_ramus:L5:right", "S1", "Ramo dorsal de L5 (en ala del sacro)"),
        ("third_occipital:left", "C3", "Tercer nervio occipital (en articulación C2-C3)"),
        ("facet:L4-L5:right", None, "Articulación facetaria L4-5 derecha"),
        ("hip_left", None, "Hueso coxal izquierdo"),
        ("rib_5_left", None, "Costilla 5 izquierda"),
        ("foramen:L4-L5:left", None, "Agujero intervertebral L4-5 izquierdo"),
    ],
)
def test_sides_and_places_agree_with_their_noun(structure: str, crosses: str | None, text: str) -> None:
    assert name_of(structure, "professional", "es", crosses) == text


def test_languages_are_those_of_the_request() -> None:
    assert SceneRequest(language="es").language == "es"
    with pytest.raises(InputError, match="unknown language 'fr'; allowed: en, es"):
        SceneRequest(language="fr")
    with pytest.raises(InputError, match="unknown language 'fr'; allowed: en, es"):
        word("skin", "patient", "fr")
