"""Words of the interface, from ``annotations/interface``: one file per part of the screen, one group per feature.

The page holds all words of the language that is spoken as one state (:data:`SAY`), so that every word on it follows
when the language changes: panels name a word with :func:`live` and never hold it.
"""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, LANGUAGES, in_language
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.refusals import in_words

SAY = "say"  # state of the page: words by feature and name
FOLDER = "interface"

Words = dict[str, dict[str, str]]


class InterfaceFile(BaseModel):
    """One file of ``annotations/interface``: words by language, feature and name."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    source: str
    status: str
    languages: tuple[str, ...]
    words: dict[str, Words]


@lru_cache(maxsize=len(LANGUAGES))
def interface(language: str = DEFAULT_LANGUAGE) -> Words:
    """All words of a language by feature and name.

    Raises
    ------
    InputError
        If a file has no words in this language.
    """
    found: Words = {}
    for path in sorted((annotations_folder() / FOLDER).glob("*.json")):
        found |= in_language(read_model(path, InterfaceFile).words, language, f"{FOLDER}/{path.name}")
    return found


def words(feature: str, language: str = DEFAULT_LANGUAGE) -> dict[str, str]:
    """All words of a feature by their names; raises ``KeyError`` for one that there is none of."""
    return interface(language)[feature]


def text(key: str, language: str = DEFAULT_LANGUAGE, /, **values: str) -> str:
    """Words for a moment, such as ``text("search.more", "es", number="3")``, with ``{names}`` in them filled in.

    Raises
    ------
    KeyError
        For a key that no file has.
    """
    feature, _, name = key.partition(".")
    found = interface(language)[feature][name]
    return found.format(**values) if values else found


def live(key: str, /, **values: str) -> str:
    """A JavaScript expression for words that follow the language.

    Parameters
    ----------
    key : str
        Such as ``"search.label"``.
    **values
        Expressions for the ``{names}`` in the words.

    Raises
    ------
    KeyError
        For a key that no file has.
    """
    text(key)
    feature, _, name = key.partition(".")
    found = f"{SAY}.{feature}" + (f".{name}" if name.isidentifier() else f"['{name}']")
    return found + "".join(f".replace('{{{one}}}', {value})" for one, value in values.items())


def shown(key: str, /, **values: str) -> str:
    """Words that follow the language as the content of an element; as :func:`live`."""
    return f"{{{{ {live(key, **values)} }}}}"


def refused(error: Exception, language: str) -> str:
    """Why something does not go, in one line of a language; in English where nobody has translated it."""
    return in_words(" ".join(str(error).split()), language)


def reason(line: str, language: str) -> tuple[str, str]:
    """A refusal in a language where it has been translated, and the language that it is told in."""
    told = in_words(line, language)
    return told, DEFAULT_LANGUAGE if told == line else language
