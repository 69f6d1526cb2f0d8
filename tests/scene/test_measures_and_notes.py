"""Distances and angles are those of geometry; notes stay with their structures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spine_viewer.errors import InputError
from spine_viewer.scene import SceneRequest, compose
from spine_viewer.scene.cut import Cut
from spine_viewer.scene.explode import Offsets
from spine_viewer.scene.measures import Mark, angle_deg, distance_mm, measures
from spine_viewer.scene.notes import Note
from tests.scene.fake_spine import FakeSpine

coordinate = st.floats(-300, 300, allow_nan=False)
point = st.tuples(coordinate, coordinate, coordinate)


def test_a_right_angle_with_sides_three_and_four() -> None:
    marks = (Mark("L4", (3.0, 0.0, 0.0)), Mark("L4", (0.0, 0.0, 0.0)), Mark("L5", (0.0, 4.0, 0.0)))
    distances, angle = measures(marks)
    assert distances == pytest.approx((3.0, 4.0)) and angle == pytest.approx(90.0)
    assert distance_mm(marks[0].point, marks[2].point) == pytest.approx(5.0)


def test_fewer_points_measure_less() -> None:
    one = Mark("L4", (0.0, 0.0, 0.0))
    assert measures(()) == ((), None) and measures((one,)) == ((), None)
    assert measures((one, one)) == ((0.0,), None)


@given(point, point, point)
def test_a_distance_and_an_angle_do_not_depend_on_the_direction(a: tuple, b: tuple, c: tuple) -> None:
    assert distance_mm(a, b) == distance_mm(b, a)
    assert distance_mm(a, c) <= distance_mm(a, b) + distance_mm(b, c) + 1e-6
    assert angle_deg(a, b, c) == pytest.approx(angle_deg(c, b, a))
    assert 0.0 <= angle_deg(a, b, c) <= 180.0


def test_angles_of_a_triangle_make_a_straight_line() -> None:
    a, b, c = (0.0, 1.0, 2.0), (5.0, -3.0, 1.0), (2.0, 2.0, 9.0)
    assert angle_deg(a, b, c) + angle_deg(b, c, a) + angle_deg(c, a, b) == pytest.approx(180.0)


def test_a_measure_is_drawn_and_told_and_stays_the_same_when_moved_apart() -> None:
    spine = FakeSpine()
    marks = (Mark("L2", (0.0, 18.0, 144.0)), Mark("L4", (0.0, 18.0, 72.0)), Mark("L4", (24.0, 18.0, 72.0)))
    for amount in (0.0, 0.8):
        scene = compose(spine, SceneRequest(marks=marks, explode=amount))
        texts = {label.id: label.text for label in scene.labels if label.emphasis == "measure"}
        assert texts == {"measure:line:0": "72.0 mm", "measure:line:1": "24.0 mm", "measure:angle": "90°"}
        drawn = [item for item in scene.items if item.layer == "measure"]
        assert len(drawn) == 5 and all(item.on_top and item.structure_id is None for item in drawn)
        shift = Offsets(spine, "lumbar", amount).of("L2")
        first = scene.item("measure:0").geometry.vertices.mean(axis=0)
        assert np.allclose(first, np.add(marks[0].point, shift), atol=0.1)


def test_a_note_is_pinned_where_it_was_clicked_or_where_its_name_points() -> None:
    spine = FakeSpine()
    notes = (Note("L3", "here", (1.0, 2.0, 108.0)), Note("L4", 60 * "long "))
    scene = compose(spine, SceneRequest(notes=notes, explode=0.5))
    labels = {label.id: label for label in scene.labels if label.emphasis == "note"}
    assert labels["note:0"].text == "here"
    assert np.allclose(labels["note:0"].anchor, np.add((1.0, 2.0, 108.0), Offsets(spine, "lumbar", 0.5).of("L3")))
    assert len(labels["note:1"].text) <= 30 and labels["note:1"].text.endswith("…")
    assert scene.item("note:1").on_top


def test_a_note_on_what_is_cut_away_is_not_drawn() -> None:
    notes = (Note("L3", "left", (20.0, 0.0, 108.0)), Note("L3", "right", (-20.0, 0.0, 108.0)))
    scene = compose(FakeSpine(), SceneRequest(notes=notes, cut=Cut("sagittal")))
    assert [label.id for label in scene.labels if label.emphasis == "note"] == ["note:1"]
    assert [item.id for item in scene.items if item.layer == "note"] == ["note:1"]


@pytest.mark.parametrize("text", ["", "  \n", 501 * "x"])
def test_an_empty_or_endless_note_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="allowed: 1 to 500"):
        Note("L4", text)


def test_a_point_nowhere_is_refused() -> None:
    for place in ((float("nan"), 0.0, 0.0), (1e9, 0.0, 0.0)):
        with pytest.raises(InputError, match="point"):
            Mark("L4", place)
        with pytest.raises(InputError, match="point"):
            Note("L4", "x", place)
