"""The languages that words come in. Loads nothing, so that ``--help`` can name them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

from spine_viewer.errors import InputError

LANGUAGES = ("en", "es")
DEFAULT_LANGUAGE = LANGUAGES[0]

Text = TypeVar("Text")


def told_in(language: str, languages: Collection[str]) -> str:
    """The language itself where something is told in it, else English: for a screen, which must not stay empty."""
    return language if language in languages else DEFAULT_LANGUAGE


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
