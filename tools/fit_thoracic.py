"""Calibrate the shape parameters of T1 to T11 on reference bones: ``python tools/fit_thoracic.py FOLDER [LEVEL ...]``.

FOLDER holds ``T1.ply .. T11.ply`` (mm, LPS). Levels are fitted from below upwards, because a lower facet follows the
upper facet of the bone below. Only rows of status R in ``annotations/shape/thoracic.csv`` move, each within its bounds;
published dimensions stay as they are. ``--smooth`` pulls every fitted row towards its trend along the levels.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np
from fit_vertebra import published_ends, target_points

from spine_viewer.anatomy.bones.shape_table import read_columns
from spine_viewer.anatomy.bones.thoracic import plain_field, smooth_field
from spine_viewer.anatomy.bones.thoracic_costal import costal_facets
from spine_viewer.anatomy.bones.thoracic_shape import THORACIC_LEVELS, load_shape
from spine_viewer.anatomy.bones.vertebra_landmarks import surface_along
from spine_viewer.anatomy.fit import Fit, Free, Similarity, calibrate
from spine_viewer.anatomy.folders import annotations_folder

HELD = ("pedicle_trim", "pedicle_tall", "canal_widen", "canal_deepen", "canal_egg", "canal_power", "tp_trim")
HELD_PREFIXES = ("scf_", "icf_", "tcf_")  # rib facets: measured where the ribs touch
SEAT_MM = 0.0  # how far a rib facet stands above the bone around it
PRIOR_SHARE = 0.2  # prior width over the width of the bounds


def table() -> tuple[list[str], list[dict[str, str]]]:
    """Columns and rows of the shape table."""
    with (annotations_folder() / "shape" / "thoracic.csv").open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or ()), list(reader)


def write_table(columns: list[str], rows: list[dict[str, str]]) -> None:
    """Store the shape table."""
    with (annotations_folder() / "shape" / "thoracic.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    read_columns.cache_clear()


def moves(row: dict[str, str]) -> bool:
    """Whether a row of the table is fitted."""
    return row["status"] == "R" and row["parameter"] not in HELD and not row["parameter"].startswith(HELD_PREFIXES)


def fit_level(
    level: str, folder: Path, points: int, steps: int, prior_weight: float, hold: tuple[str, ...] = ()
) -> Fit:
    """Fit one level: first the pose of the target alone, then all shape parameters with it."""
    shape = load_shape(level)
    limits = {row["parameter"]: (float(row["low"]), float(row["high"])) for row in table()[1] if moves(row)}
    free = [
        Free(name, shape[name], low, high, PRIOR_SHARE * (high - low))
        for name, (low, high) in limits.items()
        if not name.startswith(hold)
    ]
    target = target_points(folder / f"{level}.ply", points)
    posed = calibrate(lambda v: smooth_field(shape), [], target[::3], Similarity(0.92), steps=25)
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
    at_bound = [
        f"{f.name} {found.values[f.name]:.2f}"
        for f in free
        if min(found.values[f.name] - f.low, f.high - found.values[f.name]) < 0.01 * (f.high - f.low)
    ]
    print("  at their bounds:", ", ".join(at_bound) or "none", flush=True)
    return found


def write_level(level: str, values: dict[str, float]) -> None:
    """Store fitted values of a level in the shape table."""
    columns, rows = table()
    for row in rows:
        if row["parameter"] in values:
            row[level] = f"{values[row['parameter']]:.3f}".rstrip("0").rstrip(".")
    write_table(columns, rows)


def seat(level: str) -> dict[str, float]:
    """Rib facets moved on the bone that carries them: x of those on the body, depth of that on the process."""
    shape = load_shape(level)
    bone, facets, values = plain_field(shape), costal_facets(shape), {}
    for place, name in (("superior", "scf"), ("inferior", "icf")):
        if place in facets:
            start = facets[place].centre * [0.0, 1.0, 1.0] + [7.0, 0.0, 0.0]
            values[f"{name}_x"] = float(surface_along(bone, start[None], np.array([[1.0, 0.0, 0.0]]))[0, 0]) + SEAT_MM
    if "transverse" in facets:
        facet = facets["transverse"]
        start = facet.centre - shape["tcf_depth"] * facet.normal
        end = surface_along(bone, start[None], facet.normal[None])[0]
        values["tcf_depth"] = float((end - start) @ facet.normal) + SEAT_MM
    return values


def smooth(share: float) -> None:
    """Pull fitted rows towards the weighted mean (1, 2, 3, 2, 1) of each level and its neighbours."""
    columns, rows = table()
    count = len(THORACIC_LEVELS)
    offsets = np.abs(np.subtract.outer(np.arange(count), np.arange(count)))
    weights = np.maximum(3.0 - offsets, 0.0)
    for row in rows:
        if moves(row):
            values = np.array([float(row[level]) for level in THORACIC_LEVELS])
            levels = np.arange(count)
            for i, level in enumerate(THORACIC_LEVELS):  # a weighted straight line, so that trends are kept
                slope = np.polyfit(levels, values, 1, w=np.sqrt(weights[i]))
                row[level] = f"{(1.0 - share) * values[i] + share * np.polyval(slope, i):.3f}".rstrip("0").rstrip(".")
    write_table(columns, rows)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("levels", nargs="*", default=THORACIC_LEVELS)
    parser.add_argument("--points", type=int, default=1500)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--prior", type=float, default=4.0, help="cost of leaving the values in the table")
    parser.add_argument("--hold", nargs="*", default=(), help="beginnings of the names of rows to leave alone")
    parser.add_argument("--smooth", type=float, default=0.0, help="share of the way to the trend along the levels")
    options = parser.parse_args()
    if options.smooth > 0.0:
        smooth(options.smooth)
        return
    for level in sorted(options.levels, key=THORACIC_LEVELS.index, reverse=True):
        found = fit_level(level, options.folder, options.points, options.steps, options.prior, tuple(options.hold))
        write_level(level, found.values)
        write_level(level, seat(level))


if __name__ == "__main__":
    main()
