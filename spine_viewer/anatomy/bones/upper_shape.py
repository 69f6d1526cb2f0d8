"""Named dimensions of atlas, axis and occiput, read from the cited tables in ``annotations/shape``."""

from __future__ import annotations

import csv
from functools import lru_cache

from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.morphometry import load_morphometry
from spine_viewer.errors import InputError

TABLES = {"C1": "atlas", "C2": "axis", "occiput": "occiput"}


@lru_cache(maxsize=3)
def load_upper_shape(bone: str) -> VertebraShape:
    """All dimensions of one bone: the published ones, and the fitted ones of its shape table.

    Parameters
    ----------
    bone : str
        ``C1``, ``C2`` or ``occiput``.

    Raises
    ------
    InputError
        If the bone is none of these, or its table is missing or malformed.
    """
    if bone not in TABLES:
        raise InputError(f"unknown bone {bone!r}; allowed: {', '.join(TABLES)}")
    path = annotations_folder() / "shape" / f"{TABLES[bone]}.csv"
    if not path.is_file():
        raise InputError(f"missing table {path.name}; expected in {path.parent.name}/")
    values: dict[str, float] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            try:
                values[row["parameter"]] = float(row["value"])
            except ValueError:
                raise InputError(f"{path.name} line {line}: {row['value']!r} is not a number") from None
    return VertebraShape(bone, {**load_morphometry().level(bone), **values})
