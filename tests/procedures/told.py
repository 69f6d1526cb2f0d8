"""Whether a plan on the shipped anatomy can be told wholly in Spanish, and plainly to patients in both languages."""

from __future__ import annotations

import re

from spine_viewer.anatomy.rules.translation import ENGLISH
from spine_viewer.procedures.technique import AUDIENCES
from tests.procedures.readability import EASE_LEAST, GRADE_MOST, ease_in_spanish, grade

ENGLISH_WORD = re.compile(rf"\b({'|'.join(ENGLISH)})\b", re.IGNORECASE)
RUN_TOGETHER = re.compile(r"\b(de|a) el\b")  # must be del, al


def left_in_english(text):
    """What shows that a filled text is no clean Spanish; empty where nothing does."""
    found = ENGLISH_WORD.search(text) or RUN_TOGETHER.search(text) or re.search(r"[{}]|  |:(left|right)\b", text)
    return found.group() if found else ""


def texts_of(plan, language):
    """Every text of a plan and its film with where it stands."""
    for step in plan.timeline().steps:
        for audience in AUDIENCES:
            yield f"{step.key}, {audience}, name", step.name(audience, language)
            yield f"{step.key}, {audience}", step.caption(audience, language)
    for n, line in enumerate(plan.summary(language).splitlines()):
        yield f"summary {n}", line.strip()


def check_told_in_spanish(plan):
    """Assert that every text of a plan is Spanish, beside each English one, and that patients can read both."""
    spanish, english = dict(texts_of(plan, "es")), dict(texts_of(plan, "en"))
    assert spanish.keys() == english.keys()
    for place, text in spanish.items():
        assert not left_in_english(text), (place, left_in_english(text), text)
        if place.endswith(", patient"):
            assert text != english[place]
            assert ease_in_spanish(text) >= EASE_LEAST, (place, text)
            assert grade(english[place]) <= GRADE_MOST, (place, english[place])
    labels = [nerve["label"] for nerve in plan.to_json("es")["nerves"]]
    assert not any(left_in_english(label) for label in labels), labels
