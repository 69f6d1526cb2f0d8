"""What the screen says of the heat, from ``annotations/heat.json``."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.languages import in_language
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.sourced import Status
from spine_viewer.procedures.technique import Registers


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Places(_Model):
    """Several distances."""

    value: tuple[float, ...]
    unit: str
    source: str
    status: Status
    note: str


class Length(_Model):
    """One length."""

    value: float
    unit: str
    source: str
    status: Status
    note: str


class ComparisonFacts(_Model):
    """What the comparison of parallel and perpendicular electrodes is set up with."""

    nerve_diameter_mm: Length
    farther_mm: Places


class HeatFile(_Model):
    """Everything in ``annotations/heat.json``."""

    note: str
    source: str
    status: Status
    languages: tuple[str, ...]
    places_mm: Places
    comparison: ComparisonFacts
    texts: dict[str, dict[str, Registers]]


@lru_cache(maxsize=1)
def heat_file() -> HeatFile:
    """The shipped file, read once."""
    return read_model(annotations_folder() / "heat.json", HeatFile)


def said(name: str, audience: str, language: str, **values: str) -> str:
    """A text with its values filled in; raises ``KeyError`` for an unknown one."""
    return in_language(heat_file().texts, language, "heat.json")[name].of(audience).format(**values)
