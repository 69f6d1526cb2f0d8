"""Rules about texts in several languages: a file that claims a language has every text in it, with the same braces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from spine_viewer.anatomy.braces import braces_in
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, LANGUAGES
from spine_viewer.anatomy.rules.finding import Finding
from spine_viewer.anatomy.rules.material import Material

CLAIM = "languages"
INDEPENDENT = ("courses",)  # what stands in these claims its languages itself
ENGLISH = (
    "the", "and", "of", "with", "from", "to", "at", "is", "are", "was", "were", "be", "been", "not", "it",
    "its", "this", "that", "these", "those", "by", "or", "on", "in", "for", "than", "may", "which", "where",
    "when", "while", "until", "into", "over", "under", "above", "below", "behind", "beside", "between", "each",
    "you", "your", "they", "their", "has", "have", "can", "will", "needle", "nerve", "joint", "bone", "branch",
    "left", "right", "degrees", "tip", "spot", "place", "check", "down", "oblique", "tilt", "lesion",
    "process", "facet", "least", "most", "upper", "middle", "lower", "depth", "width", "target", "limit",
    "skin", "neck", "chest", "heat", "pain",
)  # fmt: skip
Table = tuple[str, dict[str, Any], tuple[str, ...]]


def tables(content: Any, place: str = "", claimed: tuple[str, ...] = ()) -> Iterator[Table]:
    """Every table of texts by language: its place, itself, and the languages that its file claims there.

    A claim is a list ``languages``; it holds for what stands beside and below it.
    """
    if isinstance(content, list):
        for i, part in enumerate(content):
            yield from tables(part, f"{place}.{i}", claimed)
    if not isinstance(content, dict):
        return
    claimed = tuple(content.get(CLAIM, claimed))
    if DEFAULT_LANGUAGE in content and set(content) <= set(LANGUAGES):
        yield place, content, claimed
        return
    for key, part in content.items():
        below = claimed if place.rpartition(".")[2] not in INDEPENDENT else (DEFAULT_LANGUAGE,)
        yield from tables(part, f"{place}.{key}" if place else key, below)


def texts_in(content: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text below a part of a document, with its place."""
    if isinstance(content, str):
        yield place, content
    pairs = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, part in pairs:
        yield from texts_in(part, f"{place}.{key}" if place else str(key))


def claimed_languages_are_complete(material: Material) -> Iterator[Finding]:
    """Every text is there in every language that its file claims, for the same things and with the same braces."""
    for name, document in material.documents.items():
        for place, table, claimed in tables(document):
            reference = dict(texts_in(table[DEFAULT_LANGUAGE]))
            for language in claimed:
                own = dict(texts_in(table.get(language, {})))
                bad = sorted(key or "text" for key in reference.keys() ^ own.keys())
                bad += [f"braces of {key or 'text'}" for key in sorted(reference.keys() & own.keys())
                        if _braces(own[key]) != _braces(reference[key])]  # fmt: skip
                bad += [f"{key or 'text'} is empty" for key in own if reference.get(key) and not own[key].strip()]
                value = ", ".join(bad) or "complete"
                yield Finding("text in each language", f"{name}: {place}, {language}", not bad, value, "complete")


def no_english_is_left(material: Material) -> Iterator[Finding]:
    """No text in another language holds everyday English words."""
    word = re.compile(rf"\b({'|'.join(ENGLISH)})\b", re.IGNORECASE)
    for name, place, language, content in _translated(material):
        found = sorted(
            {f"{key or 'text'}: {m.group()}" for key, text in texts_in(content) for m in word.finditer(_plain(text))}
        )
        value = ", ".join(found) or "none"
        yield Finding("no English is left", f"{name}: {place}, {language}", not found, value, "none")


def _translated(material: Material) -> Iterator[tuple[str, str, str, Any]]:
    """Everything in another language than the first: tables by language, and the glossaries."""
    for name, document in material.documents.items():
        for place, table, _ in tables(document):
            yield from ((name, place, language, table[language]) for language in LANGUAGES[1:] if language in table)
    for language in LANGUAGES[1:]:
        name = f"glossary/{language}.json"
        document = material.documents.get(name, {})
        yield from ((name, key, language, part) for key, part in document.items() if isinstance(part, dict))


def _plain(text: str) -> str:
    """A text without what belongs to no language: values, options, files and titles that are quoted."""
    return re.sub(r"\{[^}]*\}|--[a-z-]+|`[^`]*`|«[^»]*»", " ", text)


def _braces(text: str) -> frozenset[str]:
    try:
        return braces_in(text)
    except ValueError as error:
        return frozenset({str(error)})


RULES = (claimed_languages_are_complete, no_english_is_left)
