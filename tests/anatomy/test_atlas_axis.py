"""Truths about atlas, axis and the base of the occiput."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.anatomy.bones import axis_parts
from spine_viewer.anatomy.bones.atlas import build_atlas
from spine_viewer.anatomy.bones.axis import build_axis
from spine_viewer.anatomy.bones.axis_joint import axis_on_c3, facet_on_c3
from spine_viewer.anatomy.bones.cervical_joint import superior_facet
from spine_viewer.anatomy.bones.cervical_shape import load_shape
from spine_viewer.anatomy.bones.model import BoneModel
from spine_viewer.anatomy.bones.occiput import build_occiput
from spine_viewer.anatomy.bones.upper_joint import atlanto_axial_pose, atlanto_occipital_pose
from spine_viewer.anatomy.bones.upper_shape import load_upper_shape
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.mesher import Surface, mesh_field
from spine_viewer.anatomy.rigid import inverse
from spine_viewer.errors import InputError

MODELS = {"C1": build_atlas(), "C2": build_axis(), "occiput": build_occiput()}
PLAIN = {"C1": build_atlas(texture=0.0), "C2": build_axis(texture=0.0), "occiput": build_occiput(texture=0.0)}


def first_exit(model: BoneModel, start: tuple[float, float, float], ray: tuple[float, float, float]) -> float:
    """Distance in mm from a start to where the ray first meets the surface."""
    along = np.arange(0.0, 45.0, 0.02)
    unit = np.array(ray) / np.linalg.norm(ray)
    inside = model.field(np.array(start) + along[:, None] * unit) < 0.0
    return float(along[np.flatnonzero(inside != inside[0])[0]])


def genus(surface: Surface) -> int:
    f = surface.faces
    edges = np.unique(np.sort(np.concatenate([f[:, [0, 1]], f[:, [1, 2]], f[:, [2, 0]]]), axis=1), axis=0)
    return int(1 - (len(surface.vertices) - len(edges) + len(f)) // 2)


@pytest.mark.parametrize("bone", ["C1", "C2", "occiput"])
def test_genus(bone: str) -> None:
    assert genus(mesh_field(MODELS[bone].field, 0.8, steps=1)) == MODELS[bone].genus


@pytest.mark.parametrize("bone", ["C1", "C2", "occiput"])
def test_landmarks_lie_where_they_say(bone: str) -> None:
    model = MODELS[bone]
    for name, landmark in model.landmarks.items():
        value = model.field(landmark.point[None])[0]
        if landmark.kind == "surface":
            assert abs(value) < 0.3, name
        else:
            assert value < -0.5, name


@pytest.mark.parametrize("bone", ["C1", "C2", "occiput"])
def test_without_texture_left_mirrors_right(bone: str) -> None:
    points = np.random.default_rng(2).uniform([-40.0, -20.0, -15.0], [40.0, 45.0, 20.0], (400, 3))
    field = PLAIN[bone].field
    assert np.allclose(field(points), field(points * [-1.0, 1.0, 1.0]))


def test_atlas_has_its_published_spans() -> None:
    model, values = PLAIN["C1"], PLAIN["C1"].dimensions
    tip = model.landmarks["transverse_process_tip:left"].point
    assert 2.0 * tip[0] == pytest.approx(values["total_width"], rel=0.05)
    depth = first_exit(model, (0, 10, -1), (0, -1, 0)) + first_exit(model, (0, 10, -1), (0, 1, 0))
    assert depth == pytest.approx(values["canal_AP"], rel=0.05)
    x = 0.25 * (
        values["distance_lateral_margins_transverse_foramina"] + values["distance_inner_margins_transverse_foramina"]
    )
    middle = (x, values["tf_y"], values["tf_z"])
    outer, inner = x + first_exit(model, middle, (1, 0, 0)), x - first_exit(model, middle, (-1, 0, 0))
    assert 2.0 * outer == pytest.approx(values["distance_lateral_margins_transverse_foramina"], rel=0.05)
    assert 2.0 * inner == pytest.approx(values["distance_inner_margins_transverse_foramina"], rel=0.05)


def test_axis_has_its_published_dens_and_canal() -> None:
    model, values = PLAIN["C2"], PLAIN["C2"].dimensions
    tip = model.landmarks["dens_tip"].point
    assert tip[2] - values["saf_z"] == pytest.approx(values["dens_height"], abs=1.54)
    swell = (0.0, values["dens_swell_y"], values["dens_swell_z"])
    assert 2.0 * first_exit(model, swell, (1, 0, 0)) == pytest.approx(values["dens_transverse"], rel=0.05)
    assert 2.0 * first_exit(model, (0, 14, -3), (1, 0, 0)) == pytest.approx(values["SCW"], rel=0.05)


def test_the_dens_has_a_waist() -> None:
    model, values = PLAIN["C2"], PLAIN["C2"].dimensions
    widths = [
        2.0 * first_exit(model, (0.0, values[f"dens_{name}_y"], values[f"dens_{name}_z"]), (1, 0, 0))
        for name in ("waist", "swell")
    ]
    assert widths[0] < widths[1] - 0.4


def test_superior_facets_of_atlas_are_hollow() -> None:
    model = PLAIN["C1"]
    face = model.faces["superior_articular_facet:left"]
    ends = face.centre + 0.7 * face.half_height_mm * np.array([[1.0], [-1.0]]) * (
        face.up - (face.up @ face.normal) * face.normal
    )
    assert (model.field(ends) < -0.3).all()  # bone rises above the tangent plane at both ends
    assert abs(model.field(face.centre[None])[0]) < 0.3


def carried(points: Array, pose: Array) -> Array:
    return points @ pose[:3, :3].T + pose[:3, 3]


def test_upper_joints_gape_evenly() -> None:
    atlas, axis, occiput = MODELS["C1"], MODELS["C2"], MODELS["occiput"]
    dens = axis.landmarks["dens_anterior"].point[None]
    gap = atlas.field(carried(dens, inverse(atlanto_axial_pose())))[0]
    assert 0.8 < gap < 2.5
    shoulder = axis.faces["superior_articular_facet:left"].centre[None]
    assert 1.5 < atlas.field(carried(shoulder, inverse(atlanto_axial_pose())))[0] < 3.5
    cup = atlas.faces["superior_articular_facet:left"].centre[None]
    assert 1.5 < occiput.field(carried(cup, inverse(atlanto_occipital_pose())))[0] < 3.5


def test_axis_takes_the_faces_of_c3() -> None:
    face, below = facet_on_c3(), superior_facet(load_shape("C3"))
    pose = axis_on_c3()
    model = build_axis(texture=0.0, facing=face)
    on_c3 = carried(face.centre[None], pose)[0]
    assert 0.5 < (on_c3 - below.centre) @ below.normal < 4.0
    assert np.allclose(pose[:3, :3] @ face.normal, -below.normal)
    assert abs(model.field(face.centre[None])[0]) < 0.5
    own = axis_parts.inferior_facet(load_upper_shape("C2"))
    assert np.linalg.norm(face.centre - own.centre) < 3.0
    assert face.normal @ own.normal > 0.9


def test_unknown_bone_is_refused() -> None:
    with pytest.raises(InputError, match=r"C9.*C1, C2, occiput"):
        load_upper_shape("C9")
