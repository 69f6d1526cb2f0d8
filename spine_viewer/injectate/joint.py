"""How fluid fills a facet joint: the space between the faces, then the recesses; too much leaks out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from spine_viewer.errors import InputError
from spine_viewer.injectate.arrival import NEVER, Array, arrival
from spine_viewer.injectate.facts import InjectateFile, injectate_facts
from spine_viewer.injectate.spread import Distance, Spread, lattice, on_bone_faster, on_grid


def spread_in_joint(
    tip: ArrayLike,
    bone: Distance,
    outside_space: Callable[[Array], Array],
    in_recess: Callable[[Array], NDArray[np.bool_]],
    leak: ArrayLike,
    capsule_ml: float,
    others: Sequence[Distance] = (),
    facts: InjectateFile | None = None,
) -> Spread:
    """Where fluid goes that is injected into a joint.

    While the capsule holds, the front runs through the space between the bones, then into the recesses, and bulges the
    capsule a little everywhere. From the time when ``capsule_ml`` are in, whatever is added runs out at one place and
    spreads there as in any soft tissue.

    Parameters
    ----------
    tip : (3,) float
        World mm, in the joint.
    bone : callable
        Signed distance (n,) to bone, mm, of points (n, 3); negative inside.
    outside_space : callable
        Distance (n,) of points (n, 3) from the space between the bones, 0 in it, mm.
    in_recess : callable
        Which (n,) of points (n, 3) lie in a recess of the capsule.
    leak : (3,) float
        Where the capsule gives way: the place that the front has reached nearest to this one.
    capsule_ml : float
        What the capsule holds.
    others : sequence of callables
        Other walls, like ``bone``.
    facts : InjectateFile, optional
        Default: ``annotations/injectate.json``.

    Raises
    ------
    InputError
        The tip lies in bone, or the grid does not hold what the capsule does.
    """
    facts = facts or injectate_facts()
    joint, cell = facts.joint, facts.cell_mm.value
    start = np.asarray(tip, dtype=float)
    ticks = lattice(cell, joint.reach_mm.value)
    bone_mm = on_grid(bone, start, ticks, facts.plane_mm.value)
    wall_mm = np.min([bone_mm, *(on_grid(other, start, ticks, cell) for other in others)], axis=0)
    shape = wall_mm.shape
    points = np.stack(np.meshgrid(ticks, ticks, ticks, indexing="ij"), axis=-1).reshape(-1, 3) + start
    space = (np.asarray(outside_space(points)) <= 0.5 * cell).reshape(shape)
    recess = np.asarray(in_recess(points)).reshape(shape)
    speed = np.where(recess, joint.recess_speed.value, joint.around_speed.value)
    speed = np.where(wall_mm > 0.0, np.where(space, joint.space_speed.value, speed), 0.0)
    middle = np.full(3, 0.5 * (len(ticks) - 1))
    within = arrival(speed, cell, middle)
    share = np.where(space, joint.space_share.value, np.where(recess, joint.recess_share.value, 0.5))
    held = Spread(start, (ticks, ticks, ticks), within, wall_mm, share)
    if capsule_ml > held.most_ml:
        raise InputError(f"the grid holds {held.most_ml:.2f} mL of the joint; allowed: at least {capsule_ml:g} mL")
    full = held.front(capsule_ml)
    inside = within <= full
    edge = np.argwhere(inside)
    off = np.linalg.norm(ticks[edge] + start - np.asarray(leak, dtype=float), axis=1)
    gap = edge[int(np.argmin(off))].astype(float)
    outside = arrival(np.where(wall_mm > 0.0, on_bone_faster(bone_mm, facts), 0.0), cell, gap)
    times = np.where(inside, within, np.where(outside < NEVER, full + outside, NEVER))
    share = np.where(inside, share, facts.share.value)
    return Spread(start, (ticks, ticks, ticks), times, wall_mm, share, capsule_ml)
