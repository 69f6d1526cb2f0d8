"""Values over time as few numbers: a row is left out where the rows beside it give it back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Row = tuple[float, ...]


def thinned(times: Sequence[float], rows: Sequence[Row | None], tolerance: Sequence[float]) -> list[list[float]]:
    """Rows ``[time, value, ...]`` between which values run straight; ``[time]`` from where there are none.

    Parameters
    ----------
    times : (n,) float
        Increasing.
    rows : (n,) rows of k numbers, or None
    tolerance : (k,) float
        How far each number may be off; 0 for those that may only jump.
    """
    out: list[list[float]] = []
    at = 0
    while at < len(rows):
        end = at
        if rows[at] is None:
            while end + 1 < len(rows) and rows[end + 1] is None:
                end += 1
            out.append([times[at]])
            at = end + 1
            continue
        while end + 1 < len(rows) and rows[end + 1] is not None and _jumpless(rows[at], rows[end + 1], tolerance):
            end += 1
        run = np.array([rows[i] for i in range(at, end + 1)], dtype=float)
        kept = _corners(np.asarray(times[at : end + 1], dtype=float), run, np.asarray(tolerance, dtype=float))
        out += [[times[at + i], *(float(x) for x in run[i])] for i in kept]
        at = end + 1
    return out


def _jumpless(one: Row | None, other: Row | None, tolerance: Sequence[float]) -> bool:
    assert one is not None and other is not None
    return all(a == b for a, b, far in zip(one, other, tolerance, strict=True) if far == 0.0)


def _corners(times: np.ndarray, run: np.ndarray, tolerance: np.ndarray) -> list[int]:
    """Which rows to keep so that straight lines between them give back the others (Ramer, Douglas and Peucker)."""
    room = np.where(tolerance > 0.0, tolerance, np.inf)
    keep, todo = {0, len(run) - 1}, [(0, len(run) - 1)]
    while todo:
        first, last = todo.pop()
        if last - first < 2:
            continue
        share = (times[first + 1 : last] - times[first]) / max(times[last] - times[first], 1e-12)
        line = run[first] + share[:, None] * (run[last] - run[first])
        off = (np.abs(run[first + 1 : last] - line) / room).max(axis=1)
        worst = int(np.argmax(off))
        if off[worst] > 1.0:
            middle = first + 1 + worst
            keep.add(middle)
            todo += [(first, middle), (middle, last)]
    if len(run) > 1 and len(keep) == 2 and (np.abs(run[0] - run[-1]) <= np.where(room < np.inf, room, 0.0)).all():
        keep.discard(len(run) - 1)
    return sorted(keep)
