"""Named dimensions of atlas, axis and occiput, read from the cited tables in ``annotations/shape``."""

from __future__ import annotations

from spine_viewer.anatomy.bones.shape_table import read_columns
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.morphometry import load_morphometry
from spine_viewer.errors import InputError

TABLES = {"C1": "atlas", "C2": "axis", "occiput": "occiput"}


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
    values = read_columns(f"{TABLES[bone]}.csv", ("value",))["value"]
    return VertebraShape(bone, {**load_morphometry().level(bone), **values})
