"""``bones measure``: every dimension of the table beside what the finished meshes measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from spine_viewer.anatomy.levels import load_levels, segment_name
from spine_viewer.anatomy.measuring.column import (
    PlacedRim,
    disc_height,
    facet_angle,
    place_rim,
    sacral_rim,
    vertebra_measure,
)
from spine_viewer.anatomy.measuring.occupancy import voxelise
from spine_viewer.anatomy.measuring.vertebra import Rim, VertebraMeasure
from spine_viewer.anatomy.morphometry import Dimension, load_morphometry
from spine_viewer.anatomy.nearest import MeshDistance
from spine_viewer.anatomy.rigid import inverse
from spine_viewer.anatomy.spine import Spine


@dataclass(frozen=True)
class Row:
    """One dimension: the chosen value with its band (one SD, the published range, or 5 %) and the measured one."""

    level: str
    dimension: str
    unit: str
    value: float
    sd: float | None
    low: float
    high: float
    measured: float | None
    within: bool | None
    status: str
    source: str

    def to_json(self) -> dict[str, object]:
        """Plain dict."""
        return asdict(self)


class Calipers:
    """Measures dimensions by name on the shipped meshes, standing."""

    def __init__(self, spine: Spine) -> None:
        self._spine = spine
        self._vertebrae: dict[str, VertebraMeasure] = {}

    @property
    def built(self) -> frozenset[str]:
        """Ids of the bones that can be measured."""
        return frozenset(self._spine.bones)

    def _vertebra(self, level: str) -> VertebraMeasure:
        if level not in self._vertebrae:
            self._vertebrae[level] = vertebra_measure(self._spine.bone(level).local_mesh)
        return self._vertebrae[level]

    @cached_property
    def _sacral_rim(self) -> Rim:
        return sacral_rim(voxelise(self._spine.bone("sacrum").local_mesh, 0.3))

    def measure(self, level: str, dimension: str) -> float | None:
        """Measured value, or None for a dimension that this version cannot measure."""
        if dimension == "disc_height_mean":
            return disc_height(*self._rims(level))
        if dimension == "segmental_lordosis_standing":
            upper, _, lower = level.partition("-")
            top = self._placed(upper, True)
            base = self._placed("sacrum" if lower == "S1" else lower, True)
            return top.tilt_deg - base.tilt_deg
        if dimension == "facet_angle":
            return self._facet_angle(level)
        if level not in self._spine.bones:
            return None
        vertebra = self._vertebra(level)
        named = {
            "EPWu": lambda: vertebra.endplate_width(True),
            "EPWl": lambda: vertebra.endplate_width(False),
            "EPDu": lambda: vertebra.endplate_depth(True),
            "EPDl": lambda: vertebra.endplate_depth(False),
            "VBHp": vertebra.posterior_height,
            "VBHa": vertebra.anterior_height,
            "SCW": vertebra.canal_width,
            "SCD": vertebra.canal_depth,
            "TPW": vertebra.transverse_width,
            "PDW": vertebra.pedicle_width,
            "PDH": vertebra.pedicle_height,
        }
        return named[dimension]() if dimension in named else None

    def _placed(self, bone: str, upper: bool) -> PlacedRim:
        owner = self._spine.bone(bone)
        rim = self._sacral_rim if bone == "sacrum" else self._vertebra(bone).rim(upper)
        return place_rim(rim, owner.matrix, owner.measured)

    def _rims(self, segment: str) -> tuple[PlacedRim, PlacedRim]:
        upper, _, lower = segment.partition("-")
        return self._placed(upper, False), self._placed("sacrum" if lower == "S1" else lower, True)

    def _facet_angle(self, level: str) -> float | None:
        """Mean of both sides of the joint on the superior facets of ``level``."""
        segments = {lower: upper for upper, lower in load_levels().segments}
        bone = "sacrum" if level == "S1" else level
        if bone not in segments:
            return None
        lower, upper = self._spine.bone(bone), self._spine.bone(segments[bone])
        moved = upper.local_mesh.transform(inverse(lower.matrix) @ upper.matrix, inplace=False)
        distance = MeshDistance(moved)
        return float(np.mean([facet_angle(lower.local_mesh, distance, side) for side in (1.0, -1.0)]))


def _row(entry: Dimension, measured: float | None) -> Row:
    low, high = entry.band
    return Row(
        entry.level,
        entry.dimension,
        entry.unit,
        entry.value,
        entry.sd,
        round(low, 3),
        round(high, 3),
        None if measured is None else round(measured, 2),
        None if measured is None else bool(low <= measured <= high),
        entry.status,
        entry.source,
    )


def _entries(built: frozenset[str]) -> Iterator[Dimension]:
    for entry in load_morphometry().rows:
        if set(entry.level.replace("S1", "sacrum").split("-")) <= built:
            yield entry
    levels = load_levels()
    for upper, lower in levels.segments:
        name = segment_name(upper, lower)
        figure = levels.segmental_lordosis_deg["standing"][name]
        yield Dimension(
            name,
            "segmental_lordosis_standing",
            figure.value,
            figure.sd,
            None,
            None,
            "deg",
            figure.status,
            figure.source,
            figure.note,
        )


def measure_all(folder: Path | None = None) -> list[Row]:
    """A row per dimension of ``morphometry.csv`` and per segmental angle, measured on the meshes in ``folder``."""
    calipers = Calipers(Spine.load("standing", folder))
    return [_row(entry, calipers.measure(entry.level, entry.dimension)) for entry in _entries(calipers.built)]
