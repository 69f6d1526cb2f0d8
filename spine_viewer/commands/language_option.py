"""``--language``: of labels, captions and texts."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, LANGUAGES
from spine_viewer.commands.parser import languages_of, one_of
from spine_viewer.errors import InputError

OPTION = "--language"


def add_language_option(
    parser: argparse.ArgumentParser, what: str = "labels and texts", allowed: tuple[str, ...] = LANGUAGES
) -> None:
    """Add the option; ``what`` says which words it is for."""
    named = f"{what}: {', '.join(allowed)} (default {DEFAULT_LANGUAGE})"
    parser.add_argument(OPTION, type=one_of(allowed, "language"), default=DEFAULT_LANGUAGE, help=named)


def check_language(options: argparse.Namespace) -> None:
    """Refuse a language that the technique for the joint, or for one of several, has no texts in."""
    if not options.procedure:
        return
    for joint in options.joint if isinstance(options.joint, list) else [options.joint]:
        allowed = languages_of(options.procedure, joint)
        if options.language not in allowed:
            raise InputError(
                f"{options.procedure} at {joint} has no texts in --language {options.language}; "
                f"allowed: {', '.join(allowed)}"
            )


def language_asked(arguments: Sequence[str]) -> str:
    """The language that the arguments ask for: the default one where they name none, or one that is not there."""
    asked = DEFAULT_LANGUAGE
    for here, after in zip(arguments, [*arguments[1:], ""], strict=True):
        if here == OPTION:
            asked = after
        elif here.startswith(f"{OPTION}="):
            asked = here.partition("=")[2]
    return asked if asked in LANGUAGES else DEFAULT_LANGUAGE
