"""Regions: what is drawn where."""

from __future__ import annotations

import pytest

from spine_viewer.anatomy.ids import BONES
from spine_viewer.anatomy.regions import REGIONS, belongs, region, region_of_level, region_showing, region_with
from spine_viewer.errors import InputError


@pytest.mark.parametrize("name", list(REGIONS))
def test_what_a_region_is_about_is_drawn_and_in_the_beam(name: str) -> None:
    found = region(name)
    assert set(found.focus) <= found.drawn <= found.beam <= set(BONES)


def test_the_whole_spine_has_every_bone() -> None:
    assert region("whole").drawn == set(BONES)


def test_unknown_region_is_refused() -> None:
    with pytest.raises(InputError, match="allowed: cervical, thoracic, lumbar, whole"):
        region("pelvic")


@pytest.mark.parametrize(
    ("joint", "own"),
    [
        ("C2-C3", "cervical"),
        ("C7-T1", "cervical"),
        ("T1-T2", "thoracic"),
        ("T11-T12", "lumbar"),
        ("L5-S1", "lumbar"),
        ("sacroiliac", "lumbar"),
    ],
)
def test_a_joint_is_shown_in_its_region(joint: str, own: str) -> None:
    assert region_with(joint) == own


def test_levels_of_every_region() -> None:
    assert [region_of_level(level) for level in ("C2", "T6", "L3", "S1")] == [
        "cervical",
        "thoracic",
        "lumbar",
        "lumbar",
    ]


@pytest.mark.parametrize(
    ("structure", "crosses", "where"),
    [
        ("disc:L5-S1", None, {"lumbar", "whole"}),
        ("cartilage:facet:C4-C5:left", None, {"cervical", "whole"}),
        ("medial_branch:C8:left", "T1", {"cervical", "thoracic", "whole"}),
        ("rib_6_right", None, {"thoracic", "whole"}),
        ("hip_left", None, {"lumbar", "whole"}),
        ("cartilage:atlantoaxial:left", None, {"cervical", "whole"}),
        ("third_occipital:right", None, {"cervical", "whole"}),
        ("spinal_nerve:C8:left", None, {"cervical", "thoracic", "whole"}),
        ("spinal_cord", None, set(REGIONS)),
        ("skin", None, set(REGIONS)),
    ],
)
def test_structures_belong_to_regions(structure: str, crosses: str | None, where: set[str]) -> None:
    assert {name for name in REGIONS if belongs(structure, crosses, name)} == where


def test_a_structure_elsewhere_moves_the_view() -> None:
    assert region_showing("C4", None, "lumbar") == "cervical"
    assert region_showing("L4", None, "whole") == "whole"
