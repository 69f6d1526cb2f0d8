"""Places on a chart of scores over attempts: an SVG of 360 by 150."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT = 360, 150
LEFT, RIGHT, TOP, BOTTOM = 34.0, 350.0, 10.0, 130.0
TICKS = (0, 25, 50, 75, 100)


def down(value: float) -> float:
    """Where a score of 0 to 100 lies, from the top."""
    return round(BOTTOM - (BOTTOM - TOP) * min(max(value, 0.0), 100.0) / 100.0, 1)


def dots(values: Sequence[float]) -> list[dict]:
    """Where each value lies, from the oldest to the newest; one alone stands in the middle."""
    last = len(values) - 1
    wide = RIGHT - LEFT - 16.0
    return [
        {"x": round(LEFT + 8.0 + (wide * i / last if last else wide / 2), 1), "y": down(value)}
        for i, value in enumerate(values)
    ]


def line(places: Sequence[dict]) -> str:
    """The dots as SVG points."""
    return " ".join(f"{one['x']:g},{one['y']:g}" for one in places)
