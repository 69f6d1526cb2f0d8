"""Reads a table of ``annotations/shape``: a row per parameter, a column per bone. The one reader of them all."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.errors import InputError


@lru_cache(maxsize=16)
def read_columns(table: str, columns: tuple[str, ...], folder: Path | None = None) -> dict[str, dict[str, float]]:
    """Parameters by name, for each of ``columns``, from ``table`` (``thoracic.csv``) in ``folder`` (default: shipped).

    Raises
    ------
    InputError
        If the table is missing or a cell is not a number.
    """
    path = (folder or annotations_folder() / "shape") / table
    if not path.is_file():
        raise InputError(f"missing table {path.name}; expected in {path.parent.name}/")
    found: dict[str, dict[str, float]] = {column: {} for column in columns}
    with path.open(newline="", encoding="utf-8") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            for column in columns:
                try:
                    found[column][row["parameter"]] = float(row[column])
                except (KeyError, TypeError, ValueError):
                    name, cell = row.get("parameter"), row.get(column)
                    raise InputError(
                        f"shape/{table} line {line}: {name} of {column} is {cell!r}, not a number"
                    ) from None
    return found
