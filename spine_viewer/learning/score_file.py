"""What the scores of all exercises share: a file of weights and limits, and the parts that a score is the sum of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, model_validator

from spine_viewer.anatomy.sourced import Fact


class ScoreFile(BaseModel):
    """``weights`` of the parts, which add up to 100, and ``limits`` of the score; ``PARTS`` are their names."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    PARTS: ClassVar[tuple[str, ...]] = ()
    note: str
    weights: dict[str, Fact]
    limits: dict[str, Fact]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if set(self.weights) != set(self.PARTS):
            raise ValueError(f"weights must be those of: {', '.join(self.PARTS)}")
        if abs(sum(fact.value for fact in self.weights.values()) - 100.0) > 1e-9:
            raise ValueError("weights must add up to 100")
        return self

    def weight(self, part: str) -> float:
        """Points of a part of the score."""
        return self.weights[part].value

    def limit(self, name: str) -> float:
        """A limit of the score."""
        return self.limits[name].value


@dataclass(frozen=True)
class Component:
    """One part of a score: ``points`` of at most ``most``."""

    name: str
    points: float
    most: float

    @property
    def full(self) -> bool:
        """Nothing lost."""
        return self.points >= self.most - 1e-9


def components_json(components: tuple[Component, ...]) -> dict[str, dict[str, float]]:
    """Plain JSON values by name."""
    return {one.name: {"points": round(one.points, 3), "most": round(one.most, 3)} for one in components}


def falling(value: float, full: float, none: float) -> float:
    """1 up to ``full``, falling evenly to 0 at ``none``."""
    return min(1.0, max(0.0, (none - value) / (none - full)))
