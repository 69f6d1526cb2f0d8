"""Reads ``annotations/soft.json``: sizes of soft structures that are proposals."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.levels import Figure
from spine_viewer.anatomy.read_json import read_model


class SoftFigures(BaseModel):
    """Every figure by its name; the file says what each one is."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    cord_radius_mm: Figure
    cord_cone_mm: Figure
    root_radius_mm: Figure
    root_spread_share: Figure
    root_rise_cervical_mm: Figure
    root_rise_thoracic_mm: Figure
    dural_sac_share: Figure
    cartilage_slack_mm: Figure
    mamillo_accessory_half_width_mm: Figure
    mamillo_accessory_half_thickness_mm: Figure
    mamillo_accessory_clearance_mm: Figure
    disc_bulge_mm: Figure
    disc_contact_mm: Figure
    disc_outline_power: Figure


class SoftFile(BaseModel):
    """Content of ``soft.json``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    figures: SoftFigures


@lru_cache(maxsize=2)
def load_soft(path: Path | None = None) -> SoftFigures:
    """Figures from ``path`` (default: the shipped file)."""
    return read_model(path or annotations_folder() / "soft.json", SoftFile).figures
