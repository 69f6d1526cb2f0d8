"""How far long work is: a bar for who looks, or lines for the process that started it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

AS_LINES = "SPINE_VIEWER_PROGRESS"  # variable of the environment: set to "lines" by a process that reads them
BAR = 30
WORD = "progress"

Progress = Callable[[float], None]


def progress_bar() -> Progress | None:
    """A function that tells on stderr how much of long work is done (0 to 1); None where nobody looks."""
    if os.environ.get(AS_LINES) == "lines":
        return _line
    return _bar if sys.stderr.isatty() else None


def part_of(line: str) -> float | None:
    """The part, 0 to 1, that a line of progress tells; None for any other line."""
    word, _, number = line.strip().partition(" ")
    if word != WORD:
        return None
    try:
        return min(max(float(number), 0.0), 1.0)
    except ValueError:
        return None


def _line(done: float) -> None:
    print(f"{WORD} {done:.4f}", file=sys.stderr, flush=True)


def _bar(done: float) -> None:
    filled = round(BAR * done)
    end = "\n" if done >= 1.0 else ""
    print(f"\r{'#' * filled}{'.' * (BAR - filled)} {100 * done:3.0f} %", end=end, file=sys.stderr, flush=True)
