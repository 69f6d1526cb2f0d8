"""Landmarks are traced where they lie in the picture."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.anatomy.spine import Spine
from spine_viewer.errors import InputError
from spine_viewer.imaging import landmark_overlay, view
from spine_viewer.imaging.views import TABLE


@pytest.fixture(scope="module")
def spine() -> Spine:
    return Spine.load(pose="prone")


@pytest.mark.parametrize("name", TABLE)
def test_every_view_has_marks_in_its_picture(spine: Spine, name: str) -> None:
    for level in TABLE[name].levels:
        arm = view(spine, name, level, "right")
        marks = landmark_overlay(spine, arm, name, level, "right")
        assert marks
        for one in marks:
            assert one.places.shape[1] == 2
            assert np.all((one.places > 0) & (one.places < arm.size[0])), f"{level} {one.name}"
            assert len(one.places) == 1 if one.kind == "point" else len(one.places) > 1


def test_the_dog_has_its_parts_where_the_landmarks_are(spine: Spine) -> None:
    arm = view(spine, "oblique", "L3", "left")
    marks = {one.name: one for one in landmark_overlay(spine, arm, "oblique", "L3", "left")}
    assert {"eye", "ear", "nose", "neck", "front leg", "body"} <= marks.keys()
    tip = arm.pixel_of(spine.landmark("L3:superior_articular_process_tip:left"))
    assert marks["ear"].places[0] == pytest.approx(tip)
    eye, nose, leg = (marks[part].places.mean(axis=0) for part in ("eye", "nose", "front leg"))
    assert nose[0] < eye[0] < tip[0]  # a dog that looks to the patient's left
    assert tip[1] < eye[1] < leg[1]


def test_the_dog_is_named_in_spanish_and_the_places_stay(spine: Spine) -> None:
    arm = view(spine, "oblique", "L3", "left")
    english = landmark_overlay(spine, arm, "oblique", "L3", "left")
    spanish = landmark_overlay(spine, arm, "oblique", "L3", "left", "es")
    assert {"ojo", "oreja", "hocico", "cuello", "pata delantera", "platillo superior de L3"} <= {
        m.name for m in spanish
    }
    for one, other in zip(english, spanish, strict=True):
        assert one.kind == other.kind and np.array_equal(one.places, other.places)
    with pytest.raises(InputError, match="allowed: en, es"):
        landmark_overlay(spine, arm, "oblique", "L3", "left", "fr")


def test_a_squared_endplate_is_a_line_and_another_one_a_ring(spine: Spine) -> None:
    arm = view(spine, "ap", "L4")

    def height(tilt_deg: float) -> float:
        turned = arm.turned(tilt_deg=tilt_deg)
        return float(np.ptp(landmark_overlay(spine, turned, "ap", "L4")[0].places[:, 1]))

    assert height(arm.tilt_deg) < 4.0
    assert height(arm.tilt_deg + 15.0) > 20.0


def test_joint_face_is_a_line_in_profile(spine: Spine) -> None:
    arm = view(spine, "profile", "L4", "left")
    face = landmark_overlay(spine, arm, "profile", "L4", "left")[0].places
    spread = np.linalg.svd(face - face.mean(axis=0))[1]
    assert spread[1] < 0.03 * spread[0]
