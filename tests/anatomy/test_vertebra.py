"""Lumbar vertebrae and T12: closed with one hole, landmarks where anatomy puts them, dimensions on the surface."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from spine_viewer.anatomy.bones.lumbar import build_lumbar
from spine_viewer.anatomy.bones.vertebra import build_vertebra, smooth_field
from spine_viewer.anatomy.bones.vertebra_joint import relative_pose
from spine_viewer.anatomy.bones.vertebra_landmarks import surface_along
from spine_viewer.anatomy.bones.vertebra_shape import BUILT_LEVELS, load_shape
from spine_viewer.anatomy.field.mesher import mesh_field
from spine_viewer.errors import InputError

MODELS = {level: build_lumbar(level) for level in BUILT_LEVELS}
FLIP = {"left": np.array([1.0, 1.0, 1.0]), "right": np.array([-1.0, 1.0, 1.0])}


@pytest.fixture(params=BUILT_LEVELS)
def level(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def point(level: str, name: str) -> np.ndarray:
    return MODELS[level].landmarks[name].point


def test_closed_one_body_one_hole(level: str) -> None:
    surface = mesh_field(MODELS[level].field, voxel_mm=0.6, steps=1)
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
            assert all(d < -2.0 for d in distance), worst


@pytest.mark.parametrize("side", ["left", "right"])
def test_landmarks_stand_where_anatomy_puts_them(level: str, side: str) -> None:
    def at(name: str) -> np.ndarray:
        return point(level, f"{name}:{side}") * FLIP[side]  # as if on the left

    tip, facet, root = (
        at("superior_articular_process_tip"),
        at("superior_articular_facet"),
        at("transverse_process_superior_root"),
    )
    neck, notch = at("superior_articular_process_neck"), at("mamillo_accessory_notch")
    assert tip[2] > facet[2] > at("pars_interarticularis")[2] > at("inferior_articular_process_tip")[2]
    assert neck[0] > facet[0]  # the medial branch crosses on the lateral side of the neck
    assert 0.5 < neck[2] - root[2] < 6.0
    assert np.linalg.norm(neck - root) < 8.0
    assert at("mamillary_process")[1] > facet[1]
    ends = at("mamillary_process"), at("accessory_process")
    assert ends[1][2] < notch[2] < ends[0][2]
    chord = ends[0] + (ends[1] - ends[0]) * (notch[2] - ends[0][2]) / (ends[1][2] - ends[0][2])
    if level != "T12":  # there the lateral tubercle stands between
        assert notch[1] < chord[1] - 0.5  # a groove, not a bump
    assert at("superior_articular_process_anterior")[1] < facet[1]
    assert at("pars_anterior")[1] < at("pars_interarticularis")[1]
    assert at("pedicle_medial")[0] < at("pedicle_centre")[0] < at("pedicle_lateral")[0]
    assert at("transverse_process_tip")[0] > at("accessory_process")[0] - 3.0


def test_endplates_and_spinous_process(level: str) -> None:
    up, down = point(level, "superior_endplate_centre"), point(level, "inferior_endplate_centre")
    assert abs(up[2] + down[2]) < 2.5  # the origin lies midway
    assert point(level, "superior_endplate_anterior")[1] < up[1] < point(level, "superior_endplate_posterior")[1]
    rim = [point(level, f"superior_endplate_{part}")[2] for part in ("anterior", "posterior", "left", "right")]
    assert min(rim) > up[2] - 0.3  # hollow between raised rims
    assert point(level, "spinous_process_tip")[1] > point(level, "lamina:left")[1] + 12.0


def test_canal_and_body_have_the_published_size_on_the_surface(level: str) -> None:
    shape = load_shape(level)
    field = smooth_field(shape)
    half = 0.5 * shape["VBHp"]

    def far(starts: list[list[float]], ray: tuple[float, float, float]) -> np.ndarray:
        """Outermost crossing seen along ``ray``: march from far outside inwards."""
        direction = np.asarray(ray, dtype=float)
        along = np.arange(0.0, 60.0, 0.1)
        points = np.asarray(starts)[:, None] + (45.0 - along)[None, :, None] * direction
        inside = field(points.reshape(-1, 3)).reshape(len(starts), -1) < 0.0
        return np.where(inside.any(axis=1), 45.0 - along[inside.argmax(axis=1)], -np.inf)

    for name, end in (("u", 1.0), ("l", -1.0)):
        heights = end * half * np.linspace(0.7, 1.0, 8)
        width = 2.0 * max(far([[0.0, y, z] for z in heights for y in (-6.0, -2.0, 2.0, 6.0)], (1, 0, 0)))
        assert width == pytest.approx(shape[f"EPW{name}"], rel=0.05)
        front = far([[0.0, 0.0, z] for z in heights], (0, -1, 0)).max()
        starts = np.array([[0.0, 6.0, z] for z in heights * 0.97])
        rear = surface_along(field, starts, np.tile([0.0, 1.0, 0.0], (len(starts), 1)), reach_mm=20.0)[:, 1].max()
        assert front + rear == pytest.approx(shape[f"EPD{name}"], rel=0.05)
    depth = 0.25 * (shape["EPDu"] + shape["EPDl"])
    for name, sign in (("VBHp", 1.0), ("VBHa", -1.0)):
        column = [[0.0, sign * (depth - off), 0.0] for off in np.arange(0.5, 6.0, 0.5)]
        height = far(column, (0, 0, 1)).max() + far(column, (0, 0, -1)).max()
        assert height == pytest.approx(shape[name], rel=0.05)
    medial = [MODELS[level].landmarks[f"pedicle_medial:{side}"].point for side in ("left", "right")]
    assert medial[0][0] - medial[1][0] == pytest.approx(shape["SCW"], rel=0.08)


@pytest.mark.parametrize("upper", BUILT_LEVELS[:-1])
def test_facets_of_neighbours_face_each_other(upper: str) -> None:
    lower = BUILT_LEVELS[BUILT_LEVELS.index(upper) + 1]
    pose = relative_pose(load_shape(upper), load_shape(lower))
    above = MODELS[upper].faces["inferior_articular_facet:left"]
    below = MODELS[lower].faces["superior_articular_facet:left"]
    centre = pose[:3, :3] @ above.centre + pose[:3, 3]
    gap = (centre - below.centre) @ below.normal
    assert 2.2 < gap < 3.1
    assert (pose[:3, :3] @ above.normal) @ below.normal == pytest.approx(-1.0, abs=1e-6)
    on_lower = MODELS[lower].field(below.centre[None])[0]
    into_upper = np.linalg.inv(pose)
    on_upper = MODELS[upper].field((into_upper[:3, :3] @ centre + into_upper[:3, 3])[None])[0]
    assert abs(on_lower) < 0.4
    assert abs(on_upper) < 0.4


def test_without_texture_a_vertebra_is_its_own_mirror_image() -> None:
    model = build_vertebra(load_shape("L4"), texture=0.0)
    points = np.random.default_rng(3).uniform([-40.0, -20.0, -25.0], [40.0, 60.0, 20.0], (400, 3))
    assert np.allclose(model.field(points), model.field(points * FLIP["right"]))


def test_texture_is_slight_and_spares_the_facets() -> None:
    shape = load_shape("L3")
    plain, model = smooth_field(shape), MODELS["L3"]
    surface = mesh_field(plain, voxel_mm=2.0, steps=2)
    assert np.abs(model.field(surface.vertices)).max() < 2.0
    centre = model.faces["superior_articular_facet:right"].centre[None]
    assert model.field(centre)[0] == pytest.approx(plain(centre)[0], abs=1e-9)


def test_unknown_level_names_what_is_allowed() -> None:
    with pytest.raises(InputError, match=r"L9.*T12, L1, L2, L3, L4, L5"):
        build_lumbar("L9")
