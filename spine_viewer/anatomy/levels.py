"""Reads ``annotations/levels.json``: the order of the column, its poses, and the gaps between bones."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.ids import BONES
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.sourced import Sourced

POSES = ("standing", "prone")


class Figure(Sourced):
    """A number with its standard deviation where known."""

    value: float
    sd: float | None = None


class TableReference(BaseModel):
    """Where a dimension stands that is kept in a table."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    dimension: str
    table: str


class Levels(BaseModel):
    """Content of ``levels.json``.

    ``column``: bones from the sacrum upwards, each on the one before it; ``carried``: bones that move with another
    one, by their carrier, which stands before them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    column: tuple[str, ...]
    carried: dict[str, tuple[str, ...]]
    disc_height: TableReference
    segmental_lordosis_deg: dict[str, dict[str, Figure]]
    sacral_slope_deg: dict[str, Figure]
    gaps_mm: dict[str, Figure]
    cortical_shell_mm: Figure

    @property
    def segments(self) -> tuple[tuple[str, str], ...]:
        """(upper, lower) bones from the sacrum upwards: (("L5", "sacrum"), ("L4", "L5"), ...)."""
        return tuple(zip(self.column[1:], self.column[:-1], strict=True))

    @property
    def bones(self) -> tuple[str, ...]:
        """All bones, from above downwards, in the order of ``ids.BONES``."""
        have = {*self.column, *(bone for others in self.carried.values() for bone in others)}
        return tuple(bone for bone in BONES if bone in have)


def segment_name(upper: str, lower: str) -> str:
    """``L5-S1`` for ("L5", "sacrum"), ``L4-L5`` for ("L4", "L5")."""
    return f"{upper}-{'S1' if lower == 'sacrum' else lower}"


@lru_cache(maxsize=4)
def load_levels(path: Path | None = None) -> Levels:
    """Levels from ``path`` (default: the shipped file)."""
    return read_model(path or annotations_folder() / "levels.json", Levels)
