"""Reads ``annotations/variation.json``: how far spines differ."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.levels import Figure
from spine_viewer.anatomy.read_json import read_model


class VariationFigures(BaseModel):
    """Every figure by its name; the file says what each one is."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    stature_male_cm: Figure
    stature_female_cm: Figure
    female_height_ratio: Figure
    female_width_ratio: Figure
    asymmetry_rms_mm: Figure
    asymmetry_wavelength_mm: Figure
    tropism_sd_deg: Figure
    tropism_core_mm: Figure
    tropism_reach_mm: Figure
    disc_loss_share: Figure
    slide_limit_share: Figure
    arthritic_gap_mm: Figure
    least_gap_mm: Figure
    hypertrophy_mm: Figure
    hypertrophy_reach_mm: Figure
    facet_spur_mm: Figure
    medial_share: Figure
    endplate_spur_mm: Figure
    endplate_spur_height_mm: Figure
    spurs_from: Figure
    inner_share: Figure


class RandomFigures(BaseModel):
    """What a random spine is drawn from."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    degenerate_share: Figure
    levels_mean: Figure
    preferred: Figure


class VariationFile(BaseModel):
    """Content of ``variation.json``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    figures: VariationFigures
    random: RandomFigures


@lru_cache(maxsize=2)
def load_variation_file(path: Path | None = None) -> VariationFile:
    """The file at ``path`` (default: the shipped one)."""
    return read_model(path or annotations_folder() / "variation.json", VariationFile)


def load_variation(path: Path | None = None) -> VariationFigures:
    """Its figures."""
    return load_variation_file(path).figures
