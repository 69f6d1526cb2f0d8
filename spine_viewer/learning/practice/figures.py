"""Weights, limits and the simple models of the practice, read from ``annotations/practice/scoring.json``."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict, model_validator

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.sourced import Fact
from spine_viewer.procedures.technique import Technique

FILE = "practice/scoring.json"
COMPONENTS = (
    "level", "tip", "angle", "cover", "depth", "dangers", "views", "stimulation", "injection", "radiation", "economy",
)  # fmt: skip


class Scoring(BaseModel):
    """The file: ``weights`` of the components, ``limits`` of the score, ``volumes`` and ``model``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    weights: dict[str, Fact]
    limits: dict[str, Fact]
    volumes: dict[str, Fact]
    model: dict[str, Fact]

    @model_validator(mode="after")
    def _whole(self) -> Scoring:
        if set(self.weights) != set(COMPONENTS):
            raise ValueError(f"weights must be those of: {', '.join(COMPONENTS)}")
        if abs(sum(fact.value for fact in self.weights.values()) - 100.0) > 1e-9:
            raise ValueError("weights must add up to 100")
        return self

    def weight(self, component: str) -> float:
        """Points of a component."""
        return self.weights[component].value

    def limit(self, name: str) -> float:
        """A figure of the score."""
        return self.limits[name].value

    def modelled(self, name: str) -> float:
        """A figure of needle, nerves or clock."""
        return self.model[name].value

    def most_ml(self, technique: Technique) -> float:
        """Most anaesthetic at one place."""
        if technique.kind == "rf":
            return self.volumes["before_lesion_ml"].value
        if technique.id == "facet-injection":
            cited = technique.values["volume_most_ml"].value
            return float(max(cited) if isinstance(cited, tuple) else cited)
        return self.volumes["neck_ml" if technique.region == "cervical" else "back_ml"].value


@lru_cache(maxsize=1)
def scoring() -> Scoring:
    """The shipped file, read once."""
    return read_model(annotations_folder() / FILE, Scoring)
