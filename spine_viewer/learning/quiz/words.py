"""Words of the quiz and names of structures, in a language."""

from __future__ import annotations

import json
from functools import lru_cache

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.glossary import shipped_glossary, split_id
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.anatomy.phrases import phrase, side_word

WORDS = "quiz/words.json"
AUDIENCE = "professional"


def word(name: str, language: str = DEFAULT_LANGUAGE, /, **values: object) -> str:
    """A phrase of ``annotations/quiz/words.json`` with its values filled in."""
    return phrase(name, language, WORDS, **values)


@lru_cache(maxsize=4096)
def title(structure_id: str, language: str) -> str:
    """Name of a structure with its side: ``"L3 medial branch, left"``."""
    return shipped_glossary(language).card(structure_id, AUDIENCE).title


@lru_cache(maxsize=4096)
def nerve_at(nerve_id: str, language: str) -> str:
    """A nerve, where the numbering trap concerns it with its bone: ``"L3 medial branch (at the L4 transverse
    process), left"``."""
    side = split_id(nerve_id)[2]
    label = shipped_glossary(language).nerve_label(nerve_id)
    return word("with_side", language, name=label, side=side_word(side, language))


@lru_cache(maxsize=4096)
def nerve_name(nerve_id: str, language: str) -> str:
    """The nerve alone: ``"L3 medial branch"``; for an answer that must not tell its bone."""
    return shipped_glossary(language).nerve_name(nerve_id)


@lru_cache(maxsize=4096)
def nerve_label(nerve_id: str, language: str) -> str:
    """A nerve with its bone and without its side."""
    return shipped_glossary(language).nerve_label(nerve_id)


def upper_first(text: str) -> str:
    """A text with a capital letter in front; the rest stays."""
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=1)
def _bibliography() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((annotations_folder() / "sources.json").read_text(encoding="utf-8"))
    return found


def citation(key: str) -> str:
    """What a source key stands for, in full."""
    return _bibliography()[key]["citation"]
