"""Truths about the ribs and their joints with the vertebrae."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.anatomy.bones.model import BoneModel
from spine_viewer.anatomy.bones.rib import build_rib
from spine_viewer.anatomy.bones.rib_parts import course, load_carrier, seat_on
from spine_viewer.anatomy.bones.rib_shape import NUMBERS, load_rib_shape
from spine_viewer.anatomy.bones.thoracic import build_thoracic
from spine_viewer.anatomy.field.mesher import Surface, mesh_field
from spine_viewer.errors import InputError

MODELS = {number: build_rib(number, "left") for number in NUMBERS}


def genus(surface: Surface) -> int:
    f = surface.faces
    edges = np.unique(np.sort(np.concatenate([f[:, [0, 1]], f[:, [1, 2]], f[:, [2, 0]]]), axis=1), axis=0)
    return int(1 - (len(surface.vertices) - len(edges) + len(f)) // 2)


def mark(model: BoneModel, name: str) -> np.ndarray:
    return model.landmarks[name].point


@pytest.mark.parametrize("number", [1, 2, 6, 12])
def test_a_rib_is_one_piece_without_holes(number: int) -> None:
    assert genus(mesh_field(MODELS[number].field, 1.2, steps=1)) == MODELS[number].genus == 0


@pytest.mark.parametrize("number", NUMBERS)
def test_landmarks_lie_where_they_say(number: int) -> None:
    model = MODELS[number]
    for name, landmark in model.landmarks.items():
        value = model.field(landmark.point[None])[0]
        if landmark.kind == "surface":
            assert abs(value) < 0.3, name
        else:
            assert value < -0.5, name


@pytest.mark.parametrize("number", NUMBERS)
def test_only_ribs_one_to_ten_have_a_tubercle(number: int) -> None:
    assert ("tubercle" in MODELS[number].landmarks) == (number <= 10)
    assert ("tubercle" in MODELS[number].faces) == (number <= 10)


@pytest.mark.parametrize("number", [1, 4, 8, 11])
def test_head_and_tubercle_stay_just_off_the_vertebra(number: int) -> None:
    vertebra = build_thoracic(f"T{number}", texture=0.0)
    surface = mesh_field(build_rib(number, "left", texture=0.0).field, 1.2, steps=1)
    apart = vertebra.field(surface.vertices)
    assert apart.min() > -0.7  # the rest is cleared when the bones are put together
    for face in MODELS[number].faces.values():
        near = np.linalg.norm(surface.vertices - face.centre, axis=1) < face.half_height_mm
        assert 0.0 < np.median(apart[near]) < 3.0


@pytest.mark.parametrize("number", NUMBERS)
def test_course_runs_out_back_and_then_forwards_and_down(number: int) -> None:
    line = course(load_rib_shape(number), seat_on(load_carrier(number)))
    assert (np.diff(line.points[:5, 0]) > 0.0).all()
    end = line.points[-1]
    assert end[2] < line.points[0][2] - 5.0
    assert end[1] < line.points[:, 1].max() - 8.0
    assert np.allclose(np.einsum("ij,ij->i", line.ups, line.tangents), 0.0, atol=1e-9)


def test_floating_ribs_are_short_and_the_seventh_is_long() -> None:
    reach = {number: np.linalg.norm(mark(m, "shaft_end") - mark(m, "head")) for number, m in MODELS.items()}
    assert reach[1] < reach[12] < reach[11] < reach[7]


def test_the_first_rib_lies_flat_and_the_sixth_stands_on_edge() -> None:
    flat, edge = (course(load_rib_shape(n), seat_on(load_carrier(n))) for n in (1, 6))
    side = flat.at("side")
    assert abs(flat.ups[side][2]) < 0.5
    assert abs(edge.ups[side][2]) > 0.7


@pytest.mark.parametrize("number", [3, 10])
def test_without_texture_right_mirrors_left(number: int) -> None:
    left, right = (build_rib(number, side, texture=0.0) for side in ("left", "right"))
    points = np.random.default_rng(4).uniform([0.0, -60.0, -80.0], [120.0, 50.0, 20.0], (400, 3))
    assert np.allclose(left.field(points), right.field(points * [-1.0, 1.0, 1.0]))
    assert np.allclose(mark(left, "head"), mark(right, "head") * [-1.0, 1.0, 1.0], atol=1e-6)


def test_a_rib_follows_the_faces_of_its_vertebra() -> None:
    wider = load_carrier(5)
    moved = wider.with_values({"scf_x": wider["scf_x"] + 2.0})
    shift = mark(build_rib(5, "left", moved, texture=0.0), "head") - mark(build_rib(5, "left", texture=0.0), "head")
    assert shift == pytest.approx([2.0, 0.0, 0.0], abs=0.2)


def test_unknown_rib_and_side_are_refused() -> None:
    with pytest.raises(InputError, match="1 to 12"):
        load_rib_shape(13)
    with pytest.raises(InputError, match="left, right"):
        build_rib(3, "middle")
