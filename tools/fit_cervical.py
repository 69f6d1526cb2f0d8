"""Calibrate the shape parameters of C3 to C7 on reference bones: ``python tools/fit_cervical.py FOLDER [LEVEL ...]``.

FOLDER holds ``C3.ply`` .. ``C7.ply`` (mm, LPS). Levels are fitted from below upwards, because a lower facet follows the
upper facet of the bone below. Only rows of status R in ``annotations/shape/cervical.csv`` move, each within its bounds;
the angles of the superior facets stay within one SD of their published means.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np
import pyvista as pv

from spine_viewer.anatomy.bones.cervical import smooth_field
from spine_viewer.anatomy.bones.cervical_arch import pedicle, pedicle_isthmus
from spine_viewer.anatomy.bones.cervical_shape import CERVICAL_LEVELS, load_shape
from spine_viewer.anatomy.bones.shape_table import read_columns
from spine_viewer.anatomy.bones.vertebra_arch import canal_half_width, rear_wall
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.fit import Fit, Free, Similarity, calibrate
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.morphometry import load_morphometry

# rough centre of the body in the reference (y, z in mm), its pitch (degrees) and scale
REFERENCE = {
    "C3": (-90.6, 1448.5, 5.0, 0.93),
    "C4": (-90.2, 1433.4, 4.0, 0.93),
    "C5": (-88.3, 1417.7, 11.0, 0.92),
    "C6": (-87.4, 1402.4, 18.0, 0.92),
    "C7": (-83.2, 1388.2, 15.5, 0.97),
}
MIDLINE_X = -0.7
PUBLISHED_ANGLES = {
    "saf_transverse_angle": "sup_facet_angle_to_transverse_plane_R",
    "saf_sagittal_angle": "sup_facet_angle_to_sagittal_plane_R",
}
ANGLE_SHARE = 0.9  # of one SD
# small parts of the transverse process, which differ between the two sides of the reference: set by eye, then held
HELD = ("ab_", "at_", "pb_", "pt_", "lm_", "groove_")
PRIOR_SHARE = 0.3  # prior width over the width of the bounds


def target_points(level: str, folder: Path, count: int) -> Array:
    """(count, 3) area-weighted points of a surface near the bone frame, folded on its left half."""
    back, up, _, _ = REFERENCE[level]
    mesh = pv.read(folder / f"{level}.ply").triangulate()
    corners = mesh.points[mesh.regular_faces].astype(float) - [MIDLINE_X, back, up]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    random = np.random.default_rng(1)
    pick = corners[random.choice(len(corners), count, p=area / area.sum())]
    points = np.einsum("nk,nkd->nd", random.dirichlet(np.ones(3), count), pick)
    points[:, 0] = np.abs(points[:, 0])
    return points


def published_ends(shape: VertebraShape) -> Array:
    """(k, 3) points where published widths end: canal between the pedicles, pedicle isthmus, lower end of the body."""
    s, waist = shape, pedicle_isthmus(shape)
    walls = [[canal_half_width(s, back), rear_wall(s) + back, waist[2]] for back in (2.0, 3.5, 5.0)]
    along = pedicle(s).tangents[len(pedicle(s).tangents) // 2]
    across = 0.5 * s["PDW"] * np.array([along[1], -along[0], 0.0]) / np.hypot(along[0], along[1])
    tall = np.array([0.0, 0.0, 0.5 * s["PDH"]])
    low = [
        [0.5 * s["EPWl"], share * s["EPDl"], 1.0 - 0.5 * s["VBHp"] + s["saddle_inferior"] * (1.0 - 4.0 * share * share)]
        for share in (-0.05, 0.05, 0.15)
    ]
    return np.concatenate([walls, [waist + across, waist - across, waist + tall, waist - tall], low])


def free_dimensions(level: str, transverse: bool) -> list[Free]:
    """What may move: rows of status R, within their bounds; small parts of the transverse process on request."""
    shape, free = load_shape(level), []
    with (annotations_folder() / "shape" / "cervical.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name, low, high = row["parameter"], float(row["low"]), float(row["high"])
            if row["status"] != "R" or high <= low or (name.startswith(HELD) and not transverse):
                continue
            if name in PUBLISHED_ANGLES:
                published = load_morphometry().find(level, PUBLISHED_ANGLES[name])
                if published is not None and published.sd is not None:
                    low = published.value - ANGLE_SHARE * published.sd
                    high = published.value + ANGLE_SHARE * published.sd
            free.append(Free(name, min(max(shape[name], low), high), low, high, PRIOR_SHARE * (high - low)))
    return free


def fit_level(level: str, options: argparse.Namespace) -> Fit:
    """Fit one level: first the pose of the target alone, then all shape parameters with it."""
    shape, free = load_shape(level), free_dimensions(level, options.transverse)
    target = target_points(level, options.folder, options.points)
    _, _, pitch, scale = REFERENCE[level]
    start = Similarity(scale, 0.0, 0.0, -float(np.radians(pitch)))
    posed = calibrate(lambda v: smooth_field(shape), [], target[::2], start, steps=10)
    print(f"{level} posed: mean {posed.mean_mm:.2f} mm, {posed.pose}", flush=True)
    found = calibrate(
        lambda v: smooth_field(shape.with_values(v)),
        free,
        target,
        posed.pose,
        anchors=lambda v: published_ends(shape.with_values(v)),
        prior_weight=options.prior,
        steps=options.steps,
    )
    print(f"{level} fitted: mean {found.mean_mm:.2f} mm, {found.pose}", flush=True)
    for f in free:
        at = found.values[f.name]
        if min(at - f.low, f.high - at) < 0.01 * (f.high - f.low):
            print(f"  {f.name} at its bound: {at:.3f} of {f.low:.2f} to {f.high:.2f}")
    return found


def write_level(level: str, values: dict[str, float]) -> None:
    """Store fitted values of a level in the shape table."""
    path = annotations_folder() / "shape" / "cervical.csv"
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    for row in rows:
        if row["parameter"] in values:
            row[level] = f"{values[row['parameter']]:.3f}".rstrip("0").rstrip(".")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    read_columns.cache_clear()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("levels", nargs="*", default=CERVICAL_LEVELS)
    parser.add_argument("--points", type=int, default=1200)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--prior", type=float, default=4.0, help="cost of leaving the values in the table")
    parser.add_argument("--transverse", action="store_true", help="also move the small parts of the transverse process")
    options = parser.parse_args()
    for level in sorted(options.levels, key=CERVICAL_LEVELS.index, reverse=True):
        write_level(level, fit_level(level, options).values)


if __name__ == "__main__":
    main()
