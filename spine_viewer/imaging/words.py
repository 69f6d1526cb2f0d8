"""Words for views, gauges and landmarks of the X-ray, from ``annotations/view_words.json``."""

from __future__ import annotations

from spine_viewer.anatomy.ids import SIDES
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.anatomy.phrases import phrase, side_word

VIEW_WORDS = "view_words.json"


def view_word(name: str, language: str = DEFAULT_LANGUAGE, /, **values: str) -> str:
    """A phrase with its values filled in; a value ``left`` or ``right`` is put into words.

    Raises
    ------
    KeyError
        If there is no phrase of this name.
    """
    said = {key: side_word(value, language) if value in SIDES else value for key, value in values.items()}
    return phrase(name, language, VIEW_WORDS, **said)
