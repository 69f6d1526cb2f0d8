"""The way of a pain signal: joint, nerve, spinal cord, brain. A line to draw along, told as textbooks tell it."""

from __future__ import annotations

from typing import Any

import numpy as np

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.regions import region_with
from spine_viewer.anatomy.soft.brain import load_brain
from spine_viewer.anatomy.soft.figures import load_soft

SLICE_MM = 6.0
CROSSING_MM = 14.0  # over which the signal changes to the other side of the cord
STEP_MM = 2.0


def foramen_magnum(spine: Any) -> Array:
    """(3,) middle of the foramen magnum, world mm."""
    return np.asarray(0.5 * (spine.landmark("occiput:basion") + spine.landmark("occiput:opisthion")))


def pain_paths(spine: Any, joint: Any) -> dict[str, Array]:
    """By nerve of a joint the line (n, 3) world mm, even steps, from the joint along it and the cord to the brain.

    Parameters
    ----------
    spine : anatomy.spine.Spine
    joint : anatomy.joints.Joint
    """
    side, canal = 1.0 if joint.side == "left" else -1.0, _canal(spine)
    found = {}
    for nerve_id in joint.nerves:
        peripheral = _to_the_canal(spine, nerve_id, joint)
        central = _to_the_brain(spine, canal, peripheral[-1], joint, side)
        found[nerve_id] = _even(np.vstack([peripheral, central]))
    return found


def _to_the_canal(spine: Any, nerve_id: str, joint: Any) -> Array:
    """From the joint towards the cord: twig, branch, dorsal ramus, spinal nerve, as far as each is modelled.

    Where no twig is modelled the signal reaches the nerve beyond the place where a needle meets it.
    """
    level, nerves = _level(nerve_id), spine.nerves
    name = joint.id.split(":")[1]
    twig = f"articular_branch:{level}:{name}:{joint.side}"
    line = [np.asarray(joint.centre, dtype=float)[None]]
    if twig in nerves:
        line.append(_from_near(np.asarray(spine.nerve(twig).path, dtype=float), line[-1][-1]))
    chain = [nerve_id, f"dorsal_ramus:{level}:{joint.side}", f"spinal_nerve:{level}:{joint.side}"]
    for one in dict.fromkeys(chain):
        if one not in nerves:
            continue
        nerve = spine.nerve(one)
        inwards = np.asarray(nerve.path, dtype=float)[::-1]
        beyond = (
            len(inwards) if one != nerve_id or twig in nerves or nerve.target is None else len(inwards) - nerve.target
        )
        nearest = int(np.argmin(((inwards[:beyond] - line[-1][-1]) ** 2).sum(axis=1)))
        line.append(inwards[min(nearest, len(inwards) - 2) :])
    return np.vstack(line)


def _level(nerve_id: str) -> str:
    """Level in a nerve's name; the third occipital nerve is of C3."""
    parts = nerve_id.split(":")
    return "C3" if parts[0] == "third_occipital" else parts[1]


def _from_near(path: Array, start: Array) -> Array:
    """A path, turned so that it begins at the end nearer to ``start``."""
    first, last = (float(((path[k] - start) ** 2).sum()) for k in (0, -1))
    return path if first <= last else path[::-1]


def _to_the_brain(spine: Any, canal: Array, start: Array, joint: Any, side: float) -> Array:
    """Up the canal, over to the other side of the cord, through the stem to the thalamus and the cortex."""
    brain: Any = load_brain()
    origin = foramen_magnum(spine)
    entry_z = _entry_z(spine, joint, float(start[2]))
    root = canal[(canal[:, 2] > start[2] + 4.0) & (canal[:, 2] <= entry_z)]
    outside = np.linspace(1.0, 0.0, len(root) + 2)[1:-1, None]
    root = root + outside * np.array([0.35 * (start[0] - canal[0, 0]), 0.0, 0.0])
    cord = canal[canal[:, 2] > entry_z]
    crossed = np.clip((cord[:, 2] - entry_z) / CROSSING_MM, 0.0, 1.0)[:, None]
    aside = brain.tract_aside_mm.value * side
    cord = cord + np.array([aside, 0.0, 0.0]) * (1.0 - 2.0 * crossed)
    other = np.array([-side, 1.0, 1.0])
    place = "sacral" if joint.id.startswith("sacroiliac") else region_with(joint.id.split(":")[1])
    above = [np.array(brain.thalamus_mm.value) * other, np.array(brain.cortex_mm.value[place]) * other]
    return np.vstack([root, cord, *[origin + point for point in above]])


def _entry_z(spine: Any, joint: Any, exit_z: float) -> float:
    """Height at which the root joins the cord, mm: a little above its foramen, not below the end of the cord."""
    size = load_soft()
    conus = float(np.asarray(spine.structure("spinal_cord").coarse.points)[:, 2].min())
    name = joint.id.split(":")[1]
    neck = not joint.id.startswith("sacroiliac") and region_with(name) == "cervical"
    rise = size.root_rise_cervical_mm.value if neck else size.root_rise_thoracic_mm.value
    return max(exit_z + rise, conus)


def _canal(spine: Any) -> Array:
    """Middle line (n, 3) of the dural sac from below upwards, ending in the foramen magnum."""
    points = np.asarray(spine.structure("dural_sac").coarse.points, dtype=float)
    edges = np.arange(points[:, 2].min(), points[:, 2].max() + SLICE_MM, SLICE_MM)
    slices = [points[(points[:, 2] >= z) & (points[:, 2] < z + SLICE_MM)] for z in edges]
    middles = [0.5 * (s.min(axis=0) + s.max(axis=0)) for s in slices if len(s) >= 3]
    magnum = foramen_magnum(spine)
    return np.array([m for m in middles if m[2] < magnum[2] - SLICE_MM] + [magnum])


def _even(line: Array) -> Array:
    """A line in even steps, its corners rounded."""
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    keep = np.concatenate([[True], np.diff(run) > 1e-9])
    at = np.arange(0.0, run[-1], STEP_MM)
    even = np.column_stack([np.interp(at, run[keep], line[keep, k]) for k in range(3)])
    padded = np.vstack([np.repeat(even[:1], 3, axis=0), even, np.repeat(even[-1:], 3, axis=0)])
    return np.column_stack([np.convolve(padded[:, k], np.full(7, 1.0 / 7.0), mode="valid") for k in range(3)])
