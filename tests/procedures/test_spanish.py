"""Spanish texts: plain for patients, filled in Spanish, and asked for only where a file claims them."""

from __future__ import annotations

import re
from functools import cache

import pytest

from spine_viewer.anatomy.glossary import Glossary
from spine_viewer.anatomy.languages import LANGUAGES
from spine_viewer.anatomy.phrases import listed, phrase_file, side_word
from spine_viewer.errors import InputError
from spine_viewer.injectate.facts import injectate_facts
from spine_viewer.procedures import plan
from spine_viewer.procedures.heat_words import heat_file
from spine_viewer.procedures.recovery import Recovery
from spine_viewer.procedures.summary import check_words
from spine_viewer.procedures.target_names import joint_label, landmark_name, names_of, placement_name
from spine_viewer.procedures.technique import (
    AUDIENCES,
    PROCEDURES,
    load_technique,
    placeholders,
    technique_files,
)
from tests.procedures.fake_spine import FakeSpine, fake_simulate
from tests.procedures.readability import EASE_LEAST, ease_in_spanish, spanish_syllables
from tests.procedures.told import ENGLISH_WORD, check_told_in_spanish, left_in_english

TECHNIQUES = [(procedure, region) for procedure in PROCEDURES for region in technique_files(procedure)]
each_technique = pytest.mark.parametrize(("procedure", "region"), TECHNIQUES)


@cache
def made(procedure, joint="L4-L5"):
    return plan(FakeSpine(), procedure, joint, "left", simulate=fake_simulate)


def plain(text):
    return re.sub(r"\{\w+\}", "9", text)


def patient_texts():
    for procedure, region in TECHNIQUES:
        technique = load_technique(procedure, region)
        yield from (technique.summary["es"].patient, technique.limits_note["es"].patient)
        yield from (text.patient for step in technique.steps for text in step.all_captions("es"))
        clock = Recovery.load(procedure, region)
        yield from (clock.note("patient", "es"), clock.advice("patient", "es"))
        yield from (phase.texts["es"].patient for phase in clock.phases)
        yield from (variant.summary["es"].patient for variant in technique.variants.values() if variant.summary)
        yield from (text["es"].patient for v in technique.variants.values() for text in v.captions.values())
    yield from (both.patient for both in heat_file().texts["es"].values() if both.patient.endswith("."))
    yield from (both["patient"] for both in injectate_facts().texts["es"].values() if both["patient"].endswith("."))
    yield from (entry.text.patient for entry in Glossary("es").file.entries.values())


@pytest.mark.parametrize("text", dict.fromkeys(patient_texts()))
def test_patients_can_read_every_spanish_text_with_ease(text):
    assert ease_in_spanish(plain(text)) >= EASE_LEAST
    for word in ("multífido", "cigapofisari", "ventral", "dorsal", "caudal", "electrodo", "cánula", "neurotomía"):
        assert word not in text.lower()


@pytest.mark.parametrize(
    ("word", "count"),
    [("aguja", 3), ("nervio", 2), ("día", 2), ("articulación", 5), ("que", 1), ("guía", 2), ("aéreo", 4), ("rey", 1)],
)
def test_syllables_of_spanish_words(word, count):
    assert spanish_syllables(word) == count


def test_the_measure_of_spanish_tells_plain_from_hard():
    assert ease_in_spanish("La aguja va al hueso. No duele.") > 80.0
    hard = "La neurotomía interrumpe la transmisión nociceptiva procedente de las articulaciones cigapofisarias."
    assert ease_in_spanish(hard) < 40.0


@each_technique
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_film_is_written_in_every_language(procedure, region, audience):
    """Here the texts as they are written; filled on the shipped anatomy they are looked at beside its plans."""
    technique, clock = load_technique(procedure, region), Recovery.load(procedure, region)
    assert set(technique.languages) == set(clock.course.languages) == set(LANGUAGES)
    written = [technique.title, technique.summary, technique.limits_note]
    written += [table for step in technique.steps for table in (step.name, step.captions)]
    written += [own.captions for step in technique.steps for own in step.at.values() if own.captions]
    written += [table for v in technique.variants.values() for table in (v.name, v.title, v.summary) if table]
    written += [text for v in technique.variants.values() for text in v.captions.values()]
    written += [table for phase in clock.phases for table in (phase.name, phase.texts)]
    for table in written:
        spanish, english = table["es"].of(audience), table["en"].of(audience)
        assert placeholders(spanish) == placeholders(english)
        assert not left_in_english(re.sub(r"\{\w+\}", "9", spanish)), spanish
        assert not re.search(r"\b(de|a) \{place\}", spanish), spanish
        assert spanish != english or len(english.split()) == 1, english
        assert spanish.count("(") == spanish.count(")") and spanish.strip() == spanish
        assert spanish[-1:] == english[-1:] or english[-1:] not in ".:", spanish


