"""A scene shows what is asked for, nothing else, and says so in plain data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spine_viewer.errors import InputError
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.machine.collimation import Collimation
from spine_viewer.scene import DEFAULT_LAYERS, Item, SceneRequest, compose
from tests.scene.fake_spine import FakeSpine


@pytest.fixture(scope="module")
def spine() -> FakeSpine:
    return FakeSpine()


def test_layers_decide_what_is_there(spine: FakeSpine) -> None:
    scene = compose(spine, SceneRequest(layers=frozenset({"bones"})))
    assert {i.layer for i in scene.items} == {"bones"}
    assert {i.id for i in scene.items} == set(spine.bones)
    assert scene.labels == ()


def test_labels_only_for_what_is_drawn(spine: FakeSpine) -> None:
    scene = compose(spine, SceneRequest(layers=frozenset({"bones", "labels"})))
    assert {label.id for label in scene.labels} <= set(spine.bones)
    assert len(scene.labels) >= 6


def test_isolating_makes_everything_else_glass(spine: FakeSpine) -> None:
    scene = compose(spine, SceneRequest(isolated=frozenset({"L4"}), layers=DEFAULT_LAYERS))
    solid = {i.id for i in scene.items if i.style.emphasis != "ghost"}
    assert solid == {"L4"}
    assert all(i.structure_id is None for i in scene.items if i.id != "L4")


def test_selection_wins_over_glass_and_leads_the_labels(spine: FakeSpine) -> None:
    scene = compose(spine, SceneRequest(selection="L3", ghosted=frozenset({"L3"})))
    assert scene.item("L3").style.emphasis == "selected"
    assert scene.labels[0].id == "L3"


def test_a_joint_picks_out_its_nerves(spine: FakeSpine) -> None:
    scene = compose(spine, SceneRequest(joint="L3-L4", side="left"))
    picked = {i.id for i in scene.items if i.style.emphasis == "target"}
    assert picked == {"medial_branch:L2:left", "medial_branch:L3:left"}


def test_the_bone_that_a_nerve_crosses_is_named(spine: FakeSpine) -> None:
    scene = compose(spine, SceneRequest(joint="L4-L5", side="left")) if "facet:L4-L5:left" in spine.joints else None
    assert scene is not None
    texts = [label.text for label in scene.labels]
    assert "L3 medial branch (at the L4 transverse process)" in texts


def test_skin_can_never_be_picked(spine: FakeSpine) -> None:
    scene = compose(spine, SceneRequest(layers=DEFAULT_LAYERS | {"skin"}))
    assert scene.item("skin").structure_id is None
    assert scene.item("skin").style.opacity < 0.5


def test_the_beam_runs_from_source_to_detector(spine: FakeSpine) -> None:
    carm = CArm(isocentre=(1.0, 2.0, 100.0), oblique_deg=30.0, tilt_deg=-10.0)
    scene = compose(spine, SceneRequest(carm=carm, layers=DEFAULT_LAYERS | {"c_arm"}))
    beam = scene.item("c_arm:beam")
    ends = beam.geometry.vertices[[0, -1]] * [0, 0, 1] @ beam.matrix[:3, :3].T + beam.matrix[:3, 3]
    assert ends[0] == pytest.approx(carm.source)
    assert ends[1] == pytest.approx(carm.detector_centre)
    assert scene.fluoroscopy is not None and scene.fluoroscopy.carm is carm


def test_turning_the_c_arm_moves_it_without_new_meshes(spine: FakeSpine) -> None:
    carm = CArm(isocentre=(0.0, 0.0, 100.0))
    request = SceneRequest(view="room", carm=carm, layers=DEFAULT_LAYERS | {"c_arm"})
    before = compose(spine, request)
    after = compose(spine, replace(request, carm=carm.turned(25.0, 12.0)))
    for item in before.items:
        if item.id.startswith("c_arm:"):
            assert after.item(item.id).geometry.fingerprint == item.geometry.fingerprint
    assert not np.allclose(after.item("c_arm:detector").matrix, before.item("c_arm:detector").matrix)


def placed(item: Item) -> np.ndarray:
    """Vertices of an item, world mm."""
    return item.geometry.vertices @ item.matrix[:3, :3].T + item.matrix[:3, 3]


@pytest.mark.parametrize(
    ("oblique", "tilt", "swing"), [(0, 0, 0), (30, -20, 5), (-40, 15, -8), (90, 5, 0), (105, 0, 0)]
)
def test_the_drawn_c_arm_hangs_together_and_is_the_one_that_takes_the_xray(
    spine: FakeSpine, oblique: float, tilt: float, swing: float
) -> None:
    carm = CArm((0.0, 0.0, 100.0), oblique, tilt, wig_wag_deg=swing, collimation=Collimation(iris=0.5))
    scene = compose(spine, SceneRequest(view="room", carm=carm, layers=DEFAULT_LAYERS | {"c_arm"}))
    face = placed(scene.item("c_arm:detector_face"))
    assert abs((face - carm.detector_centre) @ carm.detector_direction).min() < 1e-6
    assert np.linalg.norm(placed(scene.item("c_arm:tube")) - carm.source, axis=1).min() < 130.0
    arc, carriage = placed(scene.item("c_arm:arc")), placed(scene.item("c_arm:carriage"))
    gaps = np.linalg.norm(arc[:, None, :] - carriage[None, ::8, :], axis=2).min(axis=0)
    assert gaps.min() < 60.0, "the carriage holds the C"
    beam = placed(scene.item("c_arm:beam"))
    pixels = carm.sized(200).pixel_of(beam[96:])
    assert np.hypot(*(pixels - 100).T) == pytest.approx(np.full(96, 50.0), abs=0.1), (
        "the beam is as wide as the picture"
    )
    foot = placed(scene.item("c_arm:cart"))
    assert np.ptp(foot[:, 1]) == pytest.approx(450.0), "the cart stands upright"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"view": "sideways"}, "posterior"),
        ({"layers": frozenset({"bone"})}, "bones"),
        ({"side": "links"}, "left"),
        ({"audience": "child"}, "patient"),
        ({"time_s": -1.0}, "zero or more"),
    ],
)
def test_a_bad_request_says_what_is_allowed(change: dict, told: str) -> None:
    with pytest.raises(InputError, match=told):
        SceneRequest(**change)


def test_an_unknown_joint_is_refused(spine: FakeSpine) -> None:
    with pytest.raises(InputError, match="facet:L3-L4:left"):
        compose(spine, SceneRequest(joint="L2-L9", side="left"))


def test_close_up_needs_a_joint_and_room_a_c_arm(spine: FakeSpine) -> None:
    with pytest.raises(InputError, match="joint"):
        compose(spine, SceneRequest(view="close-up"))
    with pytest.raises(InputError, match="C-arm"):
        compose(spine, SceneRequest(view="room"))
    with pytest.raises(InputError, match="procedure"):
        compose(spine, SceneRequest(view="guided"))
