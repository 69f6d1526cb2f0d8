"""Finds structures by any of their names: English, Spanish, Latin, synonyms, ids; accents and case do not matter.

Every word of a query must begin a word of one name, in any order; levels and sides may stand in any language beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from spine_viewer.anatomy.glossary import AUDIENCES, LANGUAGES, Glossary, entry_key
from spine_viewer.anatomy.synonyms import load_synonyms
from spine_viewer.scene.names import name_of

SIDE_WORDS = {
    "left": ("left", "izquierda", "izquierdo", "sinister", "sinistra", "sinistrum"),
    "right": ("right", "derecha", "derecho", "dexter", "dextra", "dextrum"),
}
ORDER = ("bone", "cartilage", "disc", "nerve", "ligament", "cord", "artery", "pleura", "skin")
WORD = re.compile(r"[a-z]+[0-9]*|[0-9]+")
LEVEL = re.compile(r"[ctls][0-9]+")


@dataclass(frozen=True)
class Name:
    """One name of a structure: its language (``id`` for identifiers), its text, and the words that it is found by."""

    language: str
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """A structure that was found, and the name that it was found by."""

    structure_id: str
    name: Name


@dataclass(frozen=True)
class _Entry:
    structure_id: str
    names: tuple[Name, ...]
    beside: tuple[str, ...]  # levels and sides
    rank: int
    all_words: str  # of every name, a blank before and after each: a quick way to rule an entry out


class SearchIndex:
    """Every name of every structure of a spine.

    Parameters
    ----------
    spine : anatomy.spine.Spine
    """

    def __init__(self, spine: Any) -> None:
        glossaries = [Glossary(language) for language in LANGUAGES]
        kinds = {name: str(spine.structure(name).kind) for name in spine.structures()}
        self._entries = [_entry(spine, name, kind, glossaries) for name, kind in kinds.items()]

    def find(self, query: str, shown: Callable[[str], bool] = lambda _: True) -> list[Hit]:
        """Structures with a name in which every word of the query begins a word, the best first.

        Parameters
        ----------
        query : str
        shown : callable
            Whether a structure is drawn now: of equally good ones these come first.
        """
        wanted = words_of(query)
        if not wanted:
            return []
        marks = [f" {word} " if word[-1].isdigit() else f" {word}" for word in wanted]
        found = []
        for place, entry in enumerate(self._entries):
            if not all(mark in entry.all_words for mark in marks):
                continue
            fits = [(score, name) for name in entry.names if (score := _score(wanted, name, entry.beside)) is not None]
            if fits:
                score, name = min(fits, key=lambda fit: fit[0])
                order = (score, not shown(entry.structure_id), entry.rank, place)
                found.append((order, Hit(entry.structure_id, name)))
        return [hit for _, hit in sorted(found, key=lambda one: one[0])]


def words_of(text: str) -> tuple[str, ...]:
    """Words of a text in small letters without accents; ``L4-L5`` and ``L4L5`` are two."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return tuple(WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def _score(wanted: tuple[str, ...], name: Name, beside: tuple[str, ...]) -> tuple[int, bool, bool, int] | None:
    """How far a name is from a query, smaller is nearer; None where a word of the query is in neither."""
    own = [any(_begins(word, other) for other in name.words) for word in wanted]
    if not any(own):
        own = [False] * len(wanted)
        if any(LEVEL.fullmatch(word) is None for word in wanted):
            return None
    if not all(mine or any(_begins(word, other) for other in beside) for mine, word in zip(own, wanted, strict=True)):
        return None
    whole = sum(word in name.words for word in wanted)
    first = bool(name.words) and _begins(wanted[0], name.words[0])
    return (own.count(False) - whole, not first, name.language == "id", len(name.words))


def _begins(word: str, other: str) -> bool:
    """Whether a word begins another; numbers and levels must be the same, so that T1 does not find T12."""
    return word == other if word[-1].isdigit() else other.startswith(word)


def _entry(spine: Any, structure_id: str, kind: str, glossaries: list[Glossary]) -> _Entry:
    about = structure_id.removeprefix("cartilage:") if kind == "cartilage" else structure_id
    key = entry_key(about)
    nerve = spine.nerve(structure_id) if kind == "nerve" else None
    texts: list[tuple[str, str]] = []
    for glossary in glossaries:
        for audience in AUDIENCES:
            texts.append((glossary.language, glossary.card(about, audience).title))
            crosses = nerve.crosses if nerve is not None else None
            texts.append((glossary.language, name_of(structure_id, audience, glossary.language, crosses)))
    texts += [(language, text) for language, names in load_synonyms().get(key, {}).items() for text in names]
    card = glossaries[0].card(about)
    texts.append(("la", card.latin))
    texts += [("id", f"{system} {number}") for system, number in card.ids.items()]
    texts.append(("id", structure_id))
    names = [Name(language, text, words_of(text)) for language, text in dict.fromkeys(texts)]
    names += [Name("id", f"{system} {number}", words_of(f"{system}{number}")) for system, number in card.ids.items()]
    rank, beside = ORDER.index(kind) if kind in ORDER else len(ORDER), _beside(structure_id)
    words = {word for name in names for word in name.words}
    return _Entry(structure_id, tuple(names), beside, rank, f" {'  '.join(sorted(words | set(beside)))} ")


def _beside(structure_id: str) -> tuple[str, ...]:
    """Levels, also as the second half of ``L4-5``, and sides in every language."""
    words = words_of(structure_id.replace("_", " "))
    levels = [word for word in words if LEVEL.fullmatch(word)]
    sides = [side for word in words for side in SIDE_WORDS.get(word, ())]
    return (*levels, *(level[1:] for level in levels[1:]), *sides)
