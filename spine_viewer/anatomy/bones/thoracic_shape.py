"""Named dimensions of the thoracic vertebrae T1 to T11, read from the cited tables in ``annotations``."""

from __future__ import annotations

from spine_viewer.anatomy.bones.shape_table import read_columns
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.morphometry import load_morphometry
from spine_viewer.errors import InputError

THORACIC_LEVELS = tuple(f"T{number}" for number in range(1, 12))


def thoracic_parameters() -> dict[str, dict[str, float]]:
    """Shape parameters by level, from ``annotations/shape/thoracic.csv``; errors as :func:`read_columns`."""
    return read_columns("thoracic.csv", THORACIC_LEVELS)


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
