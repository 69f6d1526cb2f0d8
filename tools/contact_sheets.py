"""Contact sheets of the shipped bones in six views, to look at.

Run ``python tools/contact_sheets.py OUT [BONE ...] [--reference DIR]``. With ``--reference`` the real bone of the same
name (DIR/L4.ply, mm, LPS) is drawn under ours, moved and scaled onto it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pyvista as pv

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from spine_viewer.anatomy.spine import Spine  # noqa: E402

VIEWS = {
    "posterior": ((0, 1, 0), (0, 0, 1)),
    "left": ((1, 0, 0), (0, 0, 1)),
    "superior": ((0, 0, 1), (0, -1, 0)),
    "inferior": ((0, 0, -1), (0, -1, 0)),
    "anterior": ((0, -1, 0), (0, 0, 1)),
    "oblique": ((0.62, 0.7, 0.35), (0, 0, 1)),
}
REFERENCE_NAMES = {"occiput": "occipital"}
TILE = 420


def reference_of(bone: str, folder: Path) -> Path:
    """File of the real bone: ``rib_5_left`` stands in ``rib_L5.ply``."""
    if bone.startswith("rib_"):
        _, number, side = bone.split("_")
        return folder / f"rib_{side[0].upper()}{number}.ply"
    return folder / f"{REFERENCE_NAMES.get(bone, bone)}.ply"


def laid_on(mesh: pv.PolyData, target: pv.PolyData) -> pv.PolyData:
    """A copy of ``mesh`` brought to the place and size of ``target`` by ICP."""
    moved = mesh.copy()
    scale = target.length / mesh.length
    moved.points = (np.asarray(mesh.points) - mesh.center) * scale + target.center
    return moved.align(target, max_iterations=60)


def sheet(ours: pv.PolyData, reference: pv.PolyData | None, out: Path) -> None:
    """One row of six views, or two with the reference below."""
    rows = [ours] if reference is None else [ours, laid_on(reference, ours)]
    plotter = pv.Plotter(
        off_screen=True, shape=(len(rows), len(VIEWS)), window_size=(TILE * len(VIEWS), TILE * len(rows)), border=False
    )
    for row, mesh in enumerate(rows):
        for column, (name, (direction, up)) in enumerate(VIEWS.items()):
            plotter.subplot(row, column)
            if "RGB" in mesh.point_data:
                plotter.add_mesh(mesh, scalars="RGB", rgb=True, smooth_shading=True, specular=0.1)
            else:
                plotter.add_mesh(mesh, color="#d8d2c4", smooth_shading=True, split_sharp_edges=False)
            if row == 0:
                plotter.add_text(name, font_size=9, color="black")
            plotter.camera.focal_point = ours.center
            plotter.camera.position = np.array(ours.center) + 400.0 * np.array(direction)
            plotter.camera.up = up
            plotter.camera.parallel_projection = True
            plotter.camera.parallel_scale = 0.36 * ours.length
    plotter.set_background("white")
    plotter.screenshot(out)
    plotter.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("bones", nargs="*")
    parser.add_argument("--reference", type=Path)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    spine = Spine.load("standing")
    for bone in options.bones or spine.bones:
        real = reference_of(bone, options.reference) if options.reference else None
        reference = pv.read(real) if real is not None and real.is_file() else None
        sheet(spine.bone(bone).local_mesh, reference, options.out / f"{bone}.png")
        print(options.out / f"{bone}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
