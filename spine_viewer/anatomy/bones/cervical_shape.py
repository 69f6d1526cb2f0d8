"""Named dimensions of one vertebra of the neck (C3 to C7), read from the cited tables in ``annotations``."""

from __future__ import annotations

import csv
from functools import lru_cache

from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.morphometry import load_morphometry
from spine_viewer.errors import InputError

CERVICAL_LEVELS = ("C3", "C4", "C5", "C6", "C7")


@lru_cache(maxsize=1)
def cervical_parameters() -> dict[str, dict[str, float]]:
    """Shape parameters by level from ``annotations/shape/cervical.csv``.

    Raises
    ------
    InputError
        If the table is missing or holds something that is not a number.
    """
    path = annotations_folder() / "shape" / "cervical.csv"
    if not path.is_file():
        raise InputError(f"missing table {path.name}; expected in {path.parent.name}/")
    levels: dict[str, dict[str, float]] = {level: {} for level in CERVICAL_LEVELS}
    with path.open(newline="", encoding="utf-8") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            for level in CERVICAL_LEVELS:
                try:
                    levels[level][row["parameter"]] = float(row[level])
                except ValueError:
                    raise InputError(
                        f"{path.name} line {line}: {row['parameter']} of {level} is {row[level]!r}, not a number"
                    ) from None
    return levels


def load_shape(level: str) -> VertebraShape:
    """All dimensions of one vertebra of the neck: the published ones and those of the shape table.

    Raises
    ------
    InputError
        If the level is not one of C3..C7, or a table is missing or malformed.
    """
    if level not in CERVICAL_LEVELS:
        raise InputError(f"unknown level {level!r}; allowed: {', '.join(CERVICAL_LEVELS)}")
    return VertebraShape(level, {**load_morphometry().level(level), **cervical_parameters()[level]})
