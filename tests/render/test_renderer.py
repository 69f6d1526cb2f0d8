"""Pictures show what the scene says, in place, without leaking, and picks find what is drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spine_viewer.errors import InputError
from spine_viewer.render.renderer import Renderer
from spine_viewer.scene import DEFAULT_LAYERS, Label, SceneRequest, compose
from tests.scene.fake_spine import FakeSpine

SIZE = (240, 180)


@pytest.fixture(scope="module")
def spine() -> FakeSpine:
    return FakeSpine()


@pytest.fixture()
def renderer(spine: FakeSpine):
    with Renderer(spine, SIZE, "moving") as made:
        yield made


def differing(a: np.ndarray, b: np.ndarray) -> float:
    """Share of pixels that differ visibly."""
    return float((np.abs(a.astype(int) - b.astype(int)).max(axis=2) > 12).mean())


def test_the_picture_has_the_size_asked_for_and_shows_something(spine: FakeSpine, renderer: Renderer) -> None:
    renderer.set_scene(compose(spine, SceneRequest()))
    picture = renderer.picture()
    assert picture.shape == (SIZE[1], SIZE[0], 3)
    empty = compose(spine, SceneRequest(layers=frozenset({"c_arm"})))
    renderer.set_scene(empty)
    assert differing(picture, renderer.picture()) > 0.03


def test_turning_a_layer_off_and_on_gives_the_same_picture(spine: FakeSpine, renderer: Renderer) -> None:
    request = SceneRequest(layers=DEFAULT_LAYERS)
    renderer.set_scene(compose(spine, request))
    first = renderer.picture()
    renderer.set_scene(compose(spine, replace(request, layers=DEFAULT_LAYERS - {"nerves"})))
    without = renderer.picture()
    renderer.set_scene(compose(spine, request))
    assert differing(first, without) > 0.001
    assert differing(first, renderer.picture()) == 0.0


def test_many_scenes_do_not_pile_up_actors(spine: FakeSpine, renderer: Renderer) -> None:
    request = SceneRequest(joint="L3-L4", side="left")
    for _ in range(5):
        renderer.set_scene(compose(spine, request))
        renderer.set_scene(compose(spine, replace(request, joint="L2-L3", selection="L3")))
    shown = renderer.renderer.GetActors().GetNumberOfItems()
    assert shown == len(compose(spine, request).items)


def test_pick_finds_what_is_drawn_and_nothing_in_the_air(spine: FakeSpine, renderer: Renderer) -> None:
    renderer.set_scene(compose(spine, SceneRequest(layers=frozenset({"bones", "skin"}))))
    renderer.render()
    for bone in ("L2", "L4"):
        (x, y) = renderer.project(spine.landmarks(bone)["spinous_process_tip"][None])[0]
        assert renderer.pick(x, y) == bone
    assert renderer.pick(3, 3) is None


def test_projection_agrees_with_the_picture(spine: FakeSpine, renderer: Renderer) -> None:
    only = SceneRequest(layers=frozenset({"bones"}), isolated=frozenset({"L3"}))
    scene = compose(spine, only)
    scene = replace(scene, items=(scene.item("L3"),), background="white")
    renderer.set_scene(scene)
    rows, columns = np.nonzero(renderer.picture().min(axis=2) < 235)
    found = renderer.project(np.asarray(spine.structure("L3").coarse.points).mean(axis=0)[None])[0]
    assert found == pytest.approx([columns.mean(), rows.mean()], abs=4.0)


def test_a_point_behind_bone_is_hidden_and_one_before_it_is_not(spine: FakeSpine, renderer: Renderer) -> None:
    renderer.set_scene(compose(spine, SceneRequest(view="posterior", layers=frozenset({"bones"}))))
    marks = spine.landmarks("L3")
    points = np.array([marks["superior_endplate_anterior"], marks["spinous_process_tip"]])
    assert renderer.hidden(points).tolist() == [True, False]


def test_coarse_and_fine_differ_little(spine: FakeSpine, renderer: Renderer) -> None:
    renderer.set_scene(compose(spine, SceneRequest(layers=frozenset({"bones"}))))
    coarse = renderer.picture()
    renderer.set_detail("fine")
    assert 0.0 < differing(coarse, renderer.picture()) < 0.08


def test_a_camera_turned_by_hand_stays_until_the_scene_moves_it(spine: FakeSpine, renderer: Renderer) -> None:
    request = SceneRequest()
    renderer.set_scene(compose(spine, request))
    renderer.renderer.GetActiveCamera().Azimuth(30)
    turned = renderer.picture()
    renderer.set_scene(compose(spine, request))
    assert differing(turned, renderer.picture()) == 0.0
    renderer.set_scene(compose(spine, replace(request, view="left")))
    assert differing(turned, renderer.picture()) > 0.01


def test_transparent_pictures_have_clear_corners_and_solid_bones(spine: FakeSpine) -> None:
    with Renderer(spine, SIZE, "still", transparent=True) as renderer:
        renderer.set_scene(replace(compose(spine, SceneRequest(layers=frozenset({"bones"}))), background="white"))
        picture = renderer.picture_rgba()
    assert picture[0, 0, 3] == 0
    assert picture[..., 3].max() == 255


@pytest.mark.parametrize("size", [(0, 100), (100, 100000), (-5, 5)])
def test_bad_sizes_are_refused(spine: FakeSpine, size: tuple[int, int]) -> None:
    with pytest.raises(InputError, match="pixels"):
        Renderer(spine, size)


def test_an_unknown_quality_is_refused(spine: FakeSpine) -> None:
    with pytest.raises(InputError, match="still"):
        Renderer(spine, SIZE, "best")


def test_a_hidden_anchor_gives_way_to_one_that_can_be_seen(spine: FakeSpine, renderer: Renderer) -> None:
    renderer.set_scene(compose(spine, SceneRequest(view="posterior", layers=frozenset({"bones"}))))
    marks = spine.landmarks("L3")
    behind, before = marks["superior_endplate_anterior"], marks["spinous_process_tip"]
    labels = [Label("a", "a", behind, alternatives=np.array([behind, before])), Label("b", "b", behind)]
    anchors, hidden = renderer.label_anchors(labels)
    assert hidden.tolist() == [False, True]
    assert anchors[0] == pytest.approx(before)
