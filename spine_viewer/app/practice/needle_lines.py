"""What lies over the X-ray in needle practice: the place of the needle in hand; afterwards both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spine_viewer.imaging import CArm
    from spine_viewer.imaging.picture.finish import Look
    from spine_viewer.learning.practice.bench import Bench
    from spine_viewer.scene.model import Array


def aim_lines(bench: Bench, arm: CArm | None, look: Look) -> list[dict[str, Any]]:
    """The entry of the needle in hand on the picture of ``arm``; nothing without a picture, or with a needle in."""
    if arm is None or bench.state.needle is not None or bench.aim is None:
        return []
    return [_line("aim", np.array([bench.aim.point]), arm, look)]


def both_ways(bench: Bench, arm: CArm | None, look: Look) -> list[dict[str, Any]]:
    """The ways of the expert and the resident's own on the picture of ``arm``."""
    from spine_viewer.learning.practice.course import expert_courses

    if arm is None:
        return []
    ways = [("expert", one.path) for one in expert_courses(bench.practice)]
    return [_line(kind, path, arm, look) for kind, path in (*ways, *(("own", path) for path in bench.tracks()))]


def _line(kind: str, points: Array, arm: CArm, look: Look) -> dict[str, Any]:
    """``points`` in percent of the picture, as SVG has them."""
    places = look.placed(arm.pixel_of(points), arm.size)
    scaled = 100.0 * places / np.array([arm.size[1], arm.size[0]])
    return {"kind": kind, "points": " ".join(f"{x:.2f},{y:.2f}" for x, y in scaled)}
