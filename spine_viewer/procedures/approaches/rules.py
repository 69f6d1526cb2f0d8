"""What a needle that was found may be refused for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from spine_viewer.procedures.approaches.case import Case
from spine_viewer.procedures.search import Found, axis_points

STEP_MM = 0.25


def on_bone(case: Case) -> Callable[[Found], bool]:
    """A rule: the last part of the needle lies on bone, and the needle keeps off what it must avoid."""
    furthest, back = case.number("contact_clearance_max_mm"), np.arange(0.0, case.number("contact_zone_mm"), STEP_MM)

    def keeps(found: Found) -> bool:
        room = np.asarray(case.distance(axis_points(found.tip, found.direction, back))).min() - case.radius_mm
        return bool(room <= furthest) and case.keeps_clear(found)

    return keeps
