"""Words of the descriptions of a scene, by language, from ``annotations/description_words.json``."""

from __future__ import annotations

from spine_viewer.anatomy.phrases import phrases

DESCRIPTION_WORDS = "description_words.json"


def words(language: str) -> dict[str, str]:
    """The words of a language; raises :class:`InputError` for one that there are none in."""
    return phrases(language, DESCRIPTION_WORDS)
