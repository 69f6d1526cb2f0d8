"""Plans in neck and chest on the shipped anatomy, made once, and measures of them that are not the plan's own."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
from scipy.spatial import cKDTree

from spine_viewer.anatomy.spine import Spine
from spine_viewer.procedures import plan
from tests.procedures.fake_spine import fake_simulate

STEP_MM = 0.2


@cache
def spine():
    return Spine.load(pose="prone")


@cache
def made(procedure, joint, side):
    return plan(spine(), procedure, joint, side, simulate=fake_simulate)


def nearest_mm(path, point):
    """Distance of a point to a finely resampled path."""
    fine = np.concatenate([np.linspace(a, b, 20, endpoint=False) for a, b in pairwise(np.asarray(path))])
    return float(np.min(np.linalg.norm(fine - point, axis=1)))


def axis_of(placement):
    """Points (n, 3) of a needle from its tip to the skin."""
    way = placement.trajectory
    return way.tip - np.arange(0.0, way.depth_mm, STEP_MM)[:, None] * way.direction


def gap_to_mesh(placement, structure):
    """From the needle's surface to the nearest of many points of a structure's mesh."""
    mesh = spine().structure(structure).mesh.subdivide(1)
    gap = cKDTree(np.asarray(mesh.points)).query(axis_of(placement))[0]
    return float(gap.min()) - 0.5 * placement.needle.outer_diameter_mm


def gap_to_bone(placement, before_mm):
    """From the needle's surface to bone, further than ``before_mm`` behind the tip."""
    points = axis_of(placement)
    points = points[int(before_mm / STEP_MM) :]
    return float(spine().distance_to_bone(points).min()) - 0.5 * placement.needle.outer_diameter_mm


def gap_to_roots(placement, side):
    """From the needle's surface to the nearest spinal nerve or ganglion of a side, as thick as drawn."""
    gaps = []
    for name in spine().nerves:
        if name.startswith(("spinal_nerve", "dorsal_root_ganglion")) and name.endswith(side):
            nerve = spine().nerve(name)
            fine = np.concatenate([np.linspace(a, b, 8, endpoint=False) for a, b in pairwise(np.asarray(nerve.path))])
            gaps.append(cKDTree(fine).query(axis_of(placement))[0].min() - 0.5 * nerve.diameter_mm)
    return float(min(gaps)) - 0.5 * placement.needle.outer_diameter_mm
