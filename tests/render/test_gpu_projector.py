"""Path lengths drawn by OpenGL are those of the processor, or are refused."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from spine_viewer.errors import InputError
from spine_viewer.imaging import CArm, Fluoroscope, LeakyMeshWarning, Solid, needle, path_lengths, project
from spine_viewer.imaging.projector.bodies import Triangles
from spine_viewer.imaging.projector.patch import Patch
from spine_viewer.imaging.projector.paths import mesh_patch
from spine_viewer.render import gpu_projector
from spine_viewer.render.gpu_check import agreement
from spine_viewer.render.gpu_projector import LIMIT_MM, use_graphics

pytestmark = pytest.mark.graphics
ARM = CArm((0, 0, 0), 25, 10, size=(256, 256))


@pytest.fixture(autouse=True)
def graphics() -> float:
    return use_graphics()


def test_the_self_test_agrees_far_below_its_limit(graphics: float) -> None:
    assert graphics < LIMIT_MM / 2


def test_the_self_test_finds_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def shifted(mesh: Triangles, carm: CArm) -> Patch:
        true = mesh_patch(mesh, carm)
        return Patch(true.row, true.col + 1, true.fixed)

    def leaking(mesh: Triangles, carm: CArm) -> Patch:
        true = mesh_patch(mesh, carm)
        return Patch(true.row, true.col, true.fixed, leaky=3)

    assert agreement(mesh_patch) == 0.0
    assert agreement(shifted) > 1.0
    assert agreement(leaking) == float("inf")
    monkeypatch.setattr(gpu_projector, "agreement", lambda draw: 3.0)
    with pytest.raises(InputError, match=r"self-test is 3 mm off the processor .* allowed: 0\.02 mm"):
        use_graphics.__wrapped__()


@pytest.mark.parametrize("size", [(256, 256), (128, 320), (640, 512)])
@pytest.mark.parametrize("angles", [(0, 0), (25, 10), (-70, -30)])
def test_drawn_lengths_are_those_of_the_processor(size: tuple[int, int], angles: tuple[float, float]) -> None:
    arm = CArm((3, -5, 8), *angles, size=size)
    body = trimesh.creation.torus(30, 12, major_sections=64, minor_sections=32)
    drawn, true = (project(body, arm, 1.0, backend=backend) for backend in ("vtk", "auto"))
    assert np.sqrt(((drawn - true) ** 2).mean()) < 0.003
    assert np.abs(drawn - true).max() < 0.5, "at the rim, where OpenGL snaps corners to coarser places"


def test_a_sphere_is_as_thick_as_it_is() -> None:
    arm = CArm((0, 0, 0), size=(256, 256))
    lengths = project(trimesh.creation.icosphere(5, radius=30), arm, 1.0, backend="vtk")
    assert lengths[127:129, 127:129] == pytest.approx(60.0, abs=0.05)


def test_a_hole_is_reported_and_filled() -> None:
    whole = trimesh.creation.icosphere(4, radius=30)
    holed = trimesh.Trimesh(whole.vertices, np.delete(whole.faces, [100, 300], axis=0), process=False)
    with pytest.warns(LeakyMeshWarning, match="bone"):
        found = path_lengths({"bone": holed}, ARM, backend="vtk")
    assert found.leaky["bone"] > 0
    true = path_lengths({"bone": whole}, ARM)
    assert np.abs(found.mm("bone") - true.mm("bone")).max() < 3.0


def test_bodies_beside_the_picture_and_at_the_source() -> None:
    far = trimesh.creation.icosphere(3, radius=10)
    far.apply_translation([500, 0, 0])
    assert not project(far, ARM, 1.0, backend="vtk").any()
    with pytest.raises(InputError, match="reaches the X-ray source"):
        project(trimesh.creation.icosphere(2, radius=800), ARM, 1.0, backend="vtk")


def test_a_whole_picture_looks_the_same() -> None:
    solids = [
        Solid("trunk", trimesh.creation.box((300, 200, 400)), "trunk_tissue"),
        Solid("bone", trimesh.creation.icosphere(4, radius=20), "cortical_bone", "trunk_tissue"),
    ]
    pin = needle("pin", [[-30, 40, 10], [0, 10, 0]], 1.27)
    drawn, true = (Fluoroscope(solids, backend=backend).expose(ARM, [pin]).picture for backend in ("vtk", "auto"))
    assert np.abs(drawn.astype(int) - true.astype(int)).mean() < 0.1
