"""Named dimensions of the ribs, read from the cited table ``annotations/shape/rib.csv``."""

from __future__ import annotations

from spine_viewer.anatomy.bones.shape_table import read_columns
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.errors import InputError

NUMBERS = tuple(range(1, 13))


def rib_parameters() -> dict[str, dict[str, float]]:
    """Shape parameters by rib (``rib_5``), from ``annotations/shape/rib.csv``; errors as :func:`read_columns`."""
    return read_columns("rib.csv", tuple(f"rib_{number}" for number in NUMBERS))


def load_rib_shape(number: int) -> VertebraShape:
    """All dimensions of one rib, by name; its ``level`` is ``rib_5`` for the fifth.

    Raises
    ------
    InputError
        If ``number`` is not 1 to 12, or the table is missing or malformed.
    """
    if number not in NUMBERS:
        raise InputError(f"unknown rib {number!r}; allowed: 1 to 12")
    name = f"rib_{number}"
    return VertebraShape(name, rib_parameters()[name])
