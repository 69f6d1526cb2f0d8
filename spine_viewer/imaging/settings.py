"""The figures of the C-arm, its views and the beam, read from ``annotations/``."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.sourced import Sourced, Status
from spine_viewer.errors import InputError


class Fact(Sourced):
    """One figure, or the range that is allowed and where it begins."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    default: float | None = None


class Geometry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    oblique_deg: Fact
    tilt_deg: Fact
    source_to_detector_mm: Fact
    source_to_isocentre_mm: Fact
    field_mm: Fact
    wig_wag_deg: Fact
    size_px: Fact
    fields_mm: dict[str, Fact]


class FilmFields(BaseModel):
    """Names of fields: ``usual``, and ``at_needle`` by region where the film looks at one needle."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    status: Status
    source: str
    usual: str
    at_needle: dict[str, str]


class CArmFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    geometry: Geometry
    film_fields: FilmFields
    machine: dict[str, Fact]
    collimator: dict[str, Fact]
    dose: dict[str, Fact]
    views: dict[str, Fact]
    gauges: dict[str, Fact]
    detector: dict[str, Fact]
    display: dict[str, Fact]


@lru_cache(maxsize=1)
def c_arm_facts() -> CArmFile:
    """``annotations/c_arm.json``, read once."""
    return read_model(annotations_folder() / "c_arm.json", CArmFile)


def figure(group: dict[str, Fact], name: str) -> float:
    """The value of a fact that must have one."""
    fact = group.get(name)
    if fact is None or (fact.value is None and fact.default is None):
        raise InputError(f"annotations: no figure {name!r}; known: {', '.join(group)}")
    return float(fact.value if fact.value is not None else fact.default)  # type: ignore[arg-type]


def within(fact: Fact, value: float, what: str, unit: str) -> float:
    """``value`` as a float when the fact's range holds it, else an :class:`InputError` naming the range."""
    number = float(value)
    low, high = float(fact.low or 0.0), float(fact.high or 0.0)
    if not low <= number <= high:
        raise InputError(f"{what} {value:g} is out of range; allowed: {low:g} to {high:g} {unit}")
    return number
