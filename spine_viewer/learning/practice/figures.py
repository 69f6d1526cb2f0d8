"""Weights, limits and the simple models of the practice, read from ``annotations/practice/scoring.json``."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.sourced import Fact
from spine_viewer.learning.score_file import ScoreFile
from spine_viewer.procedures.technique import Technique

FILE = "practice/scoring.json"
COMPONENTS = (
    "level", "tip", "angle", "cover", "depth", "dangers", "views", "stimulation", "injection", "radiation", "economy",
)  # fmt: skip


class Scoring(ScoreFile):
    """The file: beside weights and limits the ``volumes`` and the ``model`` of needle, nerves and clock."""

    PARTS: ClassVar[tuple[str, ...]] = COMPONENTS
    volumes: dict[str, Fact]
    model: dict[str, Fact]

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
