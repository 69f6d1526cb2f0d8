"""Named dimensions of the ribs, read from the cited table ``annotations/shape/rib.csv``."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.errors import InputError

NUMBERS = tuple(range(1, 13))


@lru_cache(maxsize=4)
def rib_parameters(path: Path | None = None) -> dict[int, dict[str, float]]:
    """Shape parameters by number of the rib; ``path`` defaults to ``annotations/shape/rib.csv``.

    Raises
    ------
    InputError
        If the table is missing or a cell is not a number.
    """
    path = path or annotations_folder() / "shape" / "rib.csv"
    if not path.is_file():
        raise InputError(f"missing table {path.name}; expected in {path.parent.name}/")
    ribs: dict[int, dict[str, float]] = {number: {} for number in NUMBERS}
    with path.open(newline="", encoding="utf-8") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            for number in NUMBERS:
                cell = row.get(f"rib_{number}")
                try:
                    ribs[number][row["parameter"]] = float(cell or "")
                except ValueError:
                    raise InputError(
                        f"shape/{path.name} line {line}: {row['parameter']} of rib {number} is {cell!r}, not a number"
                    ) from None
    return ribs


def load_rib_shape(number: int) -> VertebraShape:
    """All dimensions of one rib, by name; its ``level`` is ``rib_5`` for the fifth.

    Raises
    ------
    InputError
        If ``number`` is not 1 to 12, or the table is missing or malformed.
    """
    if number not in NUMBERS:
        raise InputError(f"unknown rib {number!r}; allowed: 1 to 12")
    return VertebraShape(f"rib_{number}", rib_parameters()[number])
