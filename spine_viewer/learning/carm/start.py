"""Where the C-arm stands at first: off its view by as much as the difficulty says, and somewhere it can stand."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.imaging import gauge
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.machine.motion import stand_beside
from spine_viewer.imaging.machine.room import Room
from spine_viewer.learning.carm.figures import Span, carm_figures
from spine_viewer.learning.carm.share import share
from spine_viewer.learning.carm.task import Task

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine

TRIES = 400


def wrong_start(spine: Spine, task: Task, ideal: CArm, room: Room | None) -> CArm:
    """A C-arm that is not in its view, in whole steps of the machine; the same for the same task and spine.

    Parameters
    ----------
    ideal : CArm
        In the view.
    room : Room or None
        What it must not run into; None where nothing is heeded.

    Raises
    ------
    InputError
        Where no such place is found.
    """
    figures = carm_figures()
    how_far, degree, step = figures.start_of(task.difficulty), figures.step("angle_deg"), figures.step("table_mm")
    wrong = figures.limit("start_worst_share")
    chance = random.Random(f"{task.view}:{task.level}:{task.side}:{task.difficulty}:{task.seed}")
    for _ in range(TRIES):
        angle, way = _between(chance, how_far.angle_deg), chance.uniform(0.0, 2.0 * math.pi)
        off, where = _between(chance, how_far.off_mm), chance.uniform(0.0, 2.0 * math.pi)
        height = _between(chance, how_far.height_mm) * chance.choice((-1.0, 1.0))
        moved = step * np.round(np.array([off * math.cos(where), -height, off * math.sin(where)]) / step)
        oblique = degree * round((ideal.oblique_deg + angle * math.cos(way)) / degree)
        tilt = degree * round((ideal.tilt_deg + angle * math.sin(way)) / degree)
        try:
            arm = ideal.centred(np.array(ideal.isocentre) + moved).turned(oblique, tilt)
        except InputError:  # out of its range
            continue
        if room is not None and room.refusal(arm, stand_beside(task.side)):
            continue
        if min(share(one) for one in gauge(spine, arm, task.view, task.level, task.side)) <= wrong:
            return arm
    raise InputError(f"no start was found for {task.view} of {task.level} with seed {task.seed}; name another seed")


def _between(chance: random.Random, span: Span) -> float:
    return chance.uniform(span.low, span.high)
