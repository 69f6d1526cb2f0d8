"""The named dimensions of the hip bone, read from ``annotations/shape/hip.csv``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.errors import InputError


@dataclass(frozen=True)
class HipShape:
    """Values by name, mm and degrees, in the order of the file.

    A name is ``part:group:item:column``, for instance ``ilium:border:crest_top:u``; ``sd`` holds the range within
    which a dimension may be fitted.
    """

    values: dict[str, float]
    sd: dict[str, float]

    def number(self, name: str) -> float:
        """One value; an :class:`InputError` when the file lacks it."""
        if name not in self.values:
            raise InputError(f"hip shape has no dimension {name!r}; allowed: the names in annotations/shape/hip.csv")
        return self.values[name]

    def numbers(self, prefix: str, columns: tuple[str, ...]) -> Array:
        """(len(columns),) values ``prefix:column``."""
        return np.array([self.number(f"{prefix}:{column}") for column in columns])

    def items(self, prefix: str) -> list[str]:
        """Names of the items below ``prefix``, in file order."""
        found: dict[str, None] = {}
        for name in self.values:
            if name.startswith(prefix + ":"):
                found.setdefault(name[len(prefix) + 1 :].split(":")[0])
        return list(found)

    def table(self, prefix: str, columns: tuple[str, ...]) -> Array:
        """(items, columns) values of every item below ``prefix``."""
        return np.array([self.numbers(f"{prefix}:{item}", columns) for item in self.items(prefix)])

    def point(self, prefix: str) -> Array:
        """(3,) point ``prefix:x``, ``prefix:y``, ``prefix:z``."""
        return self.numbers(prefix, ("x", "y", "z"))


@lru_cache(maxsize=1)
def load_hip_shape() -> HipShape:
    """The shipped dimensions."""
    values: dict[str, float] = {}
    sd: dict[str, float] = {}
    with (annotations_folder() / "shape" / "hip.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            values[row["name"]] = float(row["value"])
            sd[row["name"]] = float(row["sd"])
    return HipShape(values, sd)
