"""Truths about the sacrum and coccyx: topology, published size, places of the landmarks, joint faces."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from spine_viewer.anatomy.bones.coccyx import build_coccyx, end_normal
from spine_viewer.anatomy.bones.model import BoneModel
from spine_viewer.anatomy.bones.sacrum import build_sacrum
from spine_viewer.anatomy.bones.sacrum_dimensions import load_dimensions, published_rows, read_table
from spine_viewer.anatomy.field.mesher import mesh_field
from spine_viewer.errors import InputError

LEVELS = ("S1", "S2", "S3", "S4")
PAIRED = [
    "sacral_ala", "ala_notch", "superior_articular_facet", "superior_articular_process_tip", "pedicle_centre",
    "sacral_cornu", "auricular_surface", "auricular_surface_superior", "auricular_surface_inferior",
    "auricular_surface_anterior", "auricular_surface_posterior",
]  # fmt: skip
MIDLINE = [f"s1_endplate_{p}" for p in ("centre", "anterior", "posterior", "left", "right")]
MIDLINE += [f"body_centre:S{i}" for i in range(1, 6)] + [f"median_crest:S{i}" for i in range(1, 4)]
MIDLINE += ["hiatus_apex", "apex"]


@pytest.fixture(scope="module")
def sacrum() -> BoneModel:
    return build_sacrum()


@pytest.fixture(scope="module")
def coccyx() -> BoneModel:
    return build_coccyx()


def _mesh(model: BoneModel, voxel_mm: float) -> trimesh.Trimesh:
    surface = mesh_field(model.field, voxel_mm, steps=1)
    return trimesh.Trimesh(surface.vertices, surface.faces, process=False)


@pytest.fixture(scope="module")
def mesh(sacrum: BoneModel) -> trimesh.Trimesh:
    return _mesh(sacrum, 0.8)


@pytest.fixture(scope="module")
def tail(coccyx: BoneModel) -> trimesh.Trimesh:
    return _mesh(coccyx, 0.7)


def _point(model: BoneModel, name: str) -> np.ndarray:
    return model.landmarks[name].point


def _gap(model: BoneModel, a: str, b: str) -> float:
    return float(np.linalg.norm(_point(model, a) - _point(model, b)))


def test_sacrum_is_one_closed_body_of_genus_17(sacrum: BoneModel, mesh: trimesh.Trimesh) -> None:
    assert mesh.is_watertight
    assert mesh.body_count == 1
    assert sacrum.genus == 17
    assert mesh.euler_number == 2 - 2 * sacrum.genus


def test_coccyx_is_one_closed_ball(coccyx: BoneModel, tail: trimesh.Trimesh) -> None:
    assert tail.is_watertight
    assert tail.body_count == 1
    assert tail.euler_number == 2 - 2 * coccyx.genus == 2


def test_a_disc_fits_between_sacrum_and_coccyx(
    sacrum: BoneModel, coccyx: BoneModel, mesh: trimesh.Trimesh, tail: trimesh.Trimesh
) -> None:
    nearest = float(np.linalg.norm(mesh.vertices[:, None] - _point(coccyx, "base"), axis=2).min())
    assert sacrum.field(tail.vertices).min() > 0.5
    assert 1.0 < nearest < 4.0


def test_every_landmark_exists_on_both_sides(sacrum: BoneModel, coccyx: BoneModel) -> None:
    names = [f"{name}:{side}" for name in PAIRED for side in ("left", "right")] + MIDLINE
    for level in LEVELS:
        for side in ("left", "right"):
            names += [f"posterior_foramen_{p}:{level}:{side}" for p in ("lateral", "medial", "superior", "inferior")]
            names += [f"anterior_foramen_{p}:{level}:{side}" for p in ("lateral", "medial")]
            names += [f"transverse_tubercle:{level}:{side}"]
    assert sorted(names) == sorted(sacrum.landmarks)
    assert sorted(coccyx.landmarks) == ["base", "tip"]


def test_surface_landmarks_lie_on_bone_and_interior_ones_inside(sacrum: BoneModel, coccyx: BoneModel) -> None:
    for model in (sacrum, coccyx):
        for name, mark in model.landmarks.items():
            value = float(model.field(mark.point[None])[0])
            if mark.kind == "surface":
                assert abs(value) < 0.5, name
            else:
                assert value < -1.0, name


def test_paired_landmarks_mirror_each_other(sacrum: BoneModel) -> None:
    for name, mark in sacrum.landmarks.items():
        if name.endswith(":left"):
            other = sacrum.landmarks[name.replace(":left", ":right")]
            assert mark.point[0] > 0.0
            assert np.allclose(mark.point * [-1, 1, 1], other.point)


def test_size_lies_within_one_sd_of_the_published_sacra(sacrum: BoneModel, mesh: trimesh.Trimesh) -> None:
    published = published_rows()
    width = float(np.ptp(mesh.vertices[:, 0]))
    middle = mesh.vertices[np.abs(mesh.vertices[:, 0]) < 1.0]
    promontory = middle[np.argmin(middle[:, 1])]
    height = float(np.linalg.norm(promontory - _point(sacrum, "apex")))
    dims = sacrum.dimensions
    medial = dims["dorsal_foramen:S2.x"] - 0.5 * dims["dorsal_foramen:S2.width"]
    down = end_normal(load_dimensions())
    last = middle[middle @ down > float((middle @ down).max()) - 2.5]
    end = last[np.argmax(last[:, 1])]
    measured = {
        "width": width,
        "height": height,
        "hiatus_length": float(np.linalg.norm(_point(sacrum, "hiatus_apex") - end)),
        "intercornual_distance": _gap(sacrum, "sacral_cornu:left", "sacral_cornu:right"),
        "S1_posterior_foramen_width": dims["dorsal_foramen:S1.width"],
        "S2_posterior_foramen_width": dims["dorsal_foramen:S2.width"],
        "S2_posterior_foramina_apart": 2.0 * medial,
        "S1_S2_posterior_foramina_apart": _gap(
            sacrum, "posterior_foramen_inferior:S1:left", "posterior_foramen_superior:S2:left"
        ),
        "S2_S3_posterior_foramina_apart": _gap(
            sacrum, "posterior_foramen_inferior:S2:left", "posterior_foramen_superior:S3:left"
        ),
        "auricular_height_female": _gap(sacrum, "auricular_surface_superior:left", "auricular_surface_inferior:left")
        + dims["auricular:cranial_end.half_width"]
        + dims["auricular:caudal_end.half_width"],
    }
    for name, value in measured.items():
        row = published[name]
        assert row.status == "V"
        assert row.sd is not None
        assert abs(value - row.value) <= row.sd, f"{name}: {value:.1f}, published {row.value} +- {row.sd}"


def test_facets_face_backwards_and_inwards_at_a_plausible_angle(sacrum: BoneModel) -> None:
    for side, sign in (("left", 1.0), ("right", -1.0)):
        face = sacrum.faces[f"superior_articular_facet:{side}"]
        assert sign * face.normal[0] < 0.0 < face.normal[1]
        angle = np.degrees(np.arctan2(face.normal[1], abs(face.normal[0])))
        assert 45.0 <= angle <= 57.0
        assert abs(float(sacrum.field(face.centre[None])[0])) < 0.5
        assert float(sacrum.field((face.centre + 3.0 * face.normal)[None])[0]) > 1.5


def test_ala_notch_is_a_groove_between_ala_and_articular_process(sacrum: BoneModel) -> None:
    notch = _point(sacrum, "ala_notch:left")
    tip = _point(sacrum, "superior_articular_process_tip:left")
    assert tip[0] < notch[0] < _point(sacrum, "auricular_surface_superior:left")[0]
    above = sacrum.field(notch + np.array([[-8.0, 4.0, 4.0], [0.0, 0.0, 4.0], [14.0, 4.0, 4.0]]))
    assert above[0] < 0.0 < above[1]
    assert above[2] < 0.0


def test_dorsal_landmarks_follow_each_other_downwards(sacrum: BoneModel) -> None:
    for stem in ("transverse_tubercle:{}:left", "posterior_foramen_lateral:{}:left", "anterior_foramen_medial:{}:left"):
        heights = [_point(sacrum, stem.format(level))[2] for level in LEVELS]
        assert heights == sorted(heights, reverse=True)
    for level in ("S1", "S2", "S3"):
        lateral = _point(sacrum, f"posterior_foramen_lateral:{level}:left")
        assert _point(sacrum, f"transverse_tubercle:{level}:left")[0] > lateral[0] + 4.0


def test_foramina_open_into_the_canal(sacrum: BoneModel) -> None:
    dims = sacrum.dimensions
    for level in LEVELS:
        for opening in ("ventral", "dorsal"):
            mouth = np.array([dims[f"{opening}_foramen:{level}.{axis}"] for axis in "xyz"])
            assert sacrum.field(mouth[None])[0] > 1.0, (level, opening)


def test_auricular_region_is_ear_shaped_and_on_the_side(sacrum: BoneModel, mesh: trimesh.Trimesh) -> None:
    left = mesh.vertices[sacrum.extras["auricular_region:left"](mesh.vertices) < 0.0]
    right = mesh.vertices[sacrum.extras["auricular_region:right"](mesh.vertices) < 0.0]
    assert left[:, 0].min() > 30.0
    assert right[:, 0].max() < -30.0
    assert 40.0 < np.ptp(left[:, 2]) < 65.0
    points, faces = mesh.vertices, mesh.faces
    inside = sacrum.extras["auricular_region:left"](points)[faces].max(axis=1) < 0.0
    area_cm2 = mesh.area_faces[inside].sum() / 100.0
    assert 9.0 < area_cm2 < 17.5
    face = sacrum.faces["auricular_surface:left"]
    middle_of_limbs = 0.5 * (
        _point(sacrum, "auricular_surface_superior:left") + _point(sacrum, "auricular_surface_inferior:left")
    )
    assert face.centre[1] < middle_of_limbs[1] - 5.0  # the convex side looks forward


def test_changes_move_the_bone_and_unknown_names_are_refused() -> None:
    dims = load_dimensions()
    wider = build_sacrum({"sap:centre.x": dims("sap:centre.x") + 1.0})
    assert wider.faces["superior_articular_facet:left"].centre[0] == pytest.approx(dims("sap:centre.x") + 1.0)
    with pytest.raises(InputError, match="unknown sacral dimension 'no_such'"):
        build_sacrum({"no_such": 1.0})


def test_every_row_is_within_its_bounds() -> None:
    for name, row in read_table().items():
        assert row.source, name
        if row.lower is not None and row.upper is not None:
            assert row.lower - 1e-6 <= row.value <= row.upper + 1e-6, name