@pytest.mark.parametrize("procedure", ["medial-branch-rf", "medial-branch-block"])
@pytest.mark.parametrize("joint", ["L2-L3", "L5-S1"])
def test_every_caption_and_fact_of_the_film_is_spanish(procedure, joint):
    check_told_in_spanish(made(procedure, joint))


def test_blocks_are_told_as_tests_that_can_be_wrong():
    for procedure, region in TECHNIQUES:
        technique = load_technique(procedure, region)
        if technique.kind == "block":
            after = next(step for step in technique.steps if step.action == "recovery")
            for language, wrong, ask in (("en", "wrong", "your own clinician"), ("es", "fallar", "su médico")):
                told = after.captions[language].patient
                assert wrong in told and ask in told, told
            assert procedure == "facet-injection" or "wrong" in technique.summary["en"].patient


def test_a_caption_is_filled_in_its_language():
    film = made("medial-branch-rf").timeline()
    level = next(step for step in film.steps if step.id == "level")
    assert "platillo superior de L4 alineado" in level.caption("professional", "es")
    assert (
        "ramo medial de L3 (en la apófisis transversa de L4) y ramo medial de L4 (en la apófisis transversa de L5)"
        in level.caption("professional", "es")
    )
    assert "L3 medial branch (at the L4 transverse process) and L4" in level.caption("professional", "en")
    position = film.find("position")
    assert "articulación facetaria L4-L5 izquierda" in position.caption("professional", "es")
    assert "de 30 a 60 minutos" in position.caption("patient", "es")
    view = next(step for step in film.steps if step.id == "view")
    assert re.search(r"oblicuidad ipsilateral de \d+°, angulación caudal de \d+°", view.caption("professional", "es"))


@pytest.mark.parametrize("procedure", ["medial-branch-rf", "medial-branch-block"])
def test_the_summary_of_a_plan_is_spanish(procedure):
    text = made(procedure).summary("es")
    assert not ENGLISH_WORD.search(text), ENGLISH_WORD.search(text)
    assert text.startswith(load_technique(procedure).title["es"].professional)
    assert len(text.splitlines()) == len(made(procedure).summary().splitlines())
    document = made(procedure).to_json("es")
    assert document["nerves"][0]["label"] == "Ramo medial de L3 (en la apófisis transversa de L4)"
    assert document["title"] == load_technique(procedure).title["es"].professional


def test_names_of_joints_sides_and_landmarks():
    assert joint_label("sacroiliac", "right", "es") == "articulación sacroilíaca derecha"
    assert names_of("facet:C4-C5:left", "es") == ("articulación facetaria C4-C5", "la articulación facetaria C4-C5")
    assert names_of("third_occipital:left", "es")[1] == "la articulación C2-C3"
    assert landmark_name("sacrum:ala_notch:left", "es") == "escotadura del ala de S1, lado izquierdo"
    assert (
        landmark_name("sacrum:posterior_foramen_lateral:S2:right")
        == "lateral rim of the posterior foramen of S2, right"
    )
    assert landmark_name("L4:unheard_of:left", "es") == "L4:unheard_of:left"
    assert placement_name("middle", "es") == "central" and placement_name("9:30", "es") == "9:30"
    assert f"{side_word('left', 'es'):m}, {side_word('left', 'es'):f}" == "izquierdo, izquierda"
    assert listed(["a", "b", "c"], "es") == "a, b y c"


def test_figures_of_the_checks_have_the_same_names_in_every_language():
    assert set(check_words("es")) == set(check_words("en"))
    assert set(phrase_file().languages) == set(LANGUAGES)


def test_a_language_that_a_technique_lacks_is_one_clear_line():
    technique = load_technique("medial-branch-rf").model_copy(update={"languages": ("en",)})
    with pytest.raises(InputError, match=r"no texts in 'es' yet; allowed: en") as caught:
        technique.language("es")
    assert "\n" not in str(caught.value)
    step = technique.steps[0].model_copy(update={"name": {"en": technique.steps[0].name["en"]}})
    first = made("medial-branch-rf").timeline().steps[0]
    with pytest.raises(InputError, match="unknown language 'es'; allowed: en"):
        type(first)(0, "position", step, None, 0.0, 1.0, first.facts).name("patient", "es")


def test_a_course_in_english_alone_says_so():
    clock = Recovery.load()
    phases = tuple(p.model_copy(update={"texts": {"en": p.texts["en"]}}) for p in clock.phases)
    course = clock.course.model_copy(update={"phases": phases, "languages": ("en",)})
    file = clock.file.model_copy(update={"courses": {"medial-branch-rf": course}})
    with pytest.raises(InputError, match="unknown language 'es'; allowed: en"):
        Recovery("medial-branch-rf", file).text(3.0, "patient", "es")
