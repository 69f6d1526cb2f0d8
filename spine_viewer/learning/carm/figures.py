"""Weights, limits and starts of the C-arm practice, read from ``annotations/practice/carm.json``."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.sourced import Fact, Sourced
from spine_viewer.learning.score_file import ScoreFile

FILE = "practice/carm.json"
COMPONENTS = ("gauges", "worst", "middle", "exposures", "movements", "hints")
DIFFICULTIES = (1, 2, 3)


class Span(Sourced):
    """From ``low`` to ``high``, with where it comes from."""

    low: float
    high: float


class Start(BaseModel):
    """How far off the C-arm starts: its angles, its beam in the plane of the table, the table's height."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    angle_deg: Span
    off_mm: Span
    height_mm: Span


class CarmFigures(ScoreFile):
    """The file: beside weights and limits the ``start`` by difficulty and the ``steps`` of movement."""

    PARTS: ClassVar[tuple[str, ...]] = COMPONENTS
    start: dict[Literal["1", "2", "3"], Start]
    steps: dict[str, Fact]

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
