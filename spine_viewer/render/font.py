"""The font of labels in pictures."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from spine_viewer.errors import InputError

DEJAVU = "mpl-data/fonts/ttf/DejaVuSans.ttf"  # with accents, which the font that comes with Pillow lacks
AS_WIDE = 0.9  # DejaVu Sans is a wide font
LEAST_PX = 6.0


@lru_cache(maxsize=1)
def font_file() -> Path:
    """DejaVu Sans as Matplotlib brings it: the same on every machine.

    Raises
    ------
    InputError
        If it is not there.
    """
    found = find_spec("matplotlib")
    path = Path(found.origin).parent / DEJAVU if found is not None and found.origin else None
    if path is None or not path.is_file():
        raise InputError("the font DejaVu Sans is missing; install matplotlib, which brings it")
    return path


def load_font(size_px: float) -> Any:
    """The font at a size in pixels."""
    from PIL import ImageFont

    return ImageFont.truetype(font_file(), max(LEAST_PX, AS_WIDE * size_px))
