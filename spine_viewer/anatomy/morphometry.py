"""Reads ``annotations/morphometry.csv``: one chosen value per level and dimension, with its source and status."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.errors import InputError

COLUMNS = ("level", "dimension", "value", "sd", "low", "high", "unit", "status", "source", "note")
READING_DEG = 0.5  # an angle is not read more finely, so a published 0 degrees has a band too
STATUSES = ("V", "M-high", "M-medium", "M-low", "D", "P", "R")


@dataclass(frozen=True)
class Dimension:
    """One row: ``value`` in ``unit``; ``sd`` or the range ``low`` to ``high`` where published."""

    level: str
    dimension: str
    value: float
    sd: float | None
    low: float | None
    high: float | None
    unit: str
    status: str
    source: str
    note: str

    @property
    def band(self) -> tuple[float, float]:
        """Acceptable (low, high): the published range, one SD, or 5 % where neither is known."""
        if self.low is not None and self.high is not None:
            return self.low, self.high
        least = READING_DEG if self.unit == "deg" else 0.0
        reach = self.sd if self.sd is not None else max(0.05 * abs(self.value), least)
        return self.value - reach, self.value + reach


@dataclass(frozen=True)
class Morphometry:
    """The whole table, looked up by (level, dimension)."""

    rows: tuple[Dimension, ...]

    def find(self, level: str, dimension: str) -> Dimension | None:
        """The row, or None."""
        return next((r for r in self.rows if r.level == level and r.dimension == dimension), None)

    def value(self, level: str, dimension: str) -> float:
        """The chosen value; InputError when the table has no such row."""
        row = self.find(level, dimension)
        if row is None:
            raise InputError(f"morphometry.csv: no row for level {level!r}, dimension {dimension!r}")
        return row.value

    def level(self, level: str) -> dict[str, float]:
        """All values of a level by dimension."""
        return {r.dimension: r.value for r in self.rows if r.level == level}


def _number(text: str, place: str) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{place}: {text!r} is not a number") from None


@lru_cache(maxsize=4)
def load_morphometry(path: Path | None = None) -> Morphometry:
    """The table from ``path`` (default: the shipped file); InputError with line and value when it is bad."""
    path = path or annotations_folder() / "morphometry.csv"
    rows: list[Dimension] = []
    seen: set[tuple[str, str]] = set()
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise InputError(f"{path.name}: columns are {reader.fieldnames}; needed: {', '.join(COLUMNS)}")
        for line, row in enumerate(reader, start=2):
            place = f"{path.name} line {line}"
            value = _number(row["value"], place)
            key = (row["level"], row["dimension"])
            if value is None or not row["source"]:
                raise InputError(f"{place}: value and source are needed")
            if row["status"] not in STATUSES:
                raise InputError(f"{place}: status {row['status']!r}; allowed: {', '.join(STATUSES)}")
            if key in seen:
                raise InputError(f"{place}: {key} stands twice; one value per level and dimension")
            seen.add(key)
            sd, low, high = (_number(row[name], place) for name in ("sd", "low", "high"))
            rows.append(Dimension(*key, value, sd, low, high, row["unit"], row["status"], row["source"], row["note"]))
    return Morphometry(tuple(rows))
