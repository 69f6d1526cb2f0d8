"""Attenuation figures and the beam."""

from __future__ import annotations

import json

import numpy as np
import pytest

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.errors import InputError
from spine_viewer.imaging import Beam, attenuation_per_mm, needle_diameter_mm
from spine_viewer.imaging.materials import material_facts

# Transmission of steel needles straight across at 50, 60, 80 keV, percent (facts, section F1).
NEEDLES = {"25G": (45, 61, 78), "22G": (33, 50, 71), "20G": (25, 42, 65), "18G": (14, 30, 55), "16G": (8, 21, 46)}


@pytest.mark.parametrize("gauge", NEEDLES)
def test_needles_let_through_what_was_computed_for_them(gauge: str) -> None:
    for energy, percent in zip((50, 60, 80), NEEDLES[gauge], strict=True):
        passed = np.exp(-attenuation_per_mm("steel", energy) * needle_diameter_mm(gauge))
        assert 100 * passed == pytest.approx(percent, abs=0.8)


def test_linear_attenuation_is_density_times_mass_attenuation() -> None:
    for name, density, mass in (
        ("cortical_bone", 1.92, (0.4242, 0.3148, 0.2229)),
        ("soft_tissue", 1.06, (0.2264, 0.2048, 0.1823)),
        ("muscle", 1.05, (0.2262, 0.2048, 0.1823)),
        ("lung", 0.26, (0.2270, 0.2053, 0.1826)),
        ("fat", 0.95, (0.2123, 0.1974, 0.1800)),
        ("water", 1.00, (0.2269, 0.2059, 0.1837)),
    ):
        assert material_facts().materials[name].density_g_cm3 == density
        found = [10 * attenuation_per_mm(name, energy) for energy in (50, 60, 80)]
        assert found == pytest.approx([density * value for value in mass], rel=0.005)


def test_attenuation_falls_with_energy_and_orders_the_tissues() -> None:
    order = (
        "air",
        "lung",
        "fat",
        "trunk_tissue",
        "muscle",
        "cancellous_bone",
        "cortical_bone",
        "contrast_300",
        "steel",
    )
    for energy in (50, 55, 60, 70, 80):
        values = [attenuation_per_mm(name, energy) for name in order]
        assert values == sorted(values)
    assert attenuation_per_mm("steel", 50) > attenuation_per_mm("steel", 55) > attenuation_per_mm("steel", 60)


def test_mixtures_are_what_their_notes_say() -> None:
    for energy in (50, 60, 80):
        mix = 0.65 * attenuation_per_mm("muscle", energy) + 0.35 * attenuation_per_mm("fat", energy)
        assert attenuation_per_mm("trunk_tissue", energy) == pytest.approx(mix, rel=0.01)
        per_gram = 0.24 * attenuation_per_mm("cortical_bone", energy) / 1.92
        per_gram += 0.76 * attenuation_per_mm("soft_tissue", energy) / 1.06
        assert attenuation_per_mm("cancellous_bone", energy) == pytest.approx(1.18 * per_gram, rel=0.03)


def test_beam() -> None:
    assert Beam(70).effective_energy_kev == pytest.approx(50)
    assert Beam(85).effective_energy_kev == pytest.approx(60)
    assert Beam().kvp == 80
    two = Beam(80, bins=2)
    assert sum(weight for _, weight in two.lines) == pytest.approx(1)
    assert sum(weight * energy for energy, weight in two.lines) == pytest.approx(two.effective_energy_kev, abs=0.01)
    assert Beam(80).contrast_per_mm("steel", "steel") == (0.0,)


def test_every_source_exists() -> None:
    known = json.loads((annotations_folder() / "sources.json").read_text())

    def sources(node: object) -> set[str]:
        if isinstance(node, dict):
            own = {node["source"]} if "source" in node else set()
            return own.union(*(sources(part) for part in node.values()))
        return set().union(*(sources(part) for part in node)) if isinstance(node, list) else set()

    for name in ("materials.json", "c_arm.json", "chest.json"):
        named = sources(json.loads((annotations_folder() / name).read_text()))
        assert named and named <= known.keys()


def test_bad_input() -> None:
    with pytest.raises(InputError, match="unknown material 'gold'; allowed: cortical_bone"):
        attenuation_per_mm("gold", 60)
    with pytest.raises(InputError, match="allowed: 50 to 80 keV"):
        attenuation_per_mm("steel", 200)
    with pytest.raises(InputError, match="tube voltage 300 is out of range; allowed: 70 to 100"):
        Beam(300)
    with pytest.raises(InputError, match="allowed: 1 or 2"):
        Beam(80, bins=3)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="unknown gauge '99G'"):
        needle_diameter_mm("99G")
