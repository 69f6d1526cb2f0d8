"""A cut takes one side away, of every layer, and leaves the other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spine_viewer.anatomy.spine import Spine
from spine_viewer.errors import InputError
from spine_viewer.scene import DEFAULT_LAYERS, SceneRequest, compose
from spine_viewer.scene.cut import PLANES, Cut, first_cut, limits_mm, nearest_level

EVERYTHING = DEFAULT_LAYERS | {"cord", "avoid", "skin"}


@pytest.fixture(scope="module")
def spine() -> Spine:
    return Spine.load("prone")


@pytest.mark.parametrize(
    ("plane", "axis", "away"), [("sagittal", 0, "left"), ("coronal", 1, "back"), ("axial", 2, "upper part")]
)
def test_the_left_the_back_or_the_upper_part_is_taken_away(plane: str, axis: int, away: str) -> None:
    section = Cut(plane, 10.0).section
    point = np.zeros(3)
    point[axis] = 30.0
    assert section.above(point)[0] == pytest.approx(-20.0), away
    assert Cut(plane, 10.0, flipped=True).section.above(point)[0] == pytest.approx(20.0)


def test_a_plane_that_does_not_exist_or_is_nowhere_is_refused() -> None:
    with pytest.raises(InputError, match="sagittal, coronal, axial"):
        Cut("oblique")
    for at_mm in (1e6, float("nan")):
        with pytest.raises(InputError, match="cut at"):
            Cut("axial", at_mm)


@pytest.mark.parametrize("region", ["cervical", "thoracic", "lumbar", "whole"])
@pytest.mark.parametrize("plane", PLANES)
def test_the_first_cut_lies_within_its_limits(spine: Spine, region: str, plane: str) -> None:
    low, high = limits_mm(spine, region, plane)
    assert low < first_cut(spine, region, plane).at_mm < high


def test_a_height_is_named_by_its_vertebra(spine: Spine) -> None:
    for level in ("C4", "T7", "L3"):
        middle = np.mean(spine.bone(level).coarse.bounds[4:])
        assert nearest_level(spine, float(middle)) == level
    assert nearest_level(spine, -60.0) == "sacrum"


def test_every_layer_of_the_anatomy_is_cut_and_filled_with_its_own_colour(spine: Spine) -> None:
    scene = compose(spine, SceneRequest(region="whole", layers=EVERYTHING, cut=Cut("sagittal")))
    assert {item.layer for item in scene.items if item.cut} == {
        "bones", "discs", "cartilage", "ligaments", "nerves", "cord", "avoid", "skin"}  # fmt: skip
    for item in scene.items:
        assert item.cut and item.cap is not None
        assert (item.cap.core is not None) == (item.layer == "bones")
        if item.id != "dural_sac":
            assert item.cap.style.colour == item.style.colour
    assert scene.section is not None


def test_what_holds_others_is_drawn_behind_them(spine: Spine) -> None:
    scene = compose(spine, SceneRequest(layers=EVERYTHING, cut=Cut("axial", 90.0)))
    behind = {item.id: item.cap.behind_mm for item in scene.items if item.cap is not None}
    assert behind["skin"] > behind["L3"] > behind["dural_sac"] > behind["cauda_equina"]


def test_glass_is_cut_but_not_filled_and_without_a_cut_nothing_is(spine: Spine) -> None:
    request = SceneRequest(ghosted=frozenset({"L4"}), cut=Cut("sagittal"))
    glass = compose(spine, request).item("L4")
    assert glass.cut and glass.cap is None
    whole = compose(spine, replace(request, cut=None))
    assert whole.section is None and not any(item.cut or item.cap for item in whole.items)


def test_names_point_to_what_is_left(spine: Spine) -> None:
    for cut in (Cut("sagittal", 12.0), Cut("sagittal", -12.0, flipped=True), Cut("axial", 90.0), Cut("coronal", 20.0)):
        scene = compose(spine, SceneRequest(view=cut.seen_from, cut=cut))
        assert scene.labels and scene.section is not None
        assert min(scene.section.above(label.anchor)[0] for label in scene.labels) >= -1.0
