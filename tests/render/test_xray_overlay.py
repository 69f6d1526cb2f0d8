"""Marks drawn on an X-ray."""

from __future__ import annotations

import numpy as np

from spine_viewer.imaging.overlay import Mark
from spine_viewer.render.xray_overlay import draw_marks

GREY = np.full((200, 200), 120, np.uint8)
MARKS = (
    Mark("ear", "point", np.array([[60.0, 80.0]])),
    Mark("endplate", "line", np.array([[50.0, 120.0], [150.0, 120.0]])),
    Mark("eye", "ring", np.array([[140.0, 40.0], [150.0, 50.0], [140.0, 60.0], [130.0, 50.0]])),
)


def test_marks_are_drawn_where_they_lie() -> None:
    drawn = draw_marks(GREY, MARKS)
    assert (drawn.shape, drawn.dtype) == ((200, 200, 3), np.uint8)
    coloured = np.ptp(drawn.astype(int), axis=2) > 40
    assert coloured[80, 60]
    assert coloured[118:123, 60:140].any(axis=0).all()
    assert coloured[45, 145] or coloured[45, 144]
    assert not coloured[170:, :].any()


def test_marks_fade_out() -> None:
    full, half, none = (draw_marks(GREY, MARKS, opacity).astype(int) for opacity in (1.0, 0.5, 0.0))
    assert np.all(none == 120)
    assert 0 < np.abs(half - 120).sum() < np.abs(full - 120).sum()


def test_names_do_not_lie_on_each_other() -> None:
    from spine_viewer.render.xray_overlay import _spread

    heights = _spread([50.0, 51.0, 52.0, 199.0], 20.0, (20.0, 180.0))
    assert np.all(np.diff(heights) >= 20.0)
    assert heights[0] >= 20.0
    assert heights[-1] <= 180.0
