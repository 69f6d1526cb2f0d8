"""The figures of tissue, electrode and damage, read from ``annotations/``."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.sourced import Fact, FactList, Sourced


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Range(Sourced):
    """What is allowed, both ends included."""

    low: float
    high: float
    unit: str


class Tissue(_Model):
    density_kg_m3: Fact
    heat_capacity_j_kg_k: Fact
    heat_conductivity_w_m_k: Fact
    heat_rise_per_k: Fact
    electrical_conductivity_s_m: Fact
    electrical_rise_per_k: Fact


class BoneTissue(_Model):
    density_kg_m3: Fact
    heat_capacity_j_kg_k: Fact
    heat_conductivity_w_m_k: Fact
    electrical_conductivity_s_m: Fact


class Bone(_Model):
    cortical: BoneTissue
    cancellous: BoneTissue
    cortex_mm: Fact
    perfusion_w_m3_k: Fact


class Surroundings(_Model):
    start_c: Fact
    perfusion_w_m3_k: Fact


class Damage(_Model):
    dose_base_above: Fact
    dose_base_below: Fact
    dose_break_c: Fact
    lethal_dose_min: Fact
    arrhenius_per_s: Fact
    arrhenius_j_mol: Fact
    arrhenius_lethal: Fact


class TissueFile(_Model):
    note: str
    tissue: Tissue
    bone: Bone
    surroundings: dict[str, Surroundings]
    damage: Damage
    isotherms_c: FactList


class Metal(_Model):
    density_kg_m3: Fact
    heat_capacity_j_kg_k: Fact
    heat_conductivity_w_m_k: Fact


class Kind(_Model):
    """A kind of electrode: which gauges it comes in, how it bends, how it is cooled."""

    gauges: tuple[int, ...]
    bend_deg: Fact | None = None
    bend_mm: Fact | None = None
    coolant_c: Fact | None = None
    coolant_w_m2_k: Fact | None = None
    sensor_ahead_mm: Fact | None = None
    note: str = ""


class ElectrodeFile(_Model):
    note: str
    diameter_mm: dict[int, Fact]
    metal: Metal
    active_tip_mm: Range
    set_temperature_c: Range
    seconds: Range
    sensor_mm: Fact
    ramp_s: Fact
    cannula_mm: Range
    kinds: dict[str, Kind]
    spacing_mm: Range
    most_electrodes: Fact


@lru_cache(maxsize=1)
def tissue_facts() -> TissueFile:
    """``annotations/tissue.json``, read once."""
    return read_model(annotations_folder() / "tissue.json", TissueFile)


@lru_cache(maxsize=1)
def electrode_facts() -> ElectrodeFile:
    """``annotations/electrodes.json``, read once."""
    return read_model(annotations_folder() / "electrodes.json", ElectrodeFile)
