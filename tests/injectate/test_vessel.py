"""Contrast in a vein: runs off along its ways, and nothing of it stays."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.anatomy.spine import Spine
from spine_viewer.injectate import vein
from spine_viewer.injectate.facts import injectate_facts
from spine_viewer.procedures.spreads import near_bone


@pytest.fixture(scope="module")
def prone():
    return Spine.load("prone")


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("bone", ["L4", "L1", "T6", "C5", "sacrum"])
def test_it_starts_at_the_tip_and_keeps_out_of_bone(prone, bone, side):
    out = 1.0 if side == "left" else -1.0
    mark = f"{bone}:ala_notch:{side}" if bone == "sacrum" else f"{bone}:pedicle_lateral:{side}"
    tip = prone.landmark(mark) + np.array([out * 3.0, 3.0, 0.0])
    found = vein(prone, bone, side, tip, near_bone(prone, tip))
    assert np.allclose(found.ways[0][0], tip)
    assert out * (found.ways[0][-1, 0] - prone.landmark(mark)[0]) > -12.0
    for way, begin in zip(found.ways, found.begins_mm, strict=True):
        assert begin < found.length_mm
        assert prone.distance_to_bone(way[2:]).min() > 0.0


def test_it_fills_from_the_tip_and_runs_empty(prone):
    tip = prone.landmark("L4:pedicle_lateral:left") + np.array([4.0, 4.0, 0.0])
    found = vein(prone, "L4", "left", tip)
    assert found.filled(0.0) == () == found.filled(1.0)
    (first, wide), *_ = found.filled(0.2)
    assert np.allclose(first[0], tip) and wide == injectate_facts().vessel.diameter_mm.value[0]
    later = found.filled(0.96)
    assert all(np.linalg.norm(path - tip, axis=1).min() > 5.0 for path, _ in later)
    assert len(found.filled(0.5)) > 1
