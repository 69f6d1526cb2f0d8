"""Cut surfaces have the area that geometry says, lie in their plane, hide and can be picked."""

from __future__ import annotations

import numpy as np
import pytest
import pyvista as pv
import trimesh

from spine_viewer.anatomy.spine import Spine
from spine_viewer.render.caps import cap_of
from spine_viewer.render.renderer import Renderer
from spine_viewer.scene import SceneRequest, compose
from spine_viewer.scene.cut import Cut
from spine_viewer.scene.measures import Mark
from spine_viewer.scene.palette import read_palette, rgb

pytestmark = pytest.mark.graphics


@pytest.fixture(scope="module")
def spine() -> Spine:
    return Spine.load("prone")


@pytest.mark.parametrize("height", [0.0, 4.0, -7.5])
def test_the_cap_of_a_ball_is_a_disc(height: float) -> None:
    ball = pv.Sphere(radius=10.0, theta_resolution=90, phi_resolution=90)
    normal = np.array([1.0, 2.0, -2.0]) / 3.0
    cap = pv.wrap(cap_of(ball, height * normal, normal))
    assert cap.area == pytest.approx(np.pi * (100.0 - height**2), rel=0.01)
    assert np.abs(cap.points @ normal - height).max() < 1e-3


def test_a_plane_beside_a_thing_cuts_nothing() -> None:
    ball = pv.Sphere(radius=10.0)
    assert cap_of(ball, np.array([0.0, 0.0, 11.0]), np.array([0.0, 0.0, 1.0])) is None


def test_a_ring_is_filled_between_its_walls() -> None:
    pipe = pv.wrap(trimesh.creation.annulus(4.0, 6.0, 20.0, sections=64))
    cap = pv.wrap(cap_of(pipe, np.zeros(3), np.array([0.0, 0.0, 1.0])))
    assert cap.area == pytest.approx(np.pi * (36.0 - 16.0), rel=0.01)


def area_by_green(points: np.ndarray, faces: np.ndarray, height: float) -> float:
    """Area of a level section of a closed mesh from its crossing triangles alone, holes counted off."""
    triangles, above = points[faces], points[faces][..., 2] - height
    crossing = (above > 0).any(axis=1) & (above <= 0).any(axis=1)
    total = 0.0
    for corners, over in zip(triangles[crossing], above[crossing], strict=True):
        ends = []
        for a, b in ((0, 1), (1, 2), (2, 0)):
            if (over[a] > 0) != (over[b] > 0):
                ends.append(corners[a] + (corners[b] - corners[a]) * over[a] / (over[a] - over[b]))
        outwards = np.cross(corners[1] - corners[0], corners[2] - corners[0])
        (ax, ay, _), (bx, by, _) = ends
        forwards = np.dot(np.cross([0.0, 0.0, 1.0], outwards), ends[1] - ends[0]) >= 0
        total += 0.5 * (ax * by - bx * ay) * (1.0 if forwards else -1.0)
    return total


@pytest.mark.parametrize(("bone", "share"), [("C4", 0.5), ("L3", 0.65), ("sacrum", 0.65)])
def test_a_cut_vertebra_is_filled_but_its_canal_is_not(spine: Spine, bone: str, share: float) -> None:
    mesh = spine.bone(bone).coarse
    low, high = mesh.bounds[4:]
    height = low + share * (high - low)
    cap = pv.wrap(cap_of(mesh, np.array([0.0, 0.0, height]), np.array([0.0, 0.0, 1.0])))
    truth = area_by_green(np.asarray(mesh.points, dtype=float), mesh.regular_faces, height)
    assert cap.area == pytest.approx(truth, rel=1e-3)


def test_every_cut_bone_of_the_spine_is_filled(spine: Spine) -> None:
    normal = np.array([0.0, 0.0, 1.0])
    for name in spine.structures():
        mesh = spine.structure(name).coarse
        low, high = mesh.bounds[4:]
        cap = cap_of(mesh, np.array([0.0, 0.0, 0.5 * (low + high)]), normal)
        assert cap is not None and pv.wrap(cap).area > 0.05, name


def test_the_core_shows_in_the_cut_body_and_a_pick_finds_the_bone(spine: Spine) -> None:
    body = np.mean(spine.bone("L3").coarse.bounds[4:])
    cut = Cut("axial", float(body))
    scene = compose(spine, SceneRequest(view="superior", layers=frozenset({"bones"}), cut=cut))
    core = np.array(rgb(read_palette().kinds["cancellous_bone"].colour))
    middle = spine.landmark("L3:superior_endplate_centre") if "superior_endplate_centre" in spine.landmarks(
        "L3") else np.array([0.0, -10.0, body])  # fmt: skip
    with Renderer(spine, (400, 400), "live") as renderer:
        renderer.set_scene(scene)
        picture = renderer.picture()
        x, y = renderer.project(np.array([[middle[0], middle[1], body]]))[0]
        seen = picture[round(y), round(x)] / 255.0
        assert np.abs(seen - core).max() < 0.12, "cancellous bone in its own colour"
        found = renderer.pick_place(float(x), float(y))
        assert found is not None and found[0] == "L3"
        assert found[1][2] == pytest.approx(body, abs=1.0), "the cut surface itself was hit"
        whole = compose(spine, SceneRequest(view="superior", layers=frozenset({"bones"})))
        renderer.set_scene(whole)
        assert np.abs(renderer.picture().astype(int) - picture).max() > 60


def test_a_cut_frees_the_view_on_what_was_hidden(spine: Spine) -> None:
    layers = frozenset({"bones", "discs"})
    inside = np.array([[0.0, *spine.structure("disc:L3-L4").coarse.center[1:]]])
    hidden = []
    with Renderer(spine, (300, 300), "moving") as renderer:
        for cut in (None, Cut("sagittal", 0.5)):
            renderer.set_scene(compose(spine, SceneRequest(view="left", layers=layers, cut=cut)), move_camera=True)
            hidden.append(bool(renderer.hidden(inside, 2.0)[0]))
    assert hidden == [True, False]


def test_what_is_moved_apart_is_picked_at_its_own_place(spine: Spine) -> None:
    scene = compose(spine, SceneRequest(layers=frozenset({"bones"}), explode=1.0))
    tip = spine.landmark("L2:spinous_process_tip")
    moved = scene.item("L2").matrix
    assert moved is not None
    with Renderer(spine, (500, 500), "live") as renderer:
        renderer.set_scene(scene)
        x, y = renderer.project((tip + moved[:3, 3])[None])[0]
        found = renderer.pick_place(float(x), float(y) + 2.0)
        assert found is not None and found[0] == "L2"
        assert np.linalg.norm(found[1] - tip) < 6.0, "told where it lies in the body"


def test_a_measure_is_seen_through_bone(spine: Spine) -> None:
    inside = tuple(float(v) for v in spine.bone("L3").coarse.center)
    marks = (Mark("L3", inside), Mark("L3", (inside[0], inside[1], inside[2] + 10.0)))
    ink = np.array(rgb(read_palette().kinds["measure"].colour))
    with Renderer(spine, (400, 400), "live") as renderer:
        renderer.set_scene(compose(spine, SceneRequest(marks=marks)))
        picture = renderer.picture() / 255.0
        near = np.abs(picture / picture.max(axis=2, keepdims=True) - ink / ink.max()).max(axis=2) < 0.2
        assert near.sum() > 8
        renderer.set_scene(compose(spine, SceneRequest()))
        assert renderer.picture().shape == (400, 400, 3)
