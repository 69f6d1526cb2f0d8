"""Structures move apart evenly, each as a whole, and stay where they belong."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.anatomy.spine import Spine
from spine_viewer.scene import DEFAULT_LAYERS, SceneRequest, compose
from spine_viewer.scene.explode import Offsets, centre_of, places_in


@pytest.fixture(scope="module")
def spine() -> Spine:
    return Spine.load("prone")


def test_nothing_moves_at_nought(spine: Spine) -> None:
    offsets = Offsets(spine, "lumbar", 0.0)
    assert not offsets.of("L4").any() and offsets.matrix("L4") is None
    scene = compose(spine, SceneRequest())
    assert all(item.matrix is None for item in scene.items)


def test_vertebrae_move_apart_in_their_order_and_evenly_with_the_slider(spine: Spine) -> None:
    levels = ["T12", "L1", "L2", "L3", "L4", "L5", "sacrum", "coccyx"]
    heights = [
        [centre_of(spine, level)[2] + Offsets(spine, "lumbar", amount).of(level)[2] for level in levels]
        for amount in (0.0, 0.5, 1.0)
    ]
    gaps = -np.diff(heights, axis=1)
    assert (gaps > 0).all() and (gaps[2] > 1.5 * gaps[0]).all()
    assert np.allclose(gaps[1], 0.5 * (gaps[0] + gaps[2]))


def test_left_goes_left_right_goes_right_and_the_cord_stays(spine: Spine) -> None:
    offsets = Offsets(spine, "lumbar", 1.0)
    for name in ("hip", "medial_branch:L3:", "cartilage:facet:L4-L5:"):
        left, right = (f"{name}_{s}" if name == "hip" else f"{name}{s}" for s in ("left", "right"))
        assert offsets.of(left)[0] > 5.0 > -5.0 > offsets.of(right)[0]
    assert not offsets.of("spinal_cord").any() and not offsets.of("skin").any()
    assert offsets.of("disc:L4-L5")[1] == 0.0, "a disc stays in line with its bones"


def test_a_landmark_moves_with_its_bone_and_a_needle_not(spine: Spine) -> None:
    offsets = Offsets(spine, "lumbar", 0.7)
    assert np.array_equal(offsets.of("L4:mamillary_process:left"), offsets.of("L4"))
    assert not offsets.of("needle:0").any()


def test_labels_and_camera_follow(spine: Spine) -> None:
    layers = frozenset({"bones", "labels"})
    together, apart = (compose(spine, SceneRequest(layers=layers, explode=amount)) for amount in (0.0, 1.0))
    offsets = Offsets(spine, "lumbar", 1.0)
    before, after = ({label.id: label.anchor for label in scene.labels} for scene in (together, apart))
    assert np.allclose(after["L2"], before["L2"] + offsets.of("L2"))
    assert apart.camera.parallel_scale > 1.3 * together.camera.parallel_scale, "all of it is in the picture"
    moved = apart.item("L2").matrix
    assert moved is not None and np.allclose(moved[:3, 3], offsets.of("L2"))


def test_places_are_asked_once_per_spine(spine: Spine) -> None:
    assert places_in(spine) is places_in(spine)
    assert places_in(Spine.load("standing")) is not places_in(spine)
    assert DEFAULT_LAYERS
