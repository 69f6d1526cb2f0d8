"""Contact sheets of a film to look at: every step at its telling moment, as the movie shows it.

A tile is the 3D picture with its caption and the X-ray beside it; six tiles to a sheet.

    python tools/film_sheets.py OUT [--procedure medial-branch-rf] [--joint L4-L5] [--side left] [--variant NAME]
        [--audience patient] [--language en] [--only STEP ...]

Without ``--procedure`` one procedure per region is drawn, for both audiences.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from spine_viewer.anatomy.regions import region_with  # noqa: E402
from spine_viewer.anatomy.spine import Spine  # noqa: E402
from spine_viewer.export.movie.reel import Cut, Reel  # noqa: E402
from spine_viewer.export.movie.sheet import Picture, Sheet  # noqa: E402
from spine_viewer.procedures import plan  # noqa: E402
from spine_viewer.render.contact_sheet import contact_sheet  # noqa: E402
from spine_viewer.render.still import write_png  # noqa: E402
from spine_viewer.scene.request import SceneRequest  # noqa: E402

TILE, TILES, COLUMNS = (960, 540), 6, 2
SHOWN = (
    ("medial-branch-rf", "C5-C6", "left"),
    ("medial-branch-block", "T6-T7", "right"),
    ("medial-branch-rf", "L4-L5", "left"),
    ("lateral-branch-rf", "sacroiliac", "right"),
)


def tiles(spine: Spine, request: SceneRequest, only: list[str], tile: tuple[int, int]) -> Iterator[tuple[str, Picture]]:
    """Key and picture of every step whose key begins with one of ``only``, or of all."""
    made = plan(spine, request.procedure, joint=request.joint, side=request.side, variant=request.variant)
    line = made.timeline()
    with Reel(spine, line, request, Sheet(tile)) as reel:
        for step in line.steps:
            if not only or any(step.key.startswith(one) for one in only):
                yield step.key, next(reel.pictures(Cut(step.still_s, step.still_s, 1.0)))


def draw(out: Path, spine: Spine, request: SceneRequest, only: list[str], tile: tuple[int, int]) -> None:
    """Write the sheets of a film and print their names."""
    found = list(tiles(spine, request, only, tile))
    words = (request.procedure, request.joint, request.side, request.variant, request.audience, request.language)
    stem = "_".join(str(word) for word in words if word)
    for first in range(0, len(found), TILES):
        part = found[first : first + TILES]
        titles = [f"{first + n + 1}  {key}" for n, (key, _) in enumerate(part)]
        sheet = contact_sheet([picture for _, picture in part], titles, COLUMNS)
        print(write_png(out / f"{stem}_{first // TILES + 1}.png", sheet), flush=True)


def main() -> int:
    """Draw what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--procedure")
    parser.add_argument("--joint", default="L4-L5")
    parser.add_argument("--side", default="left")
    parser.add_argument("--variant")
    parser.add_argument("--audience", choices=("patient", "professional"))
    parser.add_argument("--language", default="en")
    parser.add_argument("--only", nargs="*", default=[], help="keys of steps, or how they begin")
    parser.add_argument("--tile", type=int, nargs=2, default=TILE, metavar=("WIDTH", "HEIGHT"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    spine = Spine.load("prone")
    asked = [(options.procedure, options.joint, options.side)] if options.procedure else SHOWN
    for procedure, joint, side in asked:
        for audience in [options.audience] if options.audience else ["patient", "professional"]:
            request = SceneRequest(
                region=region_with(joint),
                view="guided",
                audience=audience,
                language=options.language,
                procedure=procedure,
                joint=joint,
                side=side,
                variant=options.variant,
            )
            draw(options.out, spine, request, options.only, tuple(options.tile))
    return 0


if __name__ == "__main__":
    sys.exit(main())
