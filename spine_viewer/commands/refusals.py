"""The language that a refusal is told in: it is read before the options are understood, since they may be refused."""

from __future__ import annotations

from collections.abc import Sequence

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, LANGUAGES

OPTION = "--language"


def language_asked(arguments: Sequence[str]) -> str:
    """The language that the arguments ask for: the default one where they name none, or one that is not there."""
    asked = DEFAULT_LANGUAGE
    for here, after in zip(arguments, [*arguments[1:], ""], strict=True):
        if here == OPTION:
            asked = after
        elif here.startswith(f"{OPTION}="):
            asked = here.partition("=")[2]
    return asked if asked in LANGUAGES else DEFAULT_LANGUAGE
