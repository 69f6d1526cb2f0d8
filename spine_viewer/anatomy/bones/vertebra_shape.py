"""Named dimensions of one lumbar vertebra (or T12), read from the cited tables in ``annotations``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from spine_viewer.anatomy.bones.shape_table import read_columns
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.morphometry import load_morphometry
from spine_viewer.errors import InputError

BUILT_LEVELS = ("T12", "L1", "L2", "L3", "L4", "L5")


@dataclass(frozen=True)
class VertebraShape:
    """Every number that a vertebra is built from, by name, in mm, degrees or ratios.

    ``values`` holds published dimensions (``EPWu``) and fitted shape parameters (``sap_x``) side by side.
    """

    level: str
    values: Mapping[str, float]

    def __getitem__(self, name: str) -> float:
        return self.values[name]

    def point(self, name: str) -> Array:
        """(3,) float, mm, from the parameters ``name_x``, ``name_y`` and ``name_z``."""
        return np.array([self.values[f"{name}_{axis}"] for axis in "xyz"], dtype=float)

    def midline(self, name: str) -> Array:
        """(3,) float, mm, in the midsagittal plane, from ``name_y`` and ``name_z``."""
        return np.array([0.0, self.values[f"{name}_y"], self.values[f"{name}_z"]], dtype=float)

    def get(self, name: str, default: float) -> float:
        """A value that only some tables have."""
        return self.values.get(name, default)

    def with_values(self, changes: Mapping[str, float]) -> VertebraShape:
        """The same vertebra with some dimensions changed."""
        return replace(self, values={**self.values, **changes})


def shape_parameters() -> dict[str, dict[str, float]]:
    """Fitted parameters by level, from ``annotations/shape/vertebra.csv``; errors as :func:`read_columns`."""
    return read_columns("vertebra.csv", BUILT_LEVELS)


SCALE = "scale_"  # rows ``scale_EPWu``: the built dimension over its published mean


def load_shape(level: str) -> VertebraShape:
    """All dimensions of one vertebra; published means are built with the factors ``scale_*`` of the shape table.

    Raises
    ------
    InputError
        If the level is not one of T12, L1..L5, or a table is missing or malformed.
    """
    if level not in BUILT_LEVELS:
        raise InputError(f"unknown level {level!r}; allowed: {', '.join(BUILT_LEVELS)}")
    values = {**load_morphometry().level(level), **shape_parameters()[level]}
    for name in [name for name in values if name.startswith(SCALE)]:
        values[name.removeprefix(SCALE)] *= values.pop(name)
    return VertebraShape(level, values)
