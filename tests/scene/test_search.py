"""Everything is found by every name that somebody may know it by."""

from __future__ import annotations

import time

import pytest

from spine_viewer.anatomy.glossary import Glossary
from spine_viewer.anatomy.spine import Spine
from spine_viewer.anatomy.synonyms import load_synonyms
from spine_viewer.scene.search import SearchIndex, words_of


@pytest.fixture(scope="module")
def spine() -> Spine:
    return Spine.load("prone")


@pytest.fixture(scope="module")
def index(spine: Spine) -> SearchIndex:
    return SearchIndex(spine)


@pytest.mark.parametrize(
    ("query", "first", "language"),
    [
        ("nervio occipital tercero", "third_occipital:left", "es"),
        ("NERVIO OCCIPITAL TERCERO derecho", "third_occipital:right", "es"),
        ("third occipital", "third_occipital:left", "en"),
        ("nervus occipitalis tertius", "third_occipital:left", "la"),
        ("TON", "third_occipital:left", "en"),
        ("FMA 12519", "C1", "id"),
        ("FMA12519", "C1", "id"),
        ("UBERON:0001092", "C1", "id"),
        ("medula", "spinal_cord", "es"),
        ("Médula", "spinal_cord", "es"),
        ("articulacion sacroiliaca derecha", "cartilage:sacroiliac:right", "es"),
        ("SIJ left", "cartilage:sacroiliac:left", "en"),
        ("L4-5 facet right", "cartilage:facet:L4-L5:right", "en"),
        ("articulatio zygapophysialis L4 L5", "cartilage:facet:L4-L5:left", "la"),
        ("L3 medial branch left", "medial_branch:L3:left", "en"),
        ("rama medial L3 izquierda", "medial_branch:L3:left", "es"),
        ("disc l4/5", "disc:L4-L5", "en"),
        ("tailbone", "coccyx", "en"),
        ("T1", "T1", "en"),
    ],
)
def test_a_structure_is_found_by_any_of_its_names(index: SearchIndex, query: str, first: str, language: str) -> None:
    hit = index.find(query)[0]
    assert (hit.structure_id, hit.name.language) == (first, language)


def test_every_structure_is_found_by_its_id_and_by_its_titles(spine: Spine, index: SearchIndex) -> None:
    glossary = Glossary("es")
    for structure_id in spine.structures()[::17]:
        assert index.find(structure_id)[0].structure_id == structure_id
        about = structure_id.removeprefix("cartilage:")
        title = glossary.card(about, "professional").title
        assert structure_id in [hit.structure_id for hit in index.find(title)]


def test_a_level_does_not_find_another_that_begins_alike(index: SearchIndex) -> None:
    found = index.find("T1 spinal nerve")
    assert found and all("t1" in words_of(hit.structure_id) for hit in found)
    assert "T12" not in [hit.structure_id for hit in index.find("T1")]


def test_what_is_shown_comes_first(index: SearchIndex) -> None:
    first = index.find("facet joint", lambda one: "L4-L5" in one)[0]
    assert first.structure_id == "cartilage:facet:L4-L5:left"


def test_nothing_is_found_by_nothing_and_by_nonsense(index: SearchIndex) -> None:
    assert index.find("") == index.find("  ?!") == index.find("xyzzy") == []
    assert index.find("tercero occipital medial") == [], "every word has to fit"


def test_accents_and_case_fold() -> None:
    assert words_of("Ápófisis ÑANDÚ L4-L5 l4L5") == ("apofisis", "nandu", "l4", "l5", "l4", "l5")


def test_synonyms_belong_to_entries_of_the_glossary() -> None:
    assert set(load_synonyms()) <= set(Glossary("en").file.entries)


def test_an_answer_takes_no_time(index: SearchIndex) -> None:
    started = time.perf_counter()
    for query in ("facet", "nervio occ", "l4"):
        index.find(query)
    assert time.perf_counter() - started < 0.5
