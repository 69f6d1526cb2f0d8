"""Path lengths of rays in bodies whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
import pyvista as pv
import trimesh

from spine_viewer.errors import InputError
from spine_viewer.imaging import CArm, LeakyMeshWarning, path_lengths, project
from spine_viewer.imaging.projector import drawing
from spine_viewer.imaging.projector.patch import Patch
from spine_viewer.imaging.projector.paths import has_numba

ARM = CArm((0, 0, 0), 25, 10, size=(256, 256))
CENTRE, RADIUS = np.array([5.0, -3.0, 7.0]), 30.0
TURN = trimesh.transformations.euler_matrix(0.3, 0.5, 0.7)
BACKENDS = ["numpy", pytest.param("numba", marks=pytest.mark.skipif(not has_numba(), reason="needs numba"))]


def rays(arm: CArm) -> tuple[np.ndarray, np.ndarray]:
    rows, cols = arm.size
    r, c = np.mgrid[:rows, :cols] + 0.5
    return arm.ray(np.stack([c.ravel(), r.ravel()], 1))


def sphere_path(arm: CArm) -> np.ndarray:
    origin, direction = rays(arm)
    to_source = origin - CENTRE
    half = direction @ to_source
    return 2 * np.sqrt(np.maximum(half**2 - (to_source @ to_source - RADIUS**2), 0)).reshape(arm.size)


def box_path(arm: CArm, sides: tuple[float, float, float]) -> np.ndarray:
    origin, direction = rays(arm)
    origin, direction = origin @ TURN[:3, :3], direction @ TURN[:3, :3]
    half = np.array(sides) / 2
    first, second = (-half - origin) / direction, (half - origin) / direction
    inside = np.maximum(first, second).min(1) - np.minimum(first, second).max(1)
    return np.maximum(inside, 0).reshape(arm.size)


def sphere(subdivisions: int) -> trimesh.Trimesh:
    mesh = trimesh.creation.icosphere(subdivisions=subdivisions, radius=RADIUS)
    mesh.apply_translation(CENTRE)
    return mesh


def box(sides: tuple[float, float, float] = (40, 60, 50)) -> trimesh.Trimesh:
    mesh = trimesh.creation.box(sides)
    mesh.apply_transform(TURN)
    return mesh


def rms(error: np.ndarray, where: np.ndarray) -> float:
    return float(np.sqrt((error[where] ** 2).mean()))


@pytest.mark.parametrize("backend", BACKENDS)
def test_analytic_sphere(backend: str) -> None:
    truth = sphere_path(ARM)
    found = project(sphere(7), ARM, 1.0, backend=backend)
    assert truth.max() == pytest.approx(2 * RADIUS, abs=0.01)
    assert rms(found - truth, truth > 0) <= 0.02


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("arm", [ARM, CArm((0, 0, 0), -37, -44, size=(512, 400)), CArm((0, 0, 0), 90, size=(512, 512))])
def test_rotated_box(backend: str, arm: CArm) -> None:
    sides = (40.0, 60.0, 50.0)
    truth = box_path(arm, sides)
    found = project(box(sides), arm, 1.0, backend=backend)
    assert np.count_nonzero(truth) > 10_000
    assert rms(found - truth, truth > 0) <= 0.02
    assert not found[(truth == 0)].any()


@pytest.mark.parametrize("backend", BACKENDS)
def test_box_seen_exactly_along_its_faces(backend: str) -> None:
    """Four faces are edge-on or nearly so: the hardest case for depth interpolation."""
    arm = CArm((0, 0, 0), size=(256, 256))
    found = project(trimesh.creation.box((40, 60, 50)), arm, 1.0, backend=backend)
    assert found[128, 128] == pytest.approx(60, abs=0.01)
    assert found.min() == 0 and found.max() < 61


def test_same_bits_for_one_and_two_threads_and_in_any_order() -> None:
    meshes = [sphere(4), box(), box((10, 80, 20)), sphere(3)]
    one = path_lengths({"bone": meshes}, ARM, threads=1).fixed["bone"]
    two = path_lengths({"bone": meshes[::-1]}, ARM, threads=2).fixed["bone"]
    assert one.dtype == np.int32
    assert one.any() and np.array_equal(one, two)


@pytest.mark.skipif(not has_numba(), reason="needs numba")
def test_both_backends_give_the_same_bits() -> None:
    meshes = {"a": [sphere(5)], "b": [box()]}
    compiled = path_lengths(meshes, ARM, backend="numba").fixed
    plain = path_lengths(meshes, ARM, backend="numpy").fixed
    assert all(np.array_equal(compiled[name], plain[name]) for name in meshes)


def test_attenuations_add_up_and_may_be_negative() -> None:
    outer, inner = sphere(4), sphere(4)
    inner.apply_translation(-CENTRE)
    inner.apply_scale(0.5)
    inner.apply_translation(CENTRE)
    whole, core = (path_lengths({"x": mesh}, ARM).mm("x") for mesh in (outer, inner))
    shell = project([outer, inner], ARM, [0.06, 0.03 - 0.06])
    assert np.allclose(shell, 0.06 * (whole - core) + 0.03 * core)
    named = project({"shell": outer, "core": inner}, ARM, {"shell": 0.06, "core": -0.03})
    assert np.allclose(shell, named)


def test_a_concave_body_and_a_body_turned_inside_out() -> None:
    ring = trimesh.creation.torus(30, 8, major_sections=96, minor_sections=48)
    turned = trimesh.Trimesh(ring.vertices, ring.faces[:, ::-1], process=False)
    arm = CArm((0, 0, 0), 0, 0, size=(256, 256))
    lengths = project(ring, arm, 1.0)
    assert np.array_equal(lengths, project(turned, arm, 1.0))
    # The mean ray path times the area that each pixel stands for is the volume: check it by the rays' own geometry.
    _, direction = rays(arm)
    cosine = (direction @ arm.detector_direction).reshape(arm.size)
    near = arm.source_to_isocentre_mm / arm.source_to_detector_mm * arm.pixel_mm
    assert (lengths * cosine).sum() * near**2 == pytest.approx(ring.volume, rel=0.01)


def test_a_body_partly_or_wholly_outside_the_picture() -> None:
    far = trimesh.creation.icosphere(3, radius=10)
    far.apply_translation([500, 0, 0])
    assert not project(far, CArm((0, 0, 0)), 1.0).any()
    wide = CArm((0, 0, 0), 15, 5, field_mm=240, size=(256, 256))
    narrow = CArm((0, 0, 0), 15, 5, field_mm=120, size=(128, 128))
    body = box((100, 60, 110))
    cut = project(body, narrow, 1.0)
    assert np.array_equal(cut, project(body, wide, 1.0)[64:192, 64:192])
    assert (cut > 0).mean() > 0.9


def test_every_kind_of_mesh_is_read() -> None:
    mesh = sphere(3)
    lengths = project(mesh, ARM, 1.0)
    assert np.array_equal(lengths, project((mesh.vertices, mesh.faces), ARM, 1.0))
    assert np.allclose(lengths, project(pv.wrap(mesh), ARM, 1.0), atol=0.02)
    assert np.allclose(project(pv.Box((-5, 5, -5, 5, -5, 5)), ARM, 1.0).max(), 12, atol=3)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_hole_is_reported_and_filled(backend: str) -> None:
    whole = sphere(5)
    holed = trimesh.Trimesh(whole.vertices, np.delete(whole.faces, [100, 3000], axis=0), process=False)
    with pytest.warns(LeakyMeshWarning, match="bone"):
        lengths = path_lengths({"bone": holed}, ARM, backend=backend)
    assert 0 < lengths.leaky["bone"] < 100
    sound = path_lengths({"bone": whole}, ARM, backend=backend)
    assert not sound.leaky
    assert np.abs(lengths.mm("bone") - sound.mm("bone")).max() < 2.0


def test_bad_input() -> None:
    with pytest.raises(InputError, match="reaches the X-ray source"):
        project(trimesh.creation.icosphere(2, radius=800), ARM, 1.0)
    with pytest.raises(InputError, match="attenuations for"):
        project([box()], ARM, [1.0, 2.0])
    with pytest.raises(InputError, match="no attenuation for 'b'"):
        project({"b": box()}, ARM, {"a": 1.0})
    with pytest.raises(InputError, match="cannot project"):
        project(["bone"], ARM, 1.0)
    with pytest.raises(InputError, match="not finite"):
        project((np.full((3, 3), np.nan), np.array([[0, 1, 2]])), ARM, 1.0)
    with pytest.raises(InputError, match="names vertex 9"):
        project((np.zeros((3, 3)), np.array([[0, 1, 9]])), ARM, 1.0)
    with pytest.raises(InputError, match="threads"):
        path_lengths({"a": box()}, ARM, threads=0)
    with pytest.raises(InputError, match="backend"):
        path_lengths({"a": box()}, ARM, backend="cuda")  # type: ignore[arg-type]


def test_a_projector_that_draws_is_never_replaced_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_plugged", [])
    with pytest.raises(InputError, match=r"backend 'vtk' is not in use; call .*use_graphics"):
        project(box(), ARM, 1.0, backend="vtk")
    drawing.plug_in(lambda mesh, carm: Patch(10, 20, np.full((2, 3), 1024, np.int32)))
    found = project(box(), ARM, 1.0, backend="vtk")
    assert found.sum() == 6.0 and found[10:12, 20:23].all()
