"""Named dimensions of one vertebra of the neck (C3 to C7), read from the cited tables in ``annotations``."""

from __future__ import annotations

from spine_viewer.anatomy.bones.shape_table import read_columns
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.morphometry import load_morphometry
from spine_viewer.errors import InputError

CERVICAL_LEVELS = ("C3", "C4", "C5", "C6", "C7")


def cervical_parameters() -> dict[str, dict[str, float]]:
    """Shape parameters by level, from ``annotations/shape/cervical.csv``; errors as :func:`read_columns`."""
    return read_columns("cervical.csv", CERVICAL_LEVELS)


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
