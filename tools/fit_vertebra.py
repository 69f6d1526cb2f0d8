"""Calibrate the shape parameters of T12 and L1..L5 on reference bones: ``python tools/fit_vertebra.py FOLDER [LEVEL]``.

FOLDER holds ``lumbar_mean/L2.ply .. L5.ply`` and ``bodyparts3d/T12.ply .. L5.ply``; where a level has both, the fit is
a compromise. Levels are fitted from below upwards, because a lower facet follows the upper facet of the bone below. A
published dimension is built at its mean times ``scale_*``, which stays inside its band. Only
``annotations/shape/vertebra.csv`` is written.
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
from spine_viewer.anatomy.bones.vertebra_shape import SCALE, VertebraShape, load_shape
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.fit import Free
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.morphometry import load_morphometry
from spine_viewer.anatomy.two_way_fit import fit_both_ways, load_target, own_points, scattered

ORDER = ("L5", "L4", "L3", "L2", "L1", "T12")
REFERENCES = {"lumbar_mean": 1.0, "bodyparts3d": 0.8}  # folder and weight
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
    "iaf_edge",
    "iaf_fade",
    "facet_turn",
    "saf_half_width",
    "saf_half_height",
)
LOWEST_ONLY = ("iaf_x", "iaf_y", "iaf_z", "iaf_angle", "iaf_tilt", "iaf_radius")
PRIOR_SHARE = 0.3  # prior width over the width of the bounds


def target_points(path: Path, count: int, seed: int = 1) -> Array:
    """(count, 3) points of a surface, area-weighted, folded on its left half, centred on its body roughly."""
    mesh = pv.read(path).triangulate()
    points = scattered(mesh.points[mesh.regular_faces].astype(float), count, seed)
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


def bounds_table(level: str) -> dict[str, tuple[float, float]]:
    """Bounds by parameter from the shape table; those of ``scale_*`` as bounds of the published dimension itself."""
    published = load_morphometry().level(level)
    with (annotations_folder() / "shape" / "vertebra.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["parameter"]: (float(row["low"]), float(row["high"])) for row in csv.DictReader(file)}
    return {
        name.removeprefix(SCALE): (low * unit, high * unit)
        for name, (low, high) in rows.items()
        for unit in [published[name.removeprefix(SCALE)] if name.startswith(SCALE) else 1.0]
    }


def fit_level(level: str, folder: Path, points: int, rounds: int, prior_weight: float) -> dict[str, float]:
    """Shape parameters and built dimensions of one level, fitted to every reference that there is."""
    shape, limits = load_shape(level), bounds_table(level)
    held = HELD if level == "L5" else HELD + LOWEST_ONLY
    free = [
        Free(name, min(max(shape[name], low), high), low, high, PRIOR_SHARE * (high - low))
        for name, (low, high) in limits.items()
        if name not in held
    ]
    own = own_points(smooth_field(shape), 6000)
    files = {folder / name / f"{level}.ply": weight for name, weight in REFERENCES.items()}
    targets = [(load_target(path, own, points), weight) for path, weight in files.items() if path.is_file()]
    print(level, flush=True)
    values = fit_both_ways(
        lambda v: smooth_field(shape.with_values(v)),
        free,
        targets,
        lambda v: published_ends(shape.with_values(v)),
        prior_weight=prior_weight,
        rounds=rounds,
    )
    for f in free:
        if min(values[f.name] - f.low, f.high - values[f.name]) < 0.01 * (f.high - f.low):
            print(f"  {f.name} at its bound: {values[f.name]:.3f} of {f.low:.3f} to {f.high:.3f}")
    return values


def write_level(level: str, values: dict[str, float]) -> None:
    """Store fitted values of a level in the shape table."""
    path, published = annotations_folder() / "shape" / "vertebra.csv", load_morphometry().level(level)
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    for row in rows:
        name = row["parameter"].removeprefix(SCALE)
        if name in values:
            unit = published[name] if row["parameter"].startswith(SCALE) else 1.0
            row[level] = f"{values[name] / unit:.3f}".rstrip("0").rstrip(".")
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
    parser.add_argument("--points", type=int, default=1800, help="points of each reference")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--prior", type=float, default=4.0, help="cost of leaving the values in the table")
    options = parser.parse_args()
    for level in sorted(options.levels, key=ORDER.index):
        write_level(level, fit_level(level, options.folder, options.points, options.rounds, options.prior))


if __name__ == "__main__":
    main()
