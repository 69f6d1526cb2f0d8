"""C3 to C7: topology, symmetry, joints, published dimensions, landmarks."""

from __future__ import annotations

import numpy as np
import pytest
import pyvista as pv

from spine_viewer.anatomy.bones.cervical import build_cervical
from spine_viewer.anatomy.bones.cervical_joint import (
    facet_below,
    facet_gap_mm,
    inferior_facet,
    relative_pose,
    shape_below,
    superior_facet,
)
from spine_viewer.anatomy.bones.cervical_shape import CERVICAL_LEVELS, cervical_parameters, load_shape
from spine_viewer.anatomy.bones.model import BoneModel
from spine_viewer.anatomy.field.mesher import Surface, is_manifold, mesh_field, signed_volume
from spine_viewer.anatomy.measuring.cervical import CervicalMeasure
from spine_viewer.anatomy.measuring.occupancy import voxelise
from spine_viewer.anatomy.morphometry import load_morphometry
from spine_viewer.errors import InputError

SIDED = (
    "pedicle_centre",
    "pedicle_superior",
    "pedicle_inferior",
    "pedicle_medial",
    "pedicle_lateral",
    "superior_articular_facet",
    "inferior_articular_facet",
    "superior_articular_process_tip",
    "inferior_articular_process_tip",
    "transverse_process_tip",
    "lamina",
    "pars_interarticularis",
    "articular_pillar_waist",
    "articular_pillar_anterior",
    "articular_pillar_posterior",
    "articular_pillar_centre",
    "uncinate_process",
    "transverse_foramen_medial",
    "transverse_foramen_lateral",
    "transverse_foramen_anterior",
    "transverse_foramen_posterior",
    "anterior_tubercle",
    "posterior_tubercle",
    "nerve_groove",
)
MIDDLE = (
    "body_centre",
    "superior_endplate_centre",
    "superior_endplate_anterior",
    "superior_endplate_posterior",
    "superior_endplate_left",
    "superior_endplate_right",
    "inferior_endplate_centre",
    "inferior_endplate_anterior",
    "inferior_endplate_posterior",
    "inferior_endplate_left",
    "inferior_endplate_right",
    "spinous_process_tip",
    "spinous_process_superior",
)
FLIP = np.array([-1.0, 1.0, 1.0])


@pytest.fixture(scope="module", params=CERVICAL_LEVELS)
def bone(request: pytest.FixtureRequest) -> BoneModel:
    return build_cervical(request.param, texture=0.0)


@pytest.fixture(scope="module")
def surface(bone: BoneModel) -> Surface:
    return mesh_field(bone.field, 0.6, steps=1)


def test_closed_with_canal_and_two_foramina(surface: Surface) -> None:
    euler = len(surface.vertices) - len(surface.faces) // 2
    assert is_manifold(surface.faces)
    assert signed_volume(surface.vertices, surface.faces) > 3000.0
    assert 1 - euler // 2 == 3


def test_left_mirrors_right(bone: BoneModel) -> None:
    points = np.random.default_rng(3).uniform(bone.field.bounds[0], bone.field.bounds[1], (4000, 3))
    assert np.allclose(bone.field(points), bone.field(points * FLIP), atol=1e-9)


def test_landmarks_lie_on_or_in_the_bone(bone: BoneModel) -> None:
    assert {f"{name}:{side}" for name in SIDED for side in ("left", "right")} | set(MIDDLE) <= set(bone.landmarks)
    for name, landmark in bone.landmarks.items():
        distance = float(bone.field(landmark.point[None])[0])
        assert distance < -0.3 if landmark.kind == "interior" else abs(distance) < 0.06, name


