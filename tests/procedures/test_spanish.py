"""Spanish texts: plain for patients, filled in Spanish, and asked for only where a file claims them."""

from __future__ import annotations

import re
from functools import cache

import pytest

from spine_viewer.anatomy.glossary import Glossary
from spine_viewer.anatomy.languages import LANGUAGES
from spine_viewer.anatomy.phrases import listed, phrase_file, side_word
from spine_viewer.anatomy.rules.translation import ENGLISH
from spine_viewer.errors import InputError
from spine_viewer.injectate.facts import injectate_facts
from spine_viewer.procedures import plan
from spine_viewer.procedures.heat_words import heat_file
from spine_viewer.procedures.recovery import Recovery
from spine_viewer.procedures.summary import check_words
from spine_viewer.procedures.target_names import joint_label, landmark_name, names_of
from spine_viewer.procedures.technique import AUDIENCES, PROCEDURES, load_technique, technique_files
from tests.procedures.fake_spine import FakeSpine, fake_simulate
from tests.procedures.readability import FAIRLY_EASY, ease_in_spanish, spanish_syllables

TECHNIQUES = [
    (procedure, region)
    for procedure in PROCEDURES
    for region in technique_files(procedure)
    if "es" in load_technique(procedure, region).languages
]
MORE_ENGLISH = (*ENGLISH, "oblique", "tilt", "to", "at", "lesion", "process", "facet", "least", "most")
ENGLISH_WORD = re.compile(rf"\b({'|'.join(MORE_ENGLISH)})\b", re.IGNORECASE)


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
        yield from (phase.texts["es"].patient for phase in clock.phases if "es" in clock.course.languages)
    yield from (both.patient for both in heat_file().texts["es"].values() if both.patient.endswith("."))
    yield from (both["patient"] for both in injectate_facts().texts["es"].values() if both["patient"].endswith("."))
    yield from (entry.text.patient for entry in Glossary("es").file.entries.values())


@pytest.mark.parametrize("text", dict.fromkeys(patient_texts()))
def test_patients_can_read_every_spanish_text_with_ease(text):
    assert ease_in_spanish(plain(text)) >= FAIRLY_EASY
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


@pytest.mark.parametrize(("procedure", "region"), TECHNIQUES)
@pytest.mark.parametrize("joint", ["L2-L3", "L5-S1"])
def test_every_caption_and_fact_of_the_film_is_spanish(procedure, region, joint):
    if region != "lumbar":
        pytest.skip("the spine of capsules is lumbar")
    for step in made(procedure, joint).timeline().steps:
        for audience in AUDIENCES:
            for text in (step.name(audience, "es"), step.caption(audience, "es")):
                assert not ENGLISH_WORD.search(text), (step.key, text)
                assert not re.search(r"\b(de|a) el\b", text), (step.key, text)
                assert text != step.caption(audience, "en")


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
    assert landmark_name("L4:unheard_of:left", "es") == "L4:unheard_of:left"
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
