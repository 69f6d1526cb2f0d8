"""Reads ``annotations/quiz``: how hard a question is, what is asked for, and what landmarks and views are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.languages import in_language
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.sourced import Status
from spine_viewer.learning.quiz.model import Source

FOLDER = "quiz"
Level = Literal["1", "2", "3"]
Number = TypeVar("Number", int, float)


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(_Model):
    """One figure with where it comes from."""

    value: float
    source: str
    status: Status
    note: str = ""


class Structure(_Model):
    """A kind of structure that is asked for, from which difficulty on, and how it is looked at.

    ``view`` ``side`` looks from the side that the structure is on.
    """

    kind: str
    from_: int = Field(alias="from", ge=1, le=3)
    view: Literal["posterior", "side"]
    layers: tuple[str, ...]


class Rules(_Model):
    """By difficulty: ``options`` offered, ``steps`` to order, degrees by which other views differ at least."""

    note: str
    source: str
    status: Status
    options: dict[Level, int]
    steps: dict[Level, int]
    view_apart_deg: dict[Level, float]
    mark_apart_mm: Figure
    structures: tuple[Structure, ...]


class Told(_Model):
    """A text in each language with its source."""

    source: str
    status: Status
    text: dict[str, str]

    def say(self, language: str) -> str:
        """The text in a language."""
        return in_language(self.text, language, FOLDER)

    @property
    def cited(self) -> Source:
        """Its source."""
        return Source(self.source, self.status)


class Landmark(Told):
    """A landmark of an X-ray; ``group``: what it is or is a part of."""

    group: str
    sided: bool
    name: dict[str, str]


class LandmarkFile(_Model):
    """``landmarks.json``."""

    note: str
    source: str
    status: Status
    languages: tuple[str, ...]
    landmarks: dict[str, Landmark]


class ViewFile(_Model):
    """``views.json``."""

    note: str
    source: str
    status: Status
    languages: tuple[str, ...]
    views: dict[str, Told]


@lru_cache(maxsize=1)
def rules() -> Rules:
    """How hard a question is."""
    return read_model(annotations_folder() / FOLDER / "rules.json", Rules)


@lru_cache(maxsize=1)
def landmarks() -> dict[str, Landmark]:
    """Landmarks by the key of their mark."""
    return read_model(annotations_folder() / FOLDER / "landmarks.json", LandmarkFile).landmarks


@lru_cache(maxsize=1)
def views() -> dict[str, Told]:
    """Views by name."""
    return read_model(annotations_folder() / FOLDER / "views.json", ViewFile).views


def by_level(table: Mapping[Level, Number], difficulty: int) -> Number:
    """The entry of a difficulty."""
    return {int(key): value for key, value in table.items()}[difficulty]
