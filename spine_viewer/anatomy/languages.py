"""The languages that words come in. Loads nothing, so that ``--help`` can name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from spine_viewer.errors import InputError

LANGUAGES = ("en", "es")
DEFAULT_LANGUAGE = LANGUAGES[0]
INTERFACE_LANGUAGES = ("en",)  # of the viewer's own controls

Text = TypeVar("Text")


def in_language(texts: Mapping[str, Text], language: str, of: str) -> Text:
    """The text in a language.

    Parameters
    ----------
    texts : mapping
        Texts by language.
    language : str
        The one that is asked for.
    of : str
        What the text belongs to, for the error.

    Raises
    ------
    InputError
        If there is none in this language.
    """
    if language in texts:
        return texts[language]
    raise InputError(f"unknown language {language!r}; allowed: {', '.join(texts)} ({of})")
