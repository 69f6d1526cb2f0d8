"""Timings that bear comparison on a busy machine: everything in turn in one run, the best of several rounds."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


class Best(NamedTuple):
    """Shortest of several runs: time on the clock, and processor time of all threads."""

    wall_ms: float
    processor_ms: float


def best(works: Mapping[str, Callable[[], Any]], repeats: int) -> dict[str, Best]:
    """Run each piece of work in turn, ``repeats`` rounds of it."""
    found = {name: Best(float("inf"), float("inf")) for name in works}
    for _ in range(repeats):
        for name, work in works.items():
            wall, processor = time.perf_counter(), time.process_time()
            work()
            wall, processor = time.perf_counter() - wall, time.process_time() - processor
            found[name] = Best(min(found[name].wall_ms, 1000 * wall), min(found[name].processor_ms, 1000 * processor))
    return found
