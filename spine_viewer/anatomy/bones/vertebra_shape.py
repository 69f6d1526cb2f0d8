"""Named dimensions of one lumbar vertebra (or T12), read from the cited tables in ``annotations``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.morphometry import load_morphometry
from spine_viewer.errors import InputError

BUILT_LEVELS = ("T12", "L1", "L2", "L3", "L4", "L5")


@dataclass(frozen=True)
class VertebraShape:
    """Every number that a vertebra is built from, by name, in mm, degrees or ratios.

    ``values`` holds published dimensions (``EPWu``) and fitted shape parameters (``sap_x``) side by side.
    """

    level: str
    values: Mapping[str, float]

    def __getitem__(self, name: str) -> float:
        return self.values[name]

    def point(self, name: str) -> Array:
        """(3,) float, mm, from the parameters ``name_x``, ``name_y`` and ``name_z``."""
        return np.array([self.values[f"{name}_{axis}"] for axis in "xyz"], dtype=float)

    def midline(self, name: str) -> Array:
        """(3,) float, mm, in the midsagittal plane, from ``name_y`` and ``name_z``."""
        return np.array([0.0, self.values[f"{name}_y"], self.values[f"{name}_z"]], dtype=float)

    def with_values(self, changes: Mapping[str, float]) -> VertebraShape:
        """The same vertebra with some dimensions changed."""
        return replace(self, values={**self.values, **changes})


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise InputError(f"missing table {path.name}; expected in {path.parent.name}/")
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=4)
def shape_parameters(path: Path | None = None) -> dict[str, dict[str, float]]:
    """Fitted parameters by level; ``path`` defaults to ``annotations/shape/vertebra.csv``."""
    levels: dict[str, dict[str, float]] = {level: {} for level in BUILT_LEVELS}
    for line, row in enumerate(_rows(path or annotations_folder() / "shape" / "vertebra.csv"), start=2):
        for level in BUILT_LEVELS:
            try:
                levels[level][row["parameter"]] = float(row[level])
            except ValueError:
                raise InputError(
                    f"shape/vertebra.csv line {line}: {row['parameter']} of {level} is {row[level]!r}, not a number"
                ) from None
    return levels


def load_shape(level: str) -> VertebraShape:
    """All dimensions of one vertebra.

    Raises
    ------
    InputError
        If the level is not one of T12, L1..L5, or a table is missing or malformed.
    """
    if level not in BUILT_LEVELS:
        raise InputError(f"unknown level {level!r}; allowed: {', '.join(BUILT_LEVELS)}")
    return VertebraShape(level, {**load_morphometry().level(level), **shape_parameters()[level]})
