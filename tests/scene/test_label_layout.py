"""Labels stay in the picture, never overlap, their leaders never cross, and the wanted ones stay."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spine_viewer.scene.label_layout import LabelStyle, lay_out
from spine_viewer.scene.model import Label

SIZE = (800, 600)


def text_size(text: str) -> tuple[float, float]:
    return 8.0 * len(text), 16.0


def labels(count: int) -> tuple[Label, ...]:
    return tuple(Label(f"l{i}", f"label {i}", np.zeros(3), priority=i) for i in range(count))


def overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


points = st.lists(st.tuples(st.floats(-50, 850), st.floats(-50, 650)), min_size=1, max_size=70)


@settings(max_examples=60, deadline=None)
@given(points)
def test_boxes_that_show_lie_inside_and_apart(anchors: list[tuple[float, float]]) -> None:
    placed = [p for p in lay_out(labels(len(anchors)), np.array(anchors), SIZE, text_size) if not p.hidden]
    for i, a in enumerate(placed):
        assert a.box[0] >= 0 and a.box[1] >= 0 and a.box[2] <= SIZE[0] and a.box[3] <= SIZE[1]
        assert not any(overlap(a.box, b.box) for b in placed[i + 1 :])


def cross(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]) -> bool:
    def turn(p: tuple[float, float], q: tuple[float, float], r: tuple[float, float]) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


@settings(max_examples=60, deadline=None)
@given(points)
def test_no_leader_that_shows_crosses_another_or_a_box(anchors: list[tuple[float, float]]) -> None:
    placed = [p for p in lay_out(labels(len(anchors)), np.array(anchors), SIZE, text_size) if not p.hidden]
    for one, other in itertools.permutations(placed, 2):
        left, top, right, bottom = other.box
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        for piece in itertools.pairwise(one.leader):
            assert not any(cross(*piece, *far) for far in itertools.pairwise(other.leader))
            assert not any(cross(*piece, *edge) for edge in itertools.pairwise([*corners, corners[0]]))


def test_a_fan_of_anchors_is_untangled_and_nothing_is_lost() -> None:
    anchors = np.array([[330.0, 250.0], [300.0, 255.0], [270.0, 260.0], [350.0, 265.0], [240.0, 270.0], [380.0, 275.0]])
    placed = lay_out(labels(6), anchors, SIZE, text_size)
    assert not any(p.hidden for p in placed)


def test_no_room_hides_the_least_wanted() -> None:
    anchors = np.tile([[400.0, 300.0]], (100, 1))
    placed = lay_out(labels(100), anchors, SIZE, text_size)
    shown = [i for i, p in enumerate(placed) if not p.hidden]
    assert 20 < len(shown) < 100
    assert shown == list(range(len(shown)))


def test_an_occluded_or_outside_anchor_hides_its_label() -> None:
    anchors = np.array([[100.0, 100.0], [120.0, 200.0], [-5.0, 50.0]])
    placed = lay_out(labels(3), anchors, SIZE, text_size, np.array([False, True, False]))
    assert [p.hidden for p in placed] == [False, True, True]


def test_a_lone_label_stands_level_with_its_anchor_and_points_at_it() -> None:
    (placed,) = lay_out(labels(1), np.array([[100.0, 300.0]]), SIZE, text_size)
    assert 0.5 * (placed.box[1] + placed.box[3]) == pytest.approx(300.0)
    assert placed.leader[-1] == (100.0, 300.0)
    assert placed.leader[0][0] == pytest.approx(placed.box[2])
    assert placed.side == "left"


def test_the_same_input_gives_the_same_layout() -> None:
    anchors = np.random.default_rng(1).uniform(0, 600, (30, 2))
    first = lay_out(labels(30), anchors, SIZE, text_size)
    assert first == lay_out(labels(30), anchors, SIZE, text_size)


def test_a_label_wider_than_the_picture_is_hidden() -> None:
    long = (Label("long", "x" * 200, np.zeros(3)),)
    (placed,) = lay_out(long, np.array([[100.0, 100.0]]), SIZE, text_size, style=LabelStyle())
    assert placed.hidden


def test_a_box_that_would_cover_what_it_names_stands_on_the_other_side() -> None:
    wide = (Label("wide", "x" * 45, np.zeros(3)),)
    (placed,) = lay_out(wide, np.array([[360.0, 300.0]]), SIZE, text_size)
    assert not placed.hidden and placed.side == "right"
