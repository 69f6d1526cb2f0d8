"""The named dimensions of the sacrum and coccyx: read from ``annotations/shape/sacrum.csv``, checked, looked up."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.errors import InputError

PUBLISHED = "published:"
STATUSES = frozenset({"V", "M-high", "M-medium", "M-low", "D", "P", "R"})


@dataclass(frozen=True)
class Dimension:
    """One row of the table: ``value`` and, where published, ``sd``, in ``unit``; ``lower``..``upper`` bound a fit."""

    name: str
    value: float
    sd: float | None
    lower: float | None
    upper: float | None
    unit: str
    status: str
    source: str
    note: str


def _number(text: str, name: str, column: str) -> float | None:
    if text == "":
        return None
    try:
        return float(text)
    except ValueError as error:
        raise InputError(f"annotations/shape/sacrum.csv: {name}: {column} is {text!r}; allowed: a number") from error


def read_table() -> dict[str, Dimension]:
    """All rows of the shape table by name, shape parameters and published rows (prefix ``published:``).

    Raises
    ------
    InputError
        For a value that is no number, a status that does not exist, or a name given twice.
    """
    rows: dict[str, Dimension] = {}
    with open(annotations_folder() / "shape" / "sacrum.csv", newline="", encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            name = row["name"]
            value = _number(row["value"], name, "value")
            if value is None or name in rows:
                raise InputError(f"annotations/shape/sacrum.csv: {name}: needs one row with a value")
            if row["status"] not in STATUSES:
                allowed = ", ".join(sorted(STATUSES))
                raise InputError(f"annotations/shape/sacrum.csv: {name}: status {row['status']!r}; allowed: {allowed}")
            sd, lower, upper = (_number(row[column], name, column) for column in ("sd", "lower", "upper"))
            rows[name] = Dimension(
                name, value, sd, lower, upper, row["unit"], row["status"], row["source"], row["note"]
            )
    return rows


@dataclass(frozen=True)
class Dimensions:
    """Shape parameters by name, mm and degrees."""

    values: Mapping[str, float]

    def __call__(self, name: str) -> float:
        try:
            return self.values[name]
        except KeyError as error:
            raise InputError(f"annotations/shape/sacrum.csv lacks the dimension {name!r}") from error

    def point(self, name: str) -> Array:
        """(3,) from ``name.x``, ``name.y``, ``name.z``."""
        return np.array([self(f"{name}.{axis}") for axis in "xyz"])

    def points(self, names: list[str]) -> Array:
        """(k, 3) named points."""
        return np.array([self.point(name) for name in names])

    def each(self, names: list[str]) -> Array:
        """(k,) values."""
        return np.array([self(name) for name in names])


def load_dimensions(changes: Mapping[str, float] | None = None) -> Dimensions:
    """Shape parameters of the table with ``changes`` on top.

    Raises
    ------
    InputError
        If ``changes`` names a dimension that does not exist.
    """
    values = {name: row.value for name, row in read_table().items() if not name.startswith(PUBLISHED)}
    for name, value in (changes or {}).items():
        if name not in values:
            raise InputError(f"unknown sacral dimension {name!r}; see annotations/shape/sacrum.csv for the names")
        values[name] = float(value)
    return Dimensions(values)


def published_rows() -> dict[str, Dimension]:
    """Published sacral figures by name without the prefix, for checks on the finished mesh."""
    return {name[len(PUBLISHED) :]: row for name, row in read_table().items() if name.startswith(PUBLISHED)}
