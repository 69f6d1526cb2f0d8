"""Places on the chart of temperature over time: an SVG of 260 by 150."""

from __future__ import annotations

from numpy.typing import ArrayLike

WIDTH, HEIGHT = 260, 150
LEFT, RIGHT, TOP, BOTTOM = 30.0, 240.0, 8.0, 128.0
COLDEST_C, HOTTEST_C = 20.0, 100.0
TICKS_C = (40, 60, 80)
ROUND_S = (10, 20, 30, 60, 120)
MOST_TICKS = 4
MOST_POINTS = 64


def across(seconds: float, total_s: float) -> float:
    """Where a second lies, from the left."""
    return round(LEFT + (RIGHT - LEFT) * min(max(seconds / total_s, 0.0), 1.0), 1)


def down(celsius: float) -> float:
    """Where a temperature lies, from the top."""
    share = (celsius - COLDEST_C) / (HOTTEST_C - COLDEST_C)
    return round(BOTTOM - (BOTTOM - TOP) * min(max(share, 0.0), 1.0), 1)


def polyline(times_s: ArrayLike, celsius: ArrayLike, total_s: float) -> str:
    """A course of temperature as SVG points, no more than can be told apart."""
    import numpy as np

    count = len(np.asarray(times_s))
    kept = np.unique(np.linspace(0, count - 1, min(count, MOST_POINTS)).round().astype(int))
    pairs = zip(np.asarray(times_s, dtype=float)[kept], np.asarray(celsius, dtype=float)[kept], strict=True)
    return " ".join(f"{across(float(t), total_s):g},{down(float(c)):g}" for t, c in pairs)


def time_ticks(total_s: float) -> list[int]:
    """Round seconds along the axis, few enough to be read."""
    step = next((s for s in ROUND_S if total_s / s <= MOST_TICKS), round(total_s / MOST_TICKS))
    return list(range(0, int(total_s) + 1, step))
