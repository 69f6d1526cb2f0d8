"""The step that tells where pain comes from: the signal sets out at the joint and ends in the brain."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.procedures import plan
from spine_viewer.scene import SceneRequest, compose
from tests.procedures.fake_spine import fake_simulate
from tests.scene.film_spine import FilmSpine

RF = "medial-branch-rf"


@pytest.fixture(scope="module")
def spine() -> FilmSpine:
    return FilmSpine()


@pytest.fixture(scope="module")
def film(spine):
    return plan(spine, RF, "L4-L5", "left", simulate=fake_simulate).timeline()


def told(spine, film, share: float, **more):
    step = film.find("pain")
    at = step.start_s + share * step.duration_s
    return compose(spine, SceneRequest(view="guided", joint="L4-L5", side="left", time_s=at, **more), film.plan, film)


def way_points(scene) -> np.ndarray:
    return np.vstack([i.geometry.path for i in scene.items if i.id.startswith("pain:way:")])


def test_the_film_begins_with_where_pain_comes_from(film) -> None:
    assert film.steps[0].action == "pain"
    assert "brain" in film.steps[0].caption("patient", "en")


def test_the_signal_goes_on_and_arrives_in_the_brain(spine, film) -> None:
    heights = [way_points(told(spine, film, share))[:, 2].max() for share in (0.25, 0.5, 0.7, 0.9)]
    assert heights == sorted(heights)
    top = spine.landmark("occiput:basion")[2]
    assert heights[0] < top < heights[-1]
    felt = ["pain:felt" in {i.id for i in told(spine, film, share).items} for share in (0.7, 0.95)]
    assert felt == [False, True]


def test_every_nerve_of_the_joint_carries_it_and_is_named_while_it_is_near(spine, film) -> None:
    near, far = told(spine, film, 0.2), told(spine, film, 0.9)
    nerves = spine.joint("facet:L4-L5:left").nerves
    for nerve in nerves:
        assert any(i.id.startswith(f"pain:way:{nerve}") for i in near.items)
        assert f"pain:{nerve}" in {label.id for label in near.labels}
    assert {"Brain", "Spinal cord"} <= {label.text for label in far.labels}


def test_the_camera_holds_joint_and_brain_in_the_end_and_never_loses_the_joint(spine, film) -> None:
    centre = np.asarray(spine.joint("facet:L4-L5:left").centre)
    for share in np.linspace(0.02, 0.98, 13):
        camera = told(spine, film, float(share)).camera
        offset = centre - camera.focal_point
        across = offset - (offset @ camera.direction) * camera.direction
        assert abs(float(across @ camera.up)) < 1.02 * camera.scale_for(4.0 / 3.0), share


def test_nothing_of_it_stays_in_the_next_step(spine, film) -> None:
    after = compose(
        spine, SceneRequest(view="guided", joint="L4-L5", side="left", time_s=film.steps[1].still_s), film.plan, film
    )
    assert not [i.id for i in after.items if i.id.startswith("pain:") or i.id == "brain"]
