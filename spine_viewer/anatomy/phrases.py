"""Short phrases that figures and names are put into: ``"30 to 60"``, ``"L4-L5 facet joint, left"``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, in_language
from spine_viewer.anatomy.read_json import read_model

PHRASES = "phrases.json"


class PhraseFile(BaseModel):
    """Phrases by language and name, such as ``annotations/phrases.json``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    source: str
    status: str
    languages: tuple[str, ...]
    phrases: dict[str, dict[str, str]]


class Side(str):
    """A side in words; ``{side:f}`` and ``{side:m}`` are its feminine and its masculine form."""

    forms: dict[str, str]

    def __format__(self, form: str) -> str:
        return self.forms.get(form, str(self))


@lru_cache(maxsize=8)
def phrase_file(name: str = PHRASES) -> PhraseFile:
    """A file of phrases of the shipped annotations, read once."""
    return read_model(annotations_folder() / name, PhraseFile)


def phrases(language: str = DEFAULT_LANGUAGE, file: str = PHRASES) -> dict[str, str]:
    """Every phrase of a language by name.

    Raises
    ------
    InputError
        If the file has no phrases in this language.
    """
    return in_language(phrase_file(file).phrases, language, file)


def phrase(name: str, language: str = DEFAULT_LANGUAGE, file: str = PHRASES, /, **values: object) -> str:
    """A phrase with its values filled in; raises ``KeyError`` for an unknown one."""
    return phrases(language, file)[name].format(**values)


def side_word(side: str, language: str = DEFAULT_LANGUAGE) -> Side:
    """``left`` or ``right`` in words."""
    words = phrases(language)
    made = Side(words[side])
    made.forms = {"f": words[f"{side}_f"], "m": words[f"{side}_m"]}
    return made


def listed(items: Sequence[str], language: str = DEFAULT_LANGUAGE) -> str:
    """``"a"``, ``"a and b"``, ``"a, b and c"``."""
    if len(items) < 2:
        return "".join(items)
    return phrase("and", language, first=", ".join(items[:-1]), last=items[-1])
