"""Make the picture and the table of docs/injectate.md: ``python tools/injectate_pictures.py``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from spine_viewer.anatomy.spine import Spine  # noqa: E402
from spine_viewer.app.view.xray import XRay  # noqa: E402
from spine_viewer.imaging import Look, Room  # noqa: E402
from spine_viewer.procedures import Plan, plan  # noqa: E402
from spine_viewer.procedures.moment import InjectionWish  # noqa: E402
from spine_viewer.procedures.spreads import Spreads, reached, spreads_of  # noqa: E402
from spine_viewer.render.contact_sheet import contact_sheet  # noqa: E402
from spine_viewer.render.still import picture_of, write_png  # noqa: E402
from spine_viewer.scene import SceneRequest  # noqa: E402
from spine_viewer.scene.compose import compose, planned_carm  # noqa: E402
from spine_viewer.scene.names import name_of  # noqa: E402

JOINT, SIDE, SIDE_PX = "L4-L5", "left", 700
SHOWN = (
    ("contrast:1", InjectionWish(), "Contrast, 0.2 mL"),
    ("inject:1", InjectionWish(), "and 0.5 mL of anaesthetic"),
    ("contrast:1", InjectionWish(in_vessel=True), "Contrast in a vein"),
)
VOLUMES_ML = (0.1, 0.25, 0.5, 1.0)


def request_of(at: str, wish: InjectionWish, made: Plan) -> SceneRequest:
    return SceneRequest(
        view="guided",
        procedure=made.procedure,
        joint=JOINT,
        side=SIDE,
        time_s=made.timeline().still(at),
        injection=wish,
    )


def picture(spine: Spine, made: Plan, spreads: Spreads) -> Any:
    """In 3D above, on the X-ray from behind below."""
    xray = XRay(spine)
    xray.refine()
    film = made.timeline()
    above, below = [], []
    for at, wish, _ in SHOWN:
        request = request_of(at, wish, made)
        above.append(picture_of(request, (SIDE_PX, SIDE_PX), film.still(at), spine)[..., :3])
        seen = compose(spine, request, made, film, spreads=spreads).fluoroscopy
        if seen is None:
            raise RuntimeError("a film asks for an X-ray")
        room = Room.of(spine.skin.mesh.points)
        from_behind = replace(seen, carm=planned_carm(room, made.nerves[0].views["ap"], SIDE))
        grey = xray.picture(from_behind, SIDE_PX, Look())
        below.append(np.repeat(grey[..., None], 3, axis=2) if grey.ndim == 2 else grey)
    titles = [title for *_, title in SHOWN]
    return contact_sheet(above + below, [*titles, *["" for _ in titles]], columns=len(SHOWN))


def table(spine: Spine, made: Plan, spreads: Spreads) -> str:
    """What each volume reaches, as markdown."""
    lines = ["| mL | target nerve | mm of it | others |", "|---|---|---|---|"]
    for needle, nerve in enumerate(made.nerves):
        fluid = spreads[needle].tissue
        for ml in VOLUMES_ML:
            found = reached(spine, fluid, ml)
            own = next((one.held_mm for one in found if one.nerve == nerve.nerve), 0.0)
            others = ", ".join(f"{name_of(o.nerve)} {o.held_mm:.0f}" for o in found if o.nerve != nerve.nerve)
            lines.append(f"| {ml:g} | {nerve.label} | {own:.0f} | {others or 'none'} |")
    return "\n".join(lines)


def main() -> int:
    spine = Spine.load("prone")
    made = plan(spine, "medial-branch-block", JOINT, SIDE)
    spreads = spreads_of(spine, made)
    if spreads is None:
        raise RuntimeError("a block injects")
    print(write_png(ROOT / "docs" / "pictures" / "injectate.png", picture(spine, made, spreads)))
    print(table(spine, made, spreads))
    return 0


if __name__ == "__main__":
    sys.exit(main())