def test_places_of_the_landmarks(bone: BoneModel) -> None:
    at = {name: landmark.point for name, landmark in bone.landmarks.items()}
    for side, sign in (("left", 1.0), ("right", -1.0)):
        assert sign * at[f"articular_pillar_waist:{side}"][0] > 18.0
        medial, lateral = at[f"transverse_foramen_medial:{side}"], at[f"transverse_foramen_lateral:{side}"]
        assert sign * (lateral - medial)[0] > 2.5
        assert (at[f"transverse_foramen_posterior:{side}"] - at[f"transverse_foramen_anterior:{side}"])[1] > 2.0
        assert at[f"posterior_tubercle:{side}"][1] > at[f"anterior_tubercle:{side}"][1]
        assert at[f"uncinate_process:{side}"][2] > at["superior_endplate_centre"][2] + 2.0
        assert at[f"superior_articular_facet:{side}"][2] > at[f"inferior_articular_facet:{side}"][2] + 6.0


@pytest.mark.parametrize("level", CERVICAL_LEVELS)
def test_facets_of_a_joint_face_each_other(level: str) -> None:
    upper, lower = load_shape(level), shape_below(level)
    pose = relative_pose(upper, lower)
    below, above = facet_below(lower), inferior_facet(upper)
    normal = pose[:3, :3] @ above.normal
    centre = pose[:3, :3] @ above.centre + pose[:3, 3]
    assert np.allclose(normal, -below.normal, atol=1e-9)
    assert np.allclose(centre - below.centre, facet_gap_mm() * below.normal, atol=1e-9)


@pytest.mark.parametrize("level", CERVICAL_LEVELS)
def test_superior_facets_keep_the_published_angles(level: str) -> None:
    normal = superior_facet(load_shape(level)).normal
    angles = {
        "sup_facet_angle_to_transverse_plane_R": np.degrees(np.arccos(normal[2])),
        "sup_facet_angle_to_sagittal_plane_R": np.degrees(np.arccos(-normal[0])),
    }
    for name, angle in angles.items():
        row = load_morphometry().find(level, name)
        assert row is not None
        assert row.band[0] <= angle <= row.band[1]


def test_published_dimensions_on_the_mesh(bone: BoneModel, surface: Surface) -> None:
    faces = np.hstack([np.full((len(surface.faces), 1), 3), surface.faces]).ravel()
    caliper = CervicalMeasure(voxelise(pv.PolyData(surface.vertices, faces), 0.3))
    measured = {
        "EPWu": caliper.endplate_width(True),
        "EPWl": caliper.endplate_width(False),
        "VB_transverse_diameter": caliper.body_width(),
        "EPDu": caliper.endplate_depth(True),
        "EPDl": caliper.endplate_depth(False),
        "VBHp": caliper.posterior_height(),
        "SCW": caliper.canal_width(),
    }
    for name, value in measured.items():
        row = load_morphometry().find(bone.id, name)
        assert row is not None
        # half a millimetre more than the band: voxels of 0.3 mm on a mesh of 0.6 mm
        assert row.band[0] - 0.5 <= value <= row.band[1] + 0.5, f"{bone.id} {name} {value:.1f}"


def test_spines_are_split_down_to_c6() -> None:
    width = {level: load_shape(level)["horn_spread"] for level in CERVICAL_LEVELS}
    cleft = {level: load_shape(level)["cleft_half_width"] for level in CERVICAL_LEVELS}
    assert all(cleft[level] > 0.5 and width[level] > 2.0 for level in ("C3", "C4", "C5", "C6"))
    assert cleft["C7"] == 0.0
    assert load_shape("C7")["sp_tip_y"] > max(load_shape(level)["sp_tip_y"] for level in ("C3", "C4", "C5", "C6"))


def test_texture_moves_the_surface_little() -> None:
    plain, rough = build_cervical("C5", texture=0.0), build_cervical("C5")
    points = plain.landmarks["lamina:left"].point + np.random.default_rng(1).normal(size=(50, 3))
    change = np.abs(rough.field(points) - plain.field(points))
    assert 0.0 < change.max() < 1.5


def test_unknown_level_is_named() -> None:
    with pytest.raises(InputError, match="C8"):
        load_shape("C8")


def test_every_level_stands_in_the_table() -> None:
    names = {level: set(values) for level, values in cervical_parameters().items()}
    assert all(names[level] == names["C3"] for level in CERVICAL_LEVELS)
