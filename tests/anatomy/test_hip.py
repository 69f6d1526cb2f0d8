"""Truths about the hip bones: one closed body with one foramen, named points on the bone, mirrored sides."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from spine_viewer.anatomy.bones.hip import build_hip
from spine_viewer.anatomy.bones.model import BoneModel
from spine_viewer.anatomy.field.mesher import mesh_field
from spine_viewer.errors import InputError

NAMES = {
    "anterior_superior_iliac_spine", "anterior_inferior_iliac_spine", "posterior_superior_iliac_spine",
    "posterior_inferior_iliac_spine", "iliac_crest_top", "iliac_tubercle", "ischial_spine", "ischial_tuberosity",
    "pubic_tubercle", "symphyseal_surface", "auricular_surface", "acetabular_rim_superior", "acetabular_rim_anterior",
    "acetabular_rim_posterior", "acetabular_rim_inferior", "acetabular_fossa", "greater_sciatic_notch",
    "iliac_body_centre",
}  # fmt: skip


@pytest.fixture(scope="module")
def left() -> BoneModel:
    return build_hip("left")


@pytest.fixture(scope="module")
def mesh(left: BoneModel) -> trimesh.Trimesh:
    surface = mesh_field(left.field, voxel_mm=2.0)
    return trimesh.Trimesh(surface.vertices, surface.faces, process=False)


def test_one_closed_body_with_the_obturator_foramen_only(left: BoneModel, mesh: trimesh.Trimesh) -> None:
    assert mesh.is_watertight
    assert mesh.body_count == 1
    assert mesh.euler_number == 2 - 2 * left.genus == 0


def test_every_landmark_is_on_or_in_the_bone(left: BoneModel) -> None:
    assert set(left.landmarks) == NAMES
    for name, mark in left.landmarks.items():
        value = float(left.field(mark.point[None])[0])
        if mark.kind == "surface":
            assert abs(value) < 0.3, name
        else:
            assert value < -2.0, name


def test_landmarks_stand_where_anatomy_puts_them(left: BoneModel) -> None:
    p = {name: mark.point for name, mark in left.landmarks.items()}
    assert p["anterior_superior_iliac_spine"][1] < p["posterior_superior_iliac_spine"][1] - 100.0
    assert p["anterior_inferior_iliac_spine"][2] < p["anterior_superior_iliac_spine"][2] - 20.0
    assert p["posterior_inferior_iliac_spine"][2] < p["posterior_superior_iliac_spine"][2] - 10.0
    assert max(p, key=lambda name: p[name][0]) in {"iliac_tubercle", "anterior_superior_iliac_spine"}
    assert min(p, key=lambda name: p[name][0]) == "symphyseal_surface"
    assert p["symphyseal_surface"][0] > 0.0


def test_socket_is_hollow_and_faces_outwards(left: BoneModel) -> None:
    rim = np.mean(
        [left.landmarks[f"acetabular_rim_{side}"].point for side in ("superior", "anterior", "posterior", "inferior")],
        axis=0,
    )
    fossa = left.landmarks["acetabular_fossa"].point
    opening = rim - fossa
    assert 18.0 < np.linalg.norm(opening) < 34.0
    assert opening[0] > 10.0
    inside = fossa + np.linspace(0.1, 1.0, 10)[:, None] * opening
    assert (left.field(inside) > 0.5).all()


def test_right_is_the_mirror_image(left: BoneModel, mesh: trimesh.Trimesh) -> None:
    right = build_hip("right")
    flip = np.array([-1.0, 1.0, 1.0])
    assert right.id == "hip_right"
    points = mesh.vertices[::50]
    np.testing.assert_allclose(right.field(points * flip), left.field(points), atol=1e-9)
    for name, mark in left.landmarks.items():
        np.testing.assert_allclose(right.landmarks[name].point, mark.point * flip, atol=1e-9)
    assert right.faces["auricular_surface"].normal[0] > 0.5 > -0.5 > left.faces["auricular_surface"].normal[0]


def test_auricular_region_is_a_patch_of_bone_that_looks_at_the_sacrum(left: BoneModel, mesh: trimesh.Trimesh) -> None:
    region = left.extras["auricular_region"]
    face = left.faces["auricular_surface"]
    inside = region(mesh.triangles_center) < 0.0
    toward = mesh.face_normals[:, 0] < -0.3
    area = float(mesh.area_faces[inside & toward].sum())
    assert 700.0 < area < 2200.0
    assert region(face.centre[None])[0] < 0.0
    assert abs(np.linalg.norm(face.normal) - 1.0) < 1e-9


def test_unknown_side_is_refused() -> None:
    with pytest.raises(InputError, match="middle"):
        build_hip("middle")
