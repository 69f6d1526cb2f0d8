"""Calibrate the shapes of atlas, axis and occiput on reference bones: ``python tools/fit_upper.py FOLDER BONE``.

FOLDER holds ``C1.ply``, ``C2.ply`` and ``occipital.ply`` (mm, LPS). Only rows of status R in ``annotations/shape``
move, each within its bounds; published dimensions stay as they are.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyvista as pv

from spine_viewer.anatomy.bones import atlas_parts, axis_parts, occiput_parts
from spine_viewer.anatomy.bones.upper_joint import condyle_face, inferior_facet_of_atlas
from spine_viewer.anatomy.bones.upper_shape import TABLES, load_upper_shape
from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.combine import Mirrored
from spine_viewer.anatomy.fit import Free, Similarity, calibrate
from spine_viewer.anatomy.folders import annotations_folder

# file, rough origin of the bone's frame in the reference (mm), rough scale
REFERENCE = {
    "C1": ("C1.ply", (-0.2, -89.0, 1480.0), 0.85),
    "C2": ("C2.ply", (-0.6, -90.5, 1467.0), 0.93),
    "occiput": ("occipital.ply", (-0.6, -72.0, 1495.8), 0.88),
}
HELD = ("pose_y", "pose_z", "iaf_below", "fovea_y", "dens_facet_y", "dens_facet_z")
PRIOR_SHARE = 0.25  # prior width over the width of the bounds


def bone_field(bone: str, changes: Mapping[str, float]) -> Field:
    """The bone without relief, some dimensions changed."""
    shape = load_upper_shape(bone).with_values(changes)
    if bone == "C1":
        return Mirrored(atlas_parts.whole(shape, atlas_parts.superior_facet(shape), inferior_facet_of_atlas(shape)))
    if bone == "C2":
        return Mirrored(axis_parts.whole(shape, axis_parts.superior_facet(shape), axis_parts.inferior_facet(shape)))
    return Mirrored(occiput_parts.whole(shape, condyle_face(shape)))


def target_points(path: Path, centre: Array, count: int, highest: float | None) -> Array:
    """(count, 3) area-weighted surface points about ``centre``, folded on the left half; those above are left out."""
    mesh = pv.read(path).triangulate()
    corners = mesh.points[mesh.regular_faces].astype(float) - centre
    if highest is not None:
        corners = corners[corners[:, :, 2].max(axis=1) < highest]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    random = np.random.default_rng(1)
    pick = corners[random.choice(len(corners), count, p=area / area.sum())]
    weights = random.dirichlet(np.ones(3), count)
    points = np.einsum("nk,nkd->nd", weights, pick)
    points[:, 0] = np.abs(points[:, 0])
    return points


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("bone", choices=tuple(TABLES))
    parser.add_argument("--points", type=int, default=1200)
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--prior", type=float, default=4.0, help="cost of leaving the values in the table")
    options = parser.parse_args()
    file, centre, scale = REFERENCE[options.bone]
    highest = 30.0 if options.bone == "occiput" else None
    target = target_points(options.folder / file, np.array(centre), options.points, highest)
    path = annotations_folder() / "shape" / f"{TABLES[options.bone]}.csv"
    with path.open(newline="", encoding="utf-8") as stream:
        reader = csv.DictReader(stream)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    free = [
        Free(r["parameter"], float(r["value"]), float(r["low"]), float(r["high"]), PRIOR_SHARE * (high - low))
        for r in rows
        if (high := float(r["high"])) > (low := float(r["low"])) and r["status"] == "R" and r["parameter"] not in HELD
    ]
    posed = calibrate(lambda v: bone_field(options.bone, v), [], target, Similarity(scale), steps=10)
    print(f"posed: mean {posed.mean_mm:.2f} mm, {posed.pose}", flush=True)
    found = calibrate(
        lambda v: bone_field(options.bone, v),
        free,
        target,
        posed.pose,
        prior_weight=options.prior,
        steps=options.steps,
    )
    print(f"fitted: mean {found.mean_mm:.2f} mm, {found.pose}", flush=True)
    for row in rows:
        if row["parameter"] in found.values:
            row["value"] = f"{found.values[row['parameter']]:.3f}".rstrip("0").rstrip(".")
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
