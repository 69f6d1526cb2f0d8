"""Words of the handout, from ``annotations/handout.json``: what holds for a kind of procedure and a region."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.languages import in_language
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.sourced import Status

FILE = "handout.json"
Texts = dict[str, str]  # by language


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Claim(_Model):
    """One statement with its source; ``kinds``, ``regions`` and ``procedures`` say where it holds, empty: everywhere.

    ``name`` stands before a short fact.
    """

    kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    name: Texts | None = None
    text: Texts
    source: str
    more_sources: tuple[str, ...] = ()
    status: Status
    note: str = ""

    def holds(self, kind: str, region: str, procedure: str) -> bool:
        """Whether it is part of the handout of a procedure in a region."""
        asked = ((self.kinds, kind), (self.regions, region), (self.procedures, procedure))
        return all(not allowed or one in allowed for allowed, one in asked)


class Section(_Model):
    """A heading, a line that leads in, and statements."""

    heading: Texts
    lead: Texts | None = None
    claims: tuple[Claim, ...] = Field(min_length=1)


class HandoutFile(_Model):
    """``annotations/handout.json``.

    ``kinds``: kind of every procedure; ``steps``: actions of the film that are shown, by kind.
    """

    note: str
    languages: tuple[str, ...]
    source: str
    status: Status
    kinds: dict[str, str]
    steps: dict[str, tuple[str, ...]]
    words: dict[str, Texts]
    sections: dict[str, Section]

    def word(self, name: str, language: str, /, **values: object) -> str:
        """A word or short phrase with its values filled in."""
        return in_language(self.words[name], language, FILE).format(**values)


@lru_cache(maxsize=1)
def handout_file() -> HandoutFile:
    """The shipped words."""
    return read_model(annotations_folder() / FILE, HandoutFile)
