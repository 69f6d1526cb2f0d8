"""Named dimensions of the thoracic vertebrae T1 to T11, read from the cited tables in ``annotations``."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.morphometry import load_morphometry
from spine_viewer.errors import InputError

THORACIC_LEVELS = tuple(f"T{number}" for number in range(1, 12))


@lru_cache(maxsize=4)
def thoracic_parameters(path: Path | None = None) -> dict[str, dict[str, float]]:
    """Shape parameters by level; ``path`` defaults to ``annotations/shape/thoracic.csv``.

    Raises
    ------
    InputError
        If the table is missing or a cell is not a number.
    """
    path = path or annotations_folder() / "shape" / "thoracic.csv"
    if not path.is_file():
        raise InputError(f"missing table {path.name}; expected in {path.parent.name}/")
    levels: dict[str, dict[str, float]] = {level: {} for level in THORACIC_LEVELS}
    with path.open(newline="", encoding="utf-8") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            for level in THORACIC_LEVELS:
                try:
                    levels[level][row["parameter"]] = float(row[level])
                except (KeyError, TypeError, ValueError):
                    raise InputError(
                        f"shape/{path.name} line {line}: {row.get('parameter')} of {level} is {row.get(level)!r},"
                        " not a number"
                    ) from None
    return levels


def load_shape(level: str) -> VertebraShape:
    """All dimensions of one thoracic vertebra.

    Raises
    ------
    InputError
        If the level is not one of T1..T11, or a table is missing or malformed.
    """
    if level not in THORACIC_LEVELS:
        raise InputError(f"unknown level {level!r}; allowed: {', '.join(THORACIC_LEVELS)}")
    return VertebraShape(level, {**load_morphometry().level(level), **thoracic_parameters()[level]})
