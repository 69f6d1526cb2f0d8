"""How near a needle comes to its target, measured anew from its tip, its direction and its bare metal."""

from __future__ import annotations

import numpy as np
import pytest

MOST_MM = 2.0


def assert_at_target(plan):
    """Every needle is at its target: its tip, or of an electrode along the nerve the nearest point of its bare metal.

    The plan must tell the same distance, and hold it to no more than 2 mm.
    """
    for nerve in plan.nerves:
        for one in nerve.placements:
            along = [f for f in one.checks.figures if f.name == "bare_tip_to_target_mm"]
            told = along or [f for f in one.checks.figures if f.name == "tip_to_target_mm"]
            length = one.needle.active_tip_mm if along else 0.0
            metal = one.trajectory.tip - np.linspace(0.0, length, 200)[:, None] * one.trajectory.direction
            gap = float(np.linalg.norm(metal - one.target.point, axis=1).min())
            assert gap <= MOST_MM, (nerve.nerve, one.name, gap)
            assert len(told) == 1 and told[0].passed and told[0].most is not None and told[0].most <= MOST_MM
            assert told[0].value == pytest.approx(gap, abs=0.05)
