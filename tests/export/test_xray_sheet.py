"""The X-ray of a handout: on a sheet as wide as its other pictures, with a ring where the needle's tip is."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.export.handout.xray_sheet import ringed

SIDE, SHAPE, EM = 200, 1.6, 12.0


def drawn(tip: tuple[float, float], hub: tuple[float, float]) -> np.ndarray:
    """What is drawn over an even grey field: where the picture is coloured."""
    made = ringed(np.full((SIDE, SIDE), 90, np.uint8), np.array(tip), np.array(hub), "Needle", SHAPE, EM)
    assert made.shape == (SIDE, round(SHAPE * SIDE), 3)
    return np.asarray(np.ptp(made.astype(int), axis=2) > 40)


@pytest.mark.parametrize(
    ("tip", "hub", "side"),
    [
        ((120.0, 80.0), (190.0, 90.0), "left"),  # comes from the right
        ((120.0, 80.0), (20.0, 60.0), "right"),
        ((120.0, 80.0), (121.0, 79.0), "right"),  # looked along: the nearer side
    ],
)
def test_the_tip_is_ringed_and_stays_visible_and_its_name_leaves_the_needle_free(tip, hub, side) -> None:
    ink = drawn(tip, hub)
    column, row = round(tip[0] + (SHAPE * SIDE - SIDE) / 2), round(tip[1])
    around = ink[row - 8 : row + 9, column - 8 : column + 9]
    assert around[:, 8].any() and around[[0, -1], 8].sum() == 0, "a ring as high as a letter"
    assert not ink[row - 2 : row + 3, column - 2 : column + 3].any(), "nothing over the tip itself"
    line = ink[row, : column - 8] if side == "left" else ink[row, column + 9 :]
    other = ink[row, column + 9 :] if side == "left" else ink[row, : column - 8]
    assert line.sum() > 40 and not other.any()


def test_a_tip_outside_of_the_field_has_no_ring() -> None:
    assert not drawn((5.0, 5.0), (0.0, 0.0)).any()
