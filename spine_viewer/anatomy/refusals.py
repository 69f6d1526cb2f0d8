"""Refusals in the user's language, looked up by their English line as message catalogues do.

What is refused is known deep in the packages, the language only to the command line and the screen. So every line is
raised in English, and ``annotations/refusals.json`` holds it beside its translation. A line that is not in the file
stays English.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE

FILE = "refusals.json"
VIEW_WORDS = "view_words.json"
MACHINE = ("room_unreached", "room_orbit", "room_angulation", "room_detector_", "room_tube_", "room_arc_")
WORDS = ("what", "reason", "reasons", "unit")  # values that are words of their own
QUOTED = r"""'.*?'|".*?"|\S+"""  # a value as it was typed


def in_words(line: str, language: str) -> str:
    """A refusal in a language.

    Parameters
    ----------
    line : str
        As it was raised, in English.
    language : str
        One of :data:`spine_viewer.anatomy.languages.LANGUAGES`.
    """
    if language == DEFAULT_LANGUAGE:
        return line
    lines = _lines()
    for name, pattern in _patterns():
        found = pattern.fullmatch(line)
        if found:
            values = {key: _value(text, language) if key in WORDS else text for key, text in found.groupdict().items()}
            return lines[language][name].format(**values)
    return line


def _value(text: str, language: str) -> str:
    """Words within a line: a line of their own, or the terms that stand in them."""
    whole = in_words(text, language)
    if whole != text:
        return whole
    terms = _file(FILE)["terms"]
    longest_first = sorted(terms[DEFAULT_LANGUAGE].items(), key=lambda term: -len(term[1]))
    own = {english: terms[language][name] for name, english in longest_first}
    known = re.compile(rf"\b({'|'.join(map(re.escape, own))})\b")
    return known.sub(lambda found: own[found.group()], text)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every line as a pattern: first those around another line, then the one with the most words of its own."""
    lines = _lines()[DEFAULT_LANGUAGE]

    def order(name: str) -> tuple[bool, int]:
        return "{reason}" not in lines[name], -len(re.sub(r"\{\w+\}", "", lines[name]))

    return tuple((name, re.compile(_pattern(lines[name]))) for name in sorted(lines, key=order))


def _pattern(line: str) -> str:
    parts = re.split(r"\{(\w+)\}", line)
    return "".join(
        re.escape(part) if i % 2 == 0 else f"(?P<{part}>{QUOTED if part == 'value' else '.+?'})"
        for i, part in enumerate(parts)
    )


@lru_cache(maxsize=1)
def _lines() -> dict[str, dict[str, str]]:
    """Every line by language and name, with what the C-arm runs into."""
    own, machine = _file(FILE)["lines"], _file(VIEW_WORDS)["phrases"]
    return {
        language: lines | {name: line for name, line in machine[language].items() if name.startswith(MACHINE)}
        for language, lines in own.items()
    }


@lru_cache(maxsize=2)
def _file(name: str) -> dict[str, Any]:
    with (annotations_folder() / name).open(encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found
