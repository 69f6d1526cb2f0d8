"""The landmarks as a transparent picture that the page lays over an X-ray."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from spine_viewer.app.view.encode import png
from spine_viewer.render.xray_overlay import REFERENCE_PX, marks_layer

if TYPE_CHECKING:
    from spine_viewer.imaging import Mark

LETTERS_PX = 13.0  # of the landmarks' names, on the page


def layer_px(width: int) -> int:
    """Side of the layer of landmarks over a picture that is ``width`` CSS pixels wide."""
    return min(max(2 * width, 320), 1600)


def layer_of(marks: Sequence[Mark], width: int) -> bytes | None:
    """Marks as a transparent PNG to lie over an X-ray ``width`` CSS pixels wide; None where there are none."""
    side = layer_px(width)
    return png(marks_layer(marks, (side, side), LETTERS_PX * REFERENCE_PX / width)) if marks else None
