"""Attenuation of tissues and metals, and the beam that meets them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.ids import choose
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.sourced import Status
from spine_viewer.errors import InputError
from spine_viewer.imaging.settings import Fact, within

MM_PER_CM = 10.0


class Material(BaseModel):
    """Linear attenuation of one material at the energies of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    density_g_cm3: float
    mu_per_cm: tuple[float, ...]
    status: Status
    source: str
    note: str = ""


class EffectiveEnergy(BaseModel):
    """Two points of a straight line from tube voltage to effective energy."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    at_kvp: tuple[float, float]
    kev: tuple[float, float]
    status: Status
    source: str
    note: str = ""


class Bins(BaseModel):
    """A spectrum of two energies about the effective one."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    offset: tuple[float, float]
    weight: tuple[float, float]
    status: Status
    source: str
    note: str = ""


class BeamFacts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    kvp: Fact
    effective_energy_kev: EffectiveEnergy
    two_bins_kev: Bins


class PsoasPoint(BaseModel):
    """One point of the muscle's axis on the left: offset (mm) from the centre of a body; mirrored for the right."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    level: str = Field(alias="from")
    at: tuple[float, float, float]
    diameter: float


class GasPocket(BaseModel):
    """A gas-filled piece of bowel: axis as offsets (mm) from the centre of a body, width, number of pouches."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    level: str = Field(alias="from")
    path: tuple[tuple[float, float, float], ...]
    diameter: float
    pouches: int


class TrunkFacts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    status: Status
    source: str
    open_end_mm: float
    psoas: tuple[PsoasPoint, ...]
    psoas_fat_mm: float
    bowel_gas: tuple[GasPocket, ...]


class MaterialsFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    energies_kev: tuple[float, ...]
    materials: dict[str, Material]
    beam: BeamFacts
    needle_diameter_mm: dict[str, Fact]
    trunk: TrunkFacts


@lru_cache(maxsize=1)
def material_facts() -> MaterialsFile:
    """``annotations/materials.json``, read once."""
    return read_model(annotations_folder() / "materials.json", MaterialsFile)


def attenuation_per_mm(material: str, energy_kev: float) -> float:
    """Linear attenuation of a material, 1/mm.

    Between the energies of the file the logarithms run straight.

    Raises
    ------
    InputError
        Unknown material, or an energy that the file does not cover.
    """
    facts = material_facts()
    found = facts.materials[choose(material, tuple(facts.materials), "material")]
    low, high = facts.energies_kev[0], facts.energies_kev[-1]
    if not low <= energy_kev <= high:
        raise InputError(f"energy {energy_kev:g} is out of range; allowed: {low:g} to {high:g} keV")
    logarithm = np.interp(math.log(energy_kev), np.log(facts.energies_kev), np.log(found.mu_per_cm))
    return math.exp(float(logarithm)) / MM_PER_CM


def needle_diameter_mm(gauge: str) -> float:
    """Outer diameter of a needle by its gauge, for instance ``"22G"``."""
    sizes = material_facts().needle_diameter_mm
    return float(sizes[choose(gauge, tuple(sizes), "gauge")].value or 0.0)


@dataclass(frozen=True)
class Beam:
    """X-rays of one or two energies.

    Parameters
    ----------
    kvp : float, optional
        Tube voltage; default 80.
    bins : {1, 2}
        One effective energy, or two about it.
    """

    kvp: float | None = None
    bins: Literal[1, 2] = 1

    def __post_init__(self) -> None:
        fact = material_facts().beam.kvp
        value = fact.default if self.kvp is None else self.kvp
        object.__setattr__(self, "kvp", within(fact, float(value or 0.0), "tube voltage", "kVp"))
        if self.bins not in (1, 2):
            raise InputError(f"{self.bins} energies; allowed: 1 or 2")

    @property
    def effective_energy_kev(self) -> float:
        """Energy of one line that is absorbed like the whole beam."""
        line = material_facts().beam.effective_energy_kev
        slope = (line.kev[1] - line.kev[0]) / (line.at_kvp[1] - line.at_kvp[0])
        return line.kev[0] + slope * (float(self.kvp or 0.0) - line.at_kvp[0])

    @property
    def lines(self) -> tuple[tuple[float, float], ...]:
        """Pairs of energy (keV) and weight; the weights add up to one."""
        middle = self.effective_energy_kev
        if self.bins == 1:
            return ((middle, 1.0),)
        facts = material_facts()
        bins = facts.beam.two_bins_kev
        low, high = facts.energies_kev[0], facts.energies_kev[-1]
        return tuple(
            (min(max(middle + offset, low), high), weight)
            for offset, weight in zip(bins.offset, bins.weight, strict=True)
        )

    def contrast_per_mm(self, material: str, replaces: str | None) -> tuple[float, ...]:
        """Per energy: attenuation of a material less that of the one whose place it takes, 1/mm."""
        return tuple(
            attenuation_per_mm(material, energy) - (attenuation_per_mm(replaces, energy) if replaces else 0.0)
            for energy, _ in self.lines
        )
