"""The figures of injected fluid, read from ``annotations/injectate.json``."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.sourced import Fact, Sourced


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FactPair(Sourced):
    """Two figures of one kind."""

    value: tuple[float, float]
    unit: str


class VeinPoint(_Model):
    """A point of a vein: ``offset`` (lateral, posterior, superior mm) from a landmark of the bone beside the needle."""

    at: str
    offset: tuple[float, float, float]


class VeinBranch(_Model):
    """A branch of the vein that leaves it at point ``from``."""

    start: int = Field(alias="from")
    way: tuple[VeinPoint, ...]


class VeinWay(_Model):
    """Course of the vein from near the needle on, and its branches."""

    trunk: tuple[VeinPoint, ...]
    branches: tuple[VeinBranch, ...]


class VeinWays(_Model):
    """Courses beside a vertebra and beside the sacrum."""

    source: str
    status: str
    note: str
    vertebra: VeinWay
    sacrum: VeinWay


class VesselFacts(_Model):
    seen_percent: Fact
    body_width_mm: Fact
    diameter_mm: FactPair
    fills_by: Fact
    clears_from: Fact
    share: Fact
    ways: VeinWays


class JointFacts(_Model):
    """How fluid fills a facet joint and leaves it when the capsule gives way."""

    capsule_ml: dict[str, Fact]
    reach_mm: Fact
    space_speed: Fact
    recess_speed: Fact
    around_speed: Fact
    recess_mm: dict[str, Fact]
    space_share: Fact
    recess_share: Fact


class InjectateFile(_Model):
    note: str
    languages: tuple[str, ...]
    cell_mm: Fact
    reach_mm: Fact
    share: Fact
    plane_mm: Fact
    plane_speed: Fact
    course_mm: Fact
    course_speed: Fact
    reached_mm: Fact
    vessel: VesselFacts
    joint: JointFacts
    slider_ml: FactPair
    texts: dict[str, dict[str, dict[str, str]]]


@lru_cache(maxsize=1)
def injectate_facts() -> InjectateFile:
    """``annotations/injectate.json``, read once."""
    return read_model(annotations_folder() / "injectate.json", InjectateFile)
