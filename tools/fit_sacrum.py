"""Calibrate the outer shape of the sacrum on a reference bone: ``python tools/fit_sacrum.py FILE``.

FILE is a sacrum with its coccyx and a filled canal (BodyParts3D, mm, LPS). Each round lays it on our sacrum and coccyx
by a similarity, samples both surfaces, and moves the free dimensions inside their bounds until our field vanishes at
the points of the reference and at the feet of ours on it. What is published, what meets another bone and what
landmarks are read from is held. Only ``annotations/shape/sacrum.csv`` is written.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np
import trimesh
from scipy.optimize import lsq_linear
from scipy.spatial import cKDTree

from spine_viewer.anatomy.bones.coccyx import coccyx_field, end_normal
from spine_viewer.anatomy.bones.sacrum import half_field, sacrum_field
from spine_viewer.anatomy.bones.sacrum_canal import canal
from spine_viewer.anatomy.bones.sacrum_dimensions import PUBLISHED, Dimensions, load_dimensions, read_table
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.mesher import mesh_field
from spine_viewer.anatomy.folders import annotations_folder

HELD = (
    PUBLISHED,
    "apex:",
    "auricular:",
    "body:",
    "canal:",
    "coccyx",
    "cornu:tip",
    "dorsal:S4_middle:midline",
    "dorsal_foramen:",
    "endplate:",
    "groove:",
    "landmark:",
    "median:end",
    "meeting:",
    "ridge:",
    "sap:angle",
    "sap:centre",
    "sap:curvature",
    "sap:height",
    "sap:tilt",
    "sap:width",
    "ventral_foramen:",
)
HELD_ENDINGS = (".width", ".height")
WIDEST_MM = 53.6  # half width that keeps the greatest width within one SD of the published one
CANAL_SKIN_MM = 1.5
FARTHEST_MM = 7.0  # a foot farther off belongs to a part that the reference lacks
ROBUST_MM = 1.5


def surface_points(mesh: trimesh.Trimesh, count: int) -> Array:
    """(count, 3) points of a surface, area-weighted, the same in every run."""
    return np.asarray(trimesh.sample.sample_surface(mesh, count, seed=0)[0], dtype=float)


def meshed(dimensions: Dimensions) -> tuple[trimesh.Trimesh, trimesh.Trimesh]:
    """Sacrum alone, and sacrum with coccyx."""
    parts = [mesh_field(field, 1.2) for field in (sacrum_field(dimensions), coccyx_field(dimensions))]
    bones = [trimesh.Trimesh(part.vertices, part.faces, process=False) for part in parts]
    return bones[0], trimesh.util.concatenate(bones)


def laid_on(points: Array, target: Array, rounds: int = 60) -> tuple[float, Array, Array]:
    """Scale, rotation (3, 3) and shift (3,) of the similarity that lays ``points`` on ``target``, both ways."""
    tree, scale, turn = cKDTree(target), 1.0, np.eye(3)
    shift = target.mean(axis=0) - points.mean(axis=0)
    for _ in range(rounds):
        here = scale * points @ turn.T + shift
        forth, back = tree.query(here)[1], cKDTree(here).query(target)[1]
        a, b = np.concatenate([points, points[back]]), np.concatenate([target[forth], target])
        ma, mb = a.mean(axis=0), b.mean(axis=0)
        u, size, vt = np.linalg.svd((a - ma).T @ (b - mb))
        flip = np.diag([1.0, 1.0, np.sign(np.linalg.det(vt.T @ u.T))])
        turn = vt.T @ flip @ u.T
        scale = float(np.trace(np.diag(size) @ flip) / ((a - ma) ** 2).sum())
        shift = mb - scale * turn @ ma
    return scale, turn, shift


def targets(reference: trimesh.Trimesh, dimensions: Dimensions, count: int) -> Array:
    """Points (n, 3) in our frame, folded on the left half, that our surface should pass through."""
    alone, both = meshed(dimensions)
    scale, turn, shift = laid_on(surface_points(reference, 12000), surface_points(both, 12000))
    real = reference.copy()
    real.vertices = scale * reference.vertices @ turn.T + shift
    dense, ours = surface_points(real, 200_000), surface_points(alone, count)
    far, foot = cKDTree(dense).query(ours)
    points = np.concatenate([surface_points(real, count), dense[foot[far < FARTHEST_MM]]])
    above = (points - dimensions.point("apex:centre")) @ end_normal(dimensions) < -0.5
    points = points[above & (canal(dimensions)(points) > CANAL_SKIN_MM)]
    return np.abs(points) * [1.0, 0.0, 0.0] + points * [0.0, 1.0, 1.0]


def free_dimensions() -> dict[str, tuple[float, float, float]]:
    """Value, lower and upper bound of what may move."""
    found = {}
    for row in read_table().values():
        if row.lower is None or row.upper is None or row.name.startswith(HELD) or row.name.endswith(HELD_ENDINGS):
            continue
        high = min(row.upper, WIDEST_MM) if row.name.startswith("lateral:") else row.upper
        found[row.name] = (row.value, row.lower, max(high, row.value))
    return found


def step(points: Array, prior: float, damp: float) -> dict[str, float]:
    """New values of the free dimensions after one bounded, damped least-squares step."""
    free = free_dimensions()
    names = list(free)
    value, low, high = np.array(list(free.values())).T
    size = 0.3 * (high - low)
    field = half_field(load_dimensions())
    base = field(points)
    columns = np.empty((len(points), len(names)))
    for i, name in enumerate(names):
        move = 0.03 * size[i]
        columns[:, i] = (half_field(load_dimensions({name: value[i] + move}))(points) - base) / move
    weight = 1.0 / np.sqrt(1.0 + (base / ROBUST_MM) ** 2)
    held = np.diag(np.sqrt(prior) / size)
    found = lsq_linear(
        np.vstack([columns * weight[:, None], held]),
        np.concatenate([-base * weight, np.zeros(len(names))]),
        bounds=(low - value - 1e-9, high - value + 1e-9),
        max_iter=60,
    )
    print(f"mean |field| {np.abs(base).mean():.3f} mm at {len(points)} points", flush=True)
    return dict(zip(names, value + damp * found.x, strict=True))


def write(values: dict[str, float]) -> None:
    """Store fitted values in the shape table."""
    path = annotations_folder() / "shape" / "sacrum.csv"
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    for row in rows:
        if row["name"] in values:
            row["value"] = f"{values[row['name']]:.3f}".rstrip("0").rstrip(".")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--points", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--prior", type=float, default=4.0, help="cost, in mm^2, of a step of one prior width")
    parser.add_argument("--damp", type=float, default=0.7, help="share of each step that is taken")
    options = parser.parse_args()
    reference = trimesh.load(options.file, force="mesh")
    for _ in range(options.rounds):
        write(step(targets(reference, load_dimensions(), options.points), options.prior, options.damp))


if __name__ == "__main__":
    main()
