"""T1 to T11: closed with one hole, rib facets where ribs sit, coronal joints that match, published size."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from spine_viewer.anatomy.bones import vertebra_shape
from spine_viewer.anatomy.bones.lumbar import build_lumbar
from spine_viewer.anatomy.bones.thoracic import build_thoracic, build_vertebra, faces
from spine_viewer.anatomy.bones.thoracic_joint import inferior_facet, relative_pose, superior_facet
from spine_viewer.anatomy.bones.thoracic_shape import THORACIC_LEVELS, load_shape
from spine_viewer.anatomy.field.mesher import mesh_field
from spine_viewer.errors import InputError

MODELS = {level: build_thoracic(level) for level in THORACIC_LEVELS}
FLIP = {"left": np.array([1.0, 1.0, 1.0]), "right": np.array([-1.0, 1.0, 1.0])}


@pytest.fixture(params=THORACIC_LEVELS)
def level(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def at(level: str, name: str, side: str = "left") -> np.ndarray:
    """A left or right landmark, as if on the left."""
    return MODELS[level].landmarks[f"{name}:{side}"].point * FLIP[side]


def test_closed_one_body_one_hole(level: str) -> None:
    surface = mesh_field(MODELS[level].field, voxel_mm=0.7, steps=1)
    mesh = trimesh.Trimesh(surface.vertices, surface.faces, process=False)
    assert mesh.is_watertight
    assert mesh.body_count == 1
    assert mesh.euler_number == 0  # a torus: the vertebral canal is the only hole
    assert mesh.volume > 0.0


def test_surface_landmarks_lie_on_bone_and_interior_ones_inside(level: str) -> None:
    model = MODELS[level]
    for kind in ("surface", "interior"):
        names = [name for name, mark in model.landmarks.items() if mark.kind == kind]
        distance = model.field(np.array([model.landmarks[name].point for name in names]))
        worst = dict(zip(names, distance, strict=True))
        if kind == "surface":
            assert all(abs(d) < 0.2 for d in distance), worst
        else:
            assert all(d < -1.4 for d in distance), worst


@pytest.mark.parametrize("side", ["left", "right"])
def test_processes_stand_where_anatomy_puts_them(level: str, side: str) -> None:
    def here(name: str) -> np.ndarray:
        return at(level, name, side)

    heights = [
        here(name)[2]
        for name in (
            "superior_articular_process_tip",
            "superior_articular_facet",
            "inferior_articular_facet",
            "inferior_articular_process_tip",
        )
    ]
    assert heights == sorted(heights, reverse=True)
    assert here("pedicle_medial")[0] < here("pedicle_centre")[0] < here("pedicle_lateral")[0]
    assert here("pedicle_centre")[2] > 0.0  # on the upper half of the body
    tip = here("transverse_process_tip")
    assert tip[0] > here("pedicle_lateral")[0] + 5.0
    assert tip[1] > here("pedicle_centre")[1] + 2.0  # backwards and outwards
    assert here("transverse_process_superolateral")[2] > tip[2]


def test_rib_facets_of_each_level(level: str) -> None:
    names = {name.partition(":")[0] for name in MODELS[level].faces} - {
        "superior_articular_facet",
        "inferior_articular_facet",
    }
    expected = {"superior_costal_facet"}
    if level not in ("T9", "T10", "T11"):
        expected.add("inferior_costal_facet")  # the rib below also reaches this body
    if level != "T11":
        expected.add("transverse_costal_facet")
    assert names == expected
    face = MODELS[level].faces["superior_costal_facet:left"]
    assert face.normal[0] > 0.7
    assert abs(MODELS[level].field(face.centre[None])[0]) < 1.0
    if "inferior_costal_facet" in expected:
        assert MODELS[level].faces["inferior_costal_facet:left"].centre[2] < face.centre[2] - 2.0
    if "transverse_costal_facet" in expected:
        on_process = MODELS[level].faces["transverse_costal_facet:left"]
        assert on_process.normal[1] < -0.2  # it looks forwards
        assert on_process.centre[0] > face.centre[0] + 8.0
        assert abs(MODELS[level].field(on_process.centre[None])[0]) < 1.0


def test_spinous_processes_are_steepest_in_the_middle_of_the_chest() -> None:
    def slope(level: str) -> float:
        root = 0.5 * (at(level, "lamina", "left") + at(level, "lamina", "right") * FLIP["right"])
        tip = MODELS[level].landmarks["spinous_process_tip"].point
        return float(np.degrees(np.arctan2(root[2] - tip[2], tip[1] - root[1])))

    middle = min(slope(level) for level in ("T5", "T6", "T7"))
    assert middle > 55.0
    assert slope("T1") < middle - 8.0
    assert slope("T11") < middle - 15.0


def test_transverse_processes_shorten_downwards() -> None:
    reach = {level: at(level, "transverse_process_tip")[0] for level in THORACIC_LEVELS}
    assert reach["T1"] > reach["T4"] > reach["T11"] + 4.0


def test_upper_facets_face_backwards_and_outwards(level: str) -> None:
    normal = MODELS[level].faces["superior_articular_facet:left"].normal
    assert normal[1] > 0.8
    assert normal[0] > 0.0
    assert normal[2] > 0.1


@pytest.mark.parametrize("upper", THORACIC_LEVELS)
def test_facets_of_neighbours_face_each_other(upper: str) -> None:
    number = int(upper[1:]) + 1
    below = load_shape(f"T{number}") if number < 12 else vertebra_shape.load_shape("T12")
    pose = relative_pose(load_shape(upper), below)
    above, under = inferior_facet(load_shape(upper)), superior_facet(below)
    centre = pose[:3, :3] @ above.centre + pose[:3, 3]
    assert 2.2 < (centre - under.centre) @ under.normal < 3.1
    assert (pose[:3, :3] @ above.normal) @ under.normal == pytest.approx(-1.0, abs=1e-6)
    assert abs(MODELS[upper].field(above.centre[None])[0]) < 0.5
    lower = MODELS[below.level] if number < 12 else build_lumbar("T12")
    assert abs(lower.field(under.centre[None])[0]) < 0.5


def test_lower_shape_can_be_replaced() -> None:
    below = load_shape("T7").with_values({"saf_y": load_shape("T7")["saf_y"] + 1.0})
    moved = faces(load_shape("T6"), below)["inferior_articular_facet:left"].centre
    assert moved[1] == pytest.approx(MODELS["T6"].faces["inferior_articular_facet:left"].centre[1] + 1.0, abs=0.1)


def test_without_texture_a_vertebra_is_its_own_mirror_image() -> None:
    model = build_vertebra(load_shape("T6"), texture=0.0)
    points = np.random.default_rng(3).uniform([-40.0, -20.0, -35.0], [40.0, 60.0, 25.0], (400, 3))
    assert np.allclose(model.field(points), model.field(points * FLIP["right"]))


def test_unknown_level_names_what_is_allowed() -> None:
    with pytest.raises(InputError, match=r"T13.*T1, T2"):
        build_thoracic("T13")
