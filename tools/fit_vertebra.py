"""Calibrate the shape parameters of T12 and L1..L5 on reference bones: ``python tools/fit_vertebra.py FOLDER [LEVEL]``.

FOLDER holds ``lumbar_mean/L2.ply .. L5.ply`` and ``bodyparts3d/T12.ply, L1.ply``. Levels are fitted from below upwards,
because a lower facet follows the upper facet of the bone below. Only ``annotations/shape/vertebra.csv`` is written.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np
import pyvista as pv

from spine_viewer.anatomy.bones.shape_table import read_columns
from spine_viewer.anatomy.bones.vertebra import smooth_field
from spine_viewer.anatomy.bones.vertebra_arch import canal_half_width, pedicle_isthmus, rear_wall
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape, load_shape
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.fit import Fit, Free, Similarity, calibrate
from spine_viewer.anatomy.folders import annotations_folder

ORDER = ("L5", "L4", "L3", "L2", "L1", "T12")
REFERENCE = {"T12": "bodyparts3d", "L1": "bodyparts3d", **dict.fromkeys(("L2", "L3", "L4", "L5"), "lumbar_mean")}
HELD = (
    "costal_radius",
    "costal_out",
    "costal_forward",
    "costal_up",
    "pedicle_trim",
    "pedicle_tall",
    "canal_widen",
    "canal_deepen",
    "warp_mm",
    "grain_mm",
    "pits",
    "rim_height",
    "basivertebral_width",
    "basivertebral_height",
    "facet_edge",
    "saf_half_width",
    "saf_half_height",
)
LOWEST_ONLY = ("iaf_x", "iaf_y", "iaf_z", "iaf_angle", "iaf_tilt", "iaf_radius")
PRIOR_SHARE = 0.3  # prior width over the width of the bounds


def target_points(path: Path, count: int, seed: int = 1) -> Array:
    """(count, 3) points of a surface, area-weighted, folded on its left half, centred on its body roughly."""
    mesh = pv.read(path).triangulate()
    corners = mesh.points[mesh.faces.reshape(-1, 4)[:, 1:]].astype(float)
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    random = np.random.default_rng(seed)
    pick = random.choice(len(corners), count, p=area / area.sum())
    u, v = random.random((2, count))
    flip = u + v > 1.0
    u[flip], v[flip] = 1.0 - u[flip], 1.0 - v[flip]
    a, b, c = corners[pick].transpose(1, 0, 2)
    points = a + u[:, None] * (b - a) + v[:, None] * (c - a)
    lower, upper = points.min(axis=0), points.max(axis=0)
    points -= [0.5 * (lower[0] + upper[0]), lower[1] + 18.0, 0.5 * (lower[2] + upper[2]) + 4.0]
    points[:, 0] -= np.median(points[points[:, 1] < 10.0, 0])
    points[:, 0] = np.abs(points[:, 0])
    return points


def published_ends(shape: VertebraShape) -> Array:
    """(k, 3) points where published widths end: pedicle isthmus, canal between the pedicles, rims of the endplates."""
    s, waist = shape, pedicle_isthmus(shape)
    wide, tall = 0.5 * (s["PDW"] - s["pedicle_trim"]), 0.5 * s["PDH"]
    level = 0.45 * s["VBHp"]
    side = s["body_widest"] * 0.5 * s["EPDu"]
    offsets = np.array([[wide, 0.0, 0.0], [-wide, 0.0, 0.0], [0.0, 0.0, tall], [0.0, 0.0, -tall]])
    rims = np.array(
        [
            [0.5 * s["EPWu"], side, level],
            [0.5 * s["EPWu"], side + 4.0, level],
            [0.5 * s["EPWl"], side, -level],
            [0.0, rear_wall(s) + s["SCD"], waist[2] - 3.0],
        ]
    )
    walls = np.array([[canal_half_width(s, back), rear_wall(s) + back, waist[2]] for back in (1.0, 4.0, 7.0)])
    return np.concatenate([waist + offsets, rims, walls])


def bounds_table() -> dict[str, tuple[float, float]]:
    """Bounds by parameter from the shape table."""
    with (annotations_folder() / "shape" / "vertebra.csv").open(newline="", encoding="utf-8") as file:
        return {row["parameter"]: (float(row["low"]), float(row["high"])) for row in csv.DictReader(file)}


def fit_level(level: str, folder: Path, points: int, steps: int, prior_weight: float) -> Fit:
    """Fit one level: first the pose of the target alone, then all shape parameters with it."""
    shape, limits = load_shape(level), bounds_table()
    target = target_points(folder / REFERENCE[level] / f"{level}.ply", points)
    held = HELD if level == "L5" else HELD + LOWEST_ONLY
    free = [
        Free(name, shape[name], low, high, PRIOR_SHARE * (high - low))
        for name, (low, high) in limits.items()
        if name not in held
    ]
    posed = calibrate(lambda v: smooth_field(shape), [], target[::3], Similarity(0.92), steps=20)
    print(f"{level} posed: mean {posed.mean_mm:.2f} mm, {posed.pose}", flush=True)
    found = calibrate(
        lambda v: smooth_field(shape.with_values(v)),
        free,
        target,
        posed.pose,
        anchors=lambda v: published_ends(shape.with_values(v)),
        prior_weight=prior_weight,
        steps=steps,
    )
    print(f"{level} fitted: mean {found.mean_mm:.2f} mm, {found.pose}", flush=True)
    for f in free:
        at = found.values[f.name]
        if min(at - f.low, f.high - at) < 0.01 * (f.high - f.low):
            print(f"  {f.name} at its bound: {at:.3f} of {f.low} to {f.high}")
    return found


def write_level(level: str, values: dict[str, float]) -> None:
    """Store fitted values of a level in the shape table."""
    path = annotations_folder() / "shape" / "vertebra.csv"
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
    parser.add_argument("levels", nargs="*", default=ORDER)
    parser.add_argument("--points", type=int, default=3000)
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--prior", type=float, default=4.0, help="cost of leaving the values in the table")
    options = parser.parse_args()
    for level in sorted(options.levels, key=ORDER.index):
        write_level(level, fit_level(level, options.folder, options.points, options.steps, options.prior).values)


if __name__ == "__main__":
    main()
