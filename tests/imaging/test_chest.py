"""Lungs and windpipe: where they lie, that nothing is counted twice, and what a picture of the chest must show."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import trimesh

from spine_viewer.anatomy.folders import meshes_folder
from spine_viewer.anatomy.ids import SIDES
from spine_viewer.anatomy.regions import region
from spine_viewer.anatomy.spine import Spine
from spine_viewer.errors import InputError
from spine_viewer.imaging import Beam, CArm, Fluoroscope, Solid, attenuation_per_mm, patient, view
from spine_viewer.imaging.carve import carved
from spine_viewer.imaging.chest.sections import sections
from spine_viewer.imaging.projector.bodies import Triangles, as_triangles, signed_volume

HERE = (0.0, 0.0, 0.0)
built = pytest.mark.skipif(not (meshes_folder() / "manifest.json").exists(), reason="meshes are not built")


def volume(mesh: Triangles) -> float:
    return signed_volume(mesh.vertices, mesh.faces)


def ball(radius: float, centre: tuple[float, float, float] = HERE) -> Triangles:
    mesh = trimesh.creation.icosphere(4, radius=radius)
    mesh.apply_translation(centre)
    return as_triangles(mesh)


def block(size: tuple[float, float, float], centre: tuple[float, float, float] = HERE) -> Triangles:
    mesh = trimesh.creation.box(size)
    mesh.apply_translation(centre)
    return as_triangles(mesh)


def test_a_ray_through_a_bone_half_in_a_lung_is_counted_right() -> None:
    """Trunk of 200 mm, in it 80 mm of lung, and a ball of bone of 40 mm that reaches 20 mm into the lung."""
    lung, bone = block((150, 80, 150), (0, 40, 0)), ball(20)
    solids = [
        Solid("trunk", block((300, 200, 300)), "trunk_tissue"),
        Solid("bone", bone, "cortical_bone", "trunk_tissue"),
        Solid("lung", carved(lung, [bone]), "lung", "trunk_tissue"),
    ]
    arm = CArm(HERE, size=(128, 128))
    trunk, dense, airy = (
        attenuation_per_mm(name, Beam().effective_energy_kev) for name in ("trunk_tissue", "cortical_bone", "lung")
    )
    seen = Fluoroscope(solids).integrals(arm)[64, 64]
    assert seen == pytest.approx(100 * trunk + 40 * dense + 60 * airy, rel=1e-3)
    twice = Fluoroscope([*solids[:2], Solid("lung", lung, "lung", "trunk_tissue")]).integrals(arm)[64, 64]
    assert twice == pytest.approx(seen - 20 * (trunk - airy), rel=1e-3), "what carving is for"


def test_carving_keeps_every_volume() -> None:
    lung, bone, far = block((100, 100, 100)), ball(20, (50, 0, 0)), ball(5, (500, 0, 0))
    left = carved(lung, [bone, far])
    assert volume(left) + volume(bone) / 2 == pytest.approx(1e6, rel=1e-4)
    assert carved(lung, [far]) is lung
    with pytest.raises(InputError, match="nothing is left"):
        carved(bone, [block((300, 300, 300))])
    with pytest.raises(InputError, match="not a closed mesh"):
        carved(lung, [Triangles(bone.vertices, bone.faces[:-1])])


def test_sections_of_a_ball_are_circles() -> None:
    low, middle, beyond = sections(ball(20), (-12.0, 0.5, 30.0))
    assert np.linalg.norm(low[:, :2], axis=1) == pytest.approx(16.0, abs=0.1)
    assert np.linalg.norm(middle[:, :2], axis=1) == pytest.approx(20.0, abs=0.1)
    assert beyond.shape == (0, 3)


@pytest.fixture(scope="module")
def spine() -> Any:
    return Spine.load(pose="prone")


@pytest.fixture(scope="module")
def chest(spine: Any) -> dict[str, Solid]:
    return {solid.name: solid for solid in patient(spine, coarse=True, bones=region("thoracic").beam)}


@built
def test_lungs_lie_from_the_first_rib_to_the_diaphragm(spine: Any, chest: dict[str, Solid]) -> None:
    for side in SIDES:
        lung = chest[f"lung:{side}"].triangles
        low, high = lung.box_corners[0], lung.box_corners[-1]
        assert high[2] == pytest.approx(spine.landmark(f"rib_1_{side}:neck_centre")[2], abs=4.0)
        assert spine.landmark("T12:body_centre")[2] - 10 < low[2] < spine.landmark("T10:body_centre")[2]
        assert 1.0e6 < volume(lung) < 3.0e6, (
            "mm3: one lung in quiet breathing holds one to three litres with its tissue"
        )
    left, right = (chest[f"lung:{side}"].triangles.box_corners for side in SIDES)
    assert left[0, 0] > 0 > right[-1, 0]
    assert left[0, 2] < right[0, 2], "the right dome of the diaphragm is the higher one"


@built
def test_no_bone_no_disc_and_no_air_share_a_place(spine: Any, chest: dict[str, Solid]) -> None:
    lungs = [chest[f"lung:{side}"].triangles for side in SIDES]
    for name in ("rib_1_left", "rib_9_right", "rib_11_left", "T5", "T10", "disc:T7-T8", "airway"):
        body = chest[name].triangles
        assert volume(carved(body, lungs)) == pytest.approx(volume(body), abs=2.0), name
    air, bones = chest["airway"].triangles, [chest[name].triangles for name in ("C4", "C6", "T2")]
    assert carved(air, bones) is air or volume(carved(air, bones)) == pytest.approx(volume(air), abs=2.0)


@built
@pytest.mark.parametrize("name", ["cervical", "thoracic", "lumbar", "whole"])
def test_lungs_and_airway_lie_in_the_trunk_of_every_region(spine: Any, name: str) -> None:
    """Outside it they would take away tissue that is not there."""
    solids = {solid.name: solid.triangles for solid in patient(spine, coarse=True, bones=region(name).beam)}
    for air in ("lung:left", "lung:right", "airway"):
        with pytest.raises(InputError, match="nothing is left"):
            carved(solids[air], [solids["trunk"]])


@built
def test_a_picture_of_the_chest_shows_lungs_beside_the_spine_and_ribs_over_them(
    spine: Any, chest: dict[str, Solid]
) -> None:
    arm = view(spine, "ap", "T7", size=(256, 256))
    seen = Fluoroscope(chest.values()).integrals(arm)
    without = Fluoroscope(solid for name, solid in chest.items() if not name.startswith("lung")).integrals(arm)

    def at(point: Any, picture: np.ndarray) -> float:
        column, row = np.floor(arm.pixel_of(point)).astype(int)
        return float(picture[row - 1 : row + 2, column - 1 : column + 2].mean())

    middle = spine.landmark("T7:body_centre")
    ribs = [spine.landmark(f"rib_{number}_left:angle") for number in (6, 7)]
    between = (ribs[0] + ribs[1]) / 2
    assert at(between, seen) < at(between, without) - 1.0, "through the lung"
    assert at(between, seen) < at(middle, seen) - 1.5, "beside the spine"
    ribless = Fluoroscope(solid for name, solid in chest.items() if not name.startswith("rib")).integrals(arm)
    assert min(at(rib, seen) - at(rib, ribless) for rib in ribs) > 0.1, "ribs are dark over the lung"
    assert at(middle, seen) == pytest.approx(at(middle, without), abs=0.05), "no lung in front of the spine"


@built
def test_lungs_are_only_where_there_are_ribs(spine: Any) -> None:
    names = [solid.name for solid in patient(spine, coarse=True, bones=("L3", "L4", "L5"))]
    assert not [name for name in names if name.startswith("lung") or name == "airway"]
