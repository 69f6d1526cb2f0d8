"""What is outlined on an X-ray is named low in the field, away from the middle."""

from __future__ import annotations

import numpy as np

from spine_viewer.imaging.overlay import Mark
from spine_viewer.render.xray_outline import draw_outlines


def test_rings_are_drawn_and_their_name_stands_low_at_the_left() -> None:
    around = np.linspace(0.0, 2.0 * np.pi, 40)
    ring = np.stack([200.0 + 20.0 * np.cos(around), 150.0 + 20.0 * np.sin(around)], axis=1)
    picture = np.full((400, 400), 120, np.uint8)
    drawn = draw_outlines(picture, [Mark("dead tissue", "ring", ring)])
    changed = (drawn != 120).any(axis=2)
    rows, columns = np.nonzero(changed)
    near_ring = np.hypot(columns - 200, rows - 150) < 30
    in_corner = (columns > 70) & (columns < 190) & (rows > 320) & (rows < 360)
    assert near_ring.any() and in_corner.any()
    assert (near_ring | in_corner).all()
    assert not changed[150, 200]  # nothing inside the ring
