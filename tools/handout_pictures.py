"""Make the picture of docs/handouts.md: ``python tools/handout_pictures.py``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PAGES = (("en", 0), ("en", 1), ("es", 2), ("es", 3))  # of English and Spanish, counted from 0
SCALE = 1.15  # pixels per point
DAY = date(2026, 1, 2)


def picture() -> NDArray[np.uint8]:
    """Pages of the handout on an L4-L5 neurotomy, side by side."""
    import pypdfium2

    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.export.handout.make import handouts
    from spine_viewer.render.contact_sheet import contact_sheet

    made = handouts(Spine.load("prone"), "medial-branch-rf", "L4-L5", "left", ("en", "es"), today=DAY)
    pages = []
    for language, number in PAGES:
        document = pypdfium2.PdfDocument(made[language])
        page = np.asarray(document[number].render(scale=SCALE).to_pil().convert("RGB")).copy()
        page[[0, -1], :] = page[:, [0, -1]] = 190  # an edge
        pages.append(page)
        document.close()
    return contact_sheet(pages, columns=len(PAGES))


def main() -> None:
    from spine_viewer.render.still import write_png

    print(write_png(ROOT / "docs" / "pictures" / "handout.png", picture()))


if __name__ == "__main__":
    main()
