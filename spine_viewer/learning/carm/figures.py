"""Weights, limits and starts of the C-arm practice, read from ``annotations/practice/carm.json``."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.learning.practice.figures import Fact
from spine_viewer.procedures.technique import Status

FILE = "practice/carm.json"
COMPONENTS = ("gauges", "worst", "middle", "exposures", "movements", "hints")
DIFFICULTIES = (1, 2, 3)


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(_Model):
    """From ``low`` to ``high``, with where it comes from."""

    low: float
    high: float
    source: str
    status: Status
    note: str = ""


class Start(_Model):
    """How far off the C-arm starts: its angles, its beam in the plane of the table, the table's height."""

    angle_deg: Span
    off_mm: Span
    height_mm: Span


class CarmFigures(_Model):
    """The file: ``weights`` of the score's parts, its ``limits``, ``start`` by difficulty, ``steps`` of movement."""

    note: str
    weights: dict[str, Fact]
    limits: dict[str, Fact]
    start: dict[Literal["1", "2", "3"], Start]
    steps: dict[str, Fact]

    @model_validator(mode="after")
    def _whole(self) -> CarmFigures:
        if set(self.weights) != set(COMPONENTS):
            raise ValueError(f"weights must be those of: {', '.join(COMPONENTS)}")
        if abs(sum(fact.value for fact in self.weights.values()) - 100.0) > 1e-9:
            raise ValueError("weights must add up to 100")
        return self

    def weight(self, component: str) -> float:
        """Points of a part of the score."""
        return self.weights[component].value

    def limit(self, name: str) -> float:
        """A limit of the score."""
        return self.limits[name].value

    def step(self, name: str) -> float:
        """The smallest movement of a joint."""
        return self.steps[name].value

    def start_of(self, difficulty: int) -> Start:
        """How far off the C-arm starts."""
        return {int(name): one for name, one in self.start.items()}[difficulty]


@lru_cache(maxsize=1)
def carm_figures() -> CarmFigures:
    """The shipped file, read once."""
    return read_model(annotations_folder() / FILE, CarmFigures)
