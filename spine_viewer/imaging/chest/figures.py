"""The figures of lungs and windpipe, read from ``annotations/chest.json``."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.sourced import Status
from spine_viewer.imaging.settings import Fact


class Place(BaseModel):
    """A point: offset (mm: left, posterior, superior) from the centre of a vertebral body."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    level: str = Field(alias="from")
    at: tuple[float, float, float]


class AirwayPoint(Place):
    """One point of the airway's axis and how wide it is there, mm."""

    diameter: float


class Airway(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    status: Status
    source: str
    note: str
    path: tuple[AirwayPoint, ...]


class Heart(Place):
    """An ellipsoid: centre and radii, mm."""

    radii: tuple[float, float, float]
    status: Status
    source: str
    note: str


class HalfWidth(BaseModel):
    """From the midline to the lungs at the height of a vertebral body, mm."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    level: str = Field(alias="from")
    left: float
    right: float


class Mediastinum(BaseModel):
    """What lies between the lungs in front of the spine."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    status: Status
    source: str
    note: str
    half_width_mm: tuple[HalfWidth, ...]


class ChestFile(BaseModel):
    """Content of ``chest.json``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    lung: dict[str, Fact]
    mediastinum: Mediastinum
    apex: dict[str, Fact]
    diaphragm: dict[str, Fact]
    heart: Heart
    airway: Airway


@lru_cache(maxsize=1)
def chest_facts() -> ChestFile:
    """``annotations/chest.json``, read once."""
    return read_model(annotations_folder() / "chest.json", ChestFile)
