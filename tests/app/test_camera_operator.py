"""The camera follows, glides, and stays where a hand has put it."""

from __future__ import annotations

import numpy as np
from test_camera_moves import camera

from spine_viewer.app.view.camera_moves import same, turned
from spine_viewer.app.view.camera_operator import GLIDE_S, CameraOperator


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_first_picture_stands_where_the_scene_says() -> None:
    assert same(CameraOperator(Clock()).at(camera(), "a"), camera())


def test_a_far_view_is_reached_in_a_glide() -> None:
    clock = Clock()
    operator = CameraOperator(clock)
    operator.at(camera(0), "a")
    begun = operator.at(camera(90), "b")
    assert operator.gliding and same(begun, camera(0))
    clock.now += GLIDE_S / 2
    half = operator.at(camera(90), "b")
    assert not same(half, camera(0)) and not same(half, camera(90))
    clock.now += GLIDE_S
    assert same(operator.at(camera(90), "b"), camera(90))
    assert not operator.gliding


def test_a_camera_that_creeps_along_is_followed_at_once() -> None:
    operator = CameraOperator(Clock())
    for degrees in np.linspace(0, 40, 41):
        assert same(operator.at(camera(float(degrees)), "film"), camera(float(degrees)))
        assert not operator.gliding


def test_a_view_turned_by_hand_stays_while_the_film_runs_and_is_given_up_for_another_shot() -> None:
    clock = Clock()
    operator = CameraOperator(clock)
    operator.at(camera(0), "film")
    operator.take(lambda c: turned(c, 0.3, 0.0))
    mine = operator.at(camera(0), "film")
    assert operator.by_hand and not same(mine, camera(0))
    assert same(operator.at(camera(25), "film"), mine)
    operator.at(camera(25), "joint")
    assert not operator.by_hand
    clock.now += 2 * GLIDE_S
    assert same(operator.at(camera(25), "joint"), camera(25))


def test_released_it_glides_back() -> None:
    clock = Clock()
    operator = CameraOperator(clock)
    operator.at(camera(0), "a")
    operator.take(lambda c: turned(c, 0.5, 0.0))
    operator.release()
    assert operator.gliding
    clock.now += 2 * GLIDE_S
    assert same(operator.at(camera(0), "a"), camera(0))
