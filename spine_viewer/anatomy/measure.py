"""``bones measure``: every dimension of the table beside what the finished meshes measure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from spine_viewer.anatomy.levels import load_levels, segment_name
from spine_viewer.anatomy.measuring.atlas import AtlasMeasure
from spine_viewer.anatomy.measuring.axis import AxisMeasure
from spine_viewer.anatomy.measuring.column import (
    PlacedRim,
    disc_height,
    place_rim,
    sacral_rim,
    vertebra_measure,
)
from spine_viewer.anatomy.measuring.faces import SIDES, FaceCalipers
from spine_viewer.anatomy.measuring.occupancy import voxelise
from spine_viewer.anatomy.measuring.vertebra import Rim, VertebraMeasure
from spine_viewer.anatomy.morphometry import Dimension, load_morphometry
from spine_viewer.anatomy.spine import Spine

RIM_VOXEL_MM = 0.05  # fine enough for a tenth of a degree over an endplate


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
        self._faces = FaceCalipers(spine)
        self._vertebrae: dict[str, VertebraMeasure | AtlasMeasure] = {}
        self._middles: dict[str, VertebraMeasure] = {}

    @property
    def built(self) -> frozenset[str]:
        """Ids of the bones that can be measured."""
        return frozenset(self._spine.bones)

    def _vertebra(self, level: str) -> VertebraMeasure | AtlasMeasure:
        if level not in self._vertebrae:
            self._vertebrae[level] = vertebra_measure(level, self._spine.bone(level).local_mesh)
        return self._vertebrae[level]

    @cached_property
    def _sacral_rim(self) -> Rim:
        return sacral_rim(voxelise(self._spine.bone("sacrum").local_mesh, 0.3))

    def measure(self, level: str, dimension: str) -> float | None:
        """Measured value, or None where this version has no caliper or the mesh gives it no hold."""
        ways = self._between(level) if "-" in level else self._on(level)
        if dimension not in ways:
            return None
        try:
            return ways[dimension]()
        except ValueError:  # such as two bones that do not meet
            return None

    def _between(self, segment: str) -> dict[str, Callable[[], float]]:
        """What measures a segment such as ``L4-L5``."""
        upper, lower = segment.replace("S1", "sacrum").split("-")
        return {
            "disc_height_mean": lambda: disc_height(self._placed(upper, False), self._placed(lower, True)),
            # the axis has no upper endplate: its lower one stands for it
            "segmental_lordosis_standing": lambda: (
                self._placed(upper, upper != "C2").tilt_deg - self._placed(lower, True).tilt_deg
            ),
        }

    def _on(self, level: str) -> dict[str, Callable[[], float]]:
        """What measures a bone."""
        faces, bone = self._faces, "sacrum" if level == "S1" else level
        ways: dict[str, Callable[[], float]] = {
            "facet_angle": lambda: faces.axial_angle(bone),
            "sup_facet_angle_to_transverse_plane_R": lambda: faces.angle_to_transverse_plane(bone),
            "sup_facet_angle_to_sagittal_plane_R": lambda: faces.angle_to_sagittal_plane(bone),
            "sup_facet_AP_right": lambda: faces.facet(bone, True).length_mm,
            "sup_facet_TD_right": lambda: faces.facet(bone, True).width_mm,
            "inf_facet_AP_right": lambda: faces.facet(bone, False).length_mm,
            "inf_facet_TD_right": lambda: faces.facet(bone, False).width_mm,
            "dens_facet_height": faces.dens_facet_height,
            "dens_facet_width": faces.dens_facet_width,
        }
        if bone == "sacrum":
            return ways
        vertebra = self._vertebra(bone)
        if isinstance(vertebra, AxisMeasure):
            ways["dens_height"] = lambda: (
                vertebra.apex() - float(np.mean([faces.facet(bone, True, side).centre[2] for side in SIDES]))
            )
            ways["lateral_mass_height"] = lambda: vertebra.height_below(faces.facet(bone, True).centre)
        return ways | vertebra.by_name()

    def _placed(self, bone: str, upper: bool) -> PlacedRim:
        owner = self._spine.bone(bone)
        if bone == "sacrum":
            return place_rim(self._sacral_rim, owner.matrix, owner.measured)
        if bone == "C1":
            raise ValueError("the atlas has no endplates")
        return place_rim(self._middle(bone).rim(upper), owner.matrix, owner.measured)

    def _middle(self, bone: str) -> VertebraMeasure:
        """The midsagittal section of a vertebra, finely."""
        if bone not in self._middles:
            slab = voxelise(self._spine.bone(bone).local_mesh, RIM_VOXEL_MM, half_slab_mm=2.0 * RIM_VOXEL_MM)
            self._middles[bone] = VertebraMeasure(slab)
        return self._middles[bone]


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
