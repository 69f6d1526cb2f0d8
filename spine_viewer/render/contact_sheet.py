"""Several pictures on one sheet, for comparing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spine_viewer.errors import InputError


def contact_sheet(
    pictures: list[NDArray[np.uint8]], titles: list[str] | None = None, columns: int = 3, gap_px: int = 12
) -> NDArray[np.uint8]:
    """Pictures ((rows, columns, 3) uint8, any sizes) side by side on white, with titles below each.

    Raises
    ------
    InputError
        If there is no picture, or not one title per picture.
    """
    from PIL import Image, ImageDraw

    from spine_viewer.render.font import load_font

    if not pictures:
        raise InputError("a contact sheet needs at least one picture")
    if titles is not None and len(titles) != len(pictures):
        raise InputError(f"{len(pictures)} pictures but {len(titles)} titles")
    columns = min(columns, len(pictures))
    cell_w, cell_h = max(p.shape[1] for p in pictures), max(p.shape[0] for p in pictures)
    text_px = max(14, round(0.045 * cell_h)) if titles else 0
    band = round(1.7 * text_px)
    rows = -(-len(pictures) // columns)
    size = (columns * cell_w + (columns + 1) * gap_px, rows * (cell_h + band) + (rows + 1) * gap_px)
    sheet = Image.new("RGB", size, "#ffffff")
    pen = ImageDraw.Draw(sheet)
    for i, picture in enumerate(pictures):
        x = gap_px + (i % columns) * (cell_w + gap_px)
        y = gap_px + (i // columns) * (cell_h + band + gap_px)
        sheet.paste(Image.fromarray(picture[..., :3]), (x, y))
        if titles:
            place = (x + 0.5 * cell_w, y + cell_h + 0.5 * band)
            pen.text(place, titles[i], font=load_font(text_px), fill="#18222b", anchor="mm")
    return np.asarray(sheet)
