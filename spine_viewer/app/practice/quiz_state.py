"""What the quiz's panel shows, and how a question is put on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spine_viewer.app.explore.sources import load_sources
from spine_viewer.app.text import text
from spine_viewer.learning.quiz import KINDS, Grade, Question
from spine_viewer.learning.quiz.round import Round


@dataclass
class QuizState:
    """``phase``: ``start`` (what is wished for), ``question``, ``answered`` or ``result``.

    ``options``: ``{"key", "text", "note", "mark"}``, in their order of now; ``mark`` is ``right``, ``wrong``,
    ``missed`` or empty. ``chosen`` are keys; ``held`` is the step that the arrow keys move. ``rows``: the questions of
    the round, ``{"prompt", "right", "answer"}``. ``due``: questions that come back today, of what is wished for.
    ``pointed``: name of what was pointed at, where that was not it. ``problem``: why nothing can be asked or kept.
    """

    phase: str = "start"
    busy: bool = False
    ready: bool = False
    problem: str = ""
    region: str = "lumbar"
    difficulty: str = "1"
    count: str = "10"
    kinds: list[str] = field(default_factory=lambda: list(KINDS))
    due: int = 0
    number: int = 0
    asked: int = 0
    pointed: str = ""
    kind: str = ""
    form: str = ""
    prompt: str = ""
    options: list[dict] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    held: str = ""
    verdict: str = ""
    score: int = 0
    explanation: str = ""
    sources: list[dict] = field(default_factory=list)
    back: str = ""
    right: int = 0
    rows: list[dict] = field(default_factory=list)


def options_of(question: Question, order: Sequence[str], worth: Grade | None, chosen: Sequence[str]) -> list[dict]:
    """The options in an order of keys; once answered each with what it was worth."""
    by_key = {one.key: one for one in question.options}
    return [
        {
            "key": key,
            "text": by_key[key].text,
            "note": by_key[key].note if worth is not None and key in worth.wrong else "",
            "mark": "" if worth is None else _mark(question, key, chosen, place),
        }
        for place, key in enumerate(order)
    ]


def _mark(question: Question, key: str, chosen: Sequence[str], place: int) -> str:
    if question.form == "order":
        return "right" if question.right[place] == key else "wrong"
    if key in question.right:
        return "right" if key in chosen else "missed"
    return "wrong" if key in chosen else ""


def sources_of(question: Question, language: str) -> list[dict]:
    """Where the explanation comes from, as the card shows it."""
    return [
        {
            "citation": load_sources()[one.key].citation,
            "status": one.status,
            "status_text": text(f"statuses.{one.status}", language),
        }
        for one in question.sources
    ]


def verdict(worth: Grade, given: Sequence[str]) -> str:
    """``right``, ``part`` or ``wrong``; ``told`` where nothing was given."""
    if not given:
        return "told"
    if worth.right:
        return "right"
    return "part" if worth.score > 0 else "wrong"


def rows_of(done: Round) -> list[dict]:
    """Every question of a round that was answered, for the list at its end."""
    asked = zip(done.questions, done.grades, strict=False)
    return [{"prompt": one.prompt, "right": worth.right, "answer": answer_of(one)} for one, worth in asked]


def answer_of(question: Question) -> str:
    """What is right, in words; what is pointed at stands in the question itself."""
    said = {one.key: one.text for one in question.options}
    return "; ".join(said[key] for key in question.right if key in said)
