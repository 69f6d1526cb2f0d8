"""Words of the C-arm practice, from ``annotations/practice/carm_words.json``."""

from __future__ import annotations

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.anatomy.phrases import phrase

WORDS = "practice/carm_words.json"


def word(name: str, language: str = DEFAULT_LANGUAGE, /, **values: object) -> str:
    """A phrase with its values filled in; raises ``KeyError`` where there is none of this name."""
    return phrase(name, language, WORDS, **values)
