"""A QR code as one SVG path, which follows the state like any other text of the page."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

import segno

QUIET = 4  # modules of white around the code, as the standard wants


def qr_path(text: str) -> tuple[str, int]:
    """Path of the dark modules of a QR code, one unit each, and the side of the whole code in units."""
    matrix = segno.make(text, error="m", micro=False).matrix
    parts = []
    for y, row in enumerate(matrix):
        for dark, run in groupby(enumerate(row), key=itemgetter(1)):
            cells = [x for x, _ in run]
            if dark:
                parts.append(f"M{cells[0] + QUIET} {y + QUIET}h{len(cells)}v1h-{len(cells)}z")
    return "".join(parts), len(matrix) + 2 * QUIET
