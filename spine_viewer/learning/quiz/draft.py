"""A question before it is put into a language: what is right, what would be wrong but plausible, and why."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from spine_viewer.anatomy.languages import LANGUAGES
from spine_viewer.learning.quiz.model import Form, Kind, Option, Question, Source

Text = Callable[[str], str]  # language -> words


def nothing(language: str) -> str:
    """No words."""
    return ""


@dataclass(frozen=True)
class Choice:
    """A possible answer. ``meanings``: what it stands for; two answers that share one are alike."""

    key: str
    said: Text
    note: Text = nothing
    meanings: frozenset[str] = frozenset()

    @property
    def all_meanings(self) -> frozenset[str]:
        """What it stands for; at least its key."""
        return self.meanings | {self.key}

    def alike(self, other: Choice) -> bool:
        """Whether two answers mean the same or read the same in any language."""
        if self.all_meanings & other.all_meanings:
            return True
        return any(plain(self.said(language)) == plain(other.said(language)) for language in LANGUAGES)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A text without what does not tell two answers apart for a reader."""
    return " ".join(text.casefold().split())


@dataclass(frozen=True)
class Draft:
    """``wrong``: plausible wrong answers in tiers, the most plausible first; the order within a tier does not matter.

    ``right`` holds several choices for a set, and those of an order in their order.
    """

    form: Form
    prompt: Text
    right: tuple[Choice, ...]
    explanation: Text
    sources: tuple[Source, ...]
    wrong: tuple[tuple[Choice, ...], ...] = ()
    show: Mapping[str, Any] = field(default_factory=dict)
    reveal: Mapping[str, Any] = field(default_factory=dict)
    also_right: tuple[str, ...] = ()


def unlike(right: Iterable[Choice], candidates: Iterable[Choice], count: int) -> list[Choice]:
    """The first ``count`` candidates that are like none of the right answers and not like each other."""
    chosen: list[Choice] = []
    taken = list(right)
    for one in candidates:
        if len(chosen) == count:
            break
        if not any(one.alike(other) for other in (*taken, *chosen)):
            chosen.append(one)
    return chosen


def told(
    draft: Draft, id_: str, kind: Kind, region: str, difficulty: int, language: str, options: int, rng: random.Random
) -> Question | None:
    """The question in a language with ``options`` answers; None where not even one wrong answer can be found.

    What is chosen does not depend on the language.
    """
    if draft.form == "click":
        offered: list[Choice] = []
    elif draft.form == "order":
        offered = shuffled(draft.right, rng, changed=True)
    else:
        candidates = [one for tier in draft.wrong for one in shuffled(tier, rng)]
        wrong = unlike(draft.right, candidates, max(options - len(draft.right), 1))
        if not wrong:
            return None
        offered = shuffled((*draft.right, *wrong), rng)
    return Question(
        id=id_,
        kind=kind,
        form=draft.form,
        region=region,
        difficulty=difficulty,
        language=language,
        prompt=draft.prompt(language),
        options=tuple(Option(one.key, one.said(language), one.note(language)) for one in offered),
        right=(*(one.key for one in draft.right), *draft.also_right),
        explanation=draft.explanation(language),
        sources=draft.sources,
        show=draft.show,
        reveal=draft.reveal,
    )


def shuffled(choices: Iterable[Choice], rng: random.Random, changed: bool = False) -> list[Choice]:
    """The choices in a random order; ``changed``: not in the one that they came in."""
    before = list(choices)
    after = list(before)
    rng.shuffle(after)
    while changed and len(before) > 1 and after == before:
        rng.shuffle(after)
    return after
