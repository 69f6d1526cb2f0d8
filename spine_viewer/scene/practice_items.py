"""Items of needle practice: the needle in hand or in the body, what was heated, and both ways side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.learning.practice.course import expert_courses, length_mm, shaft
from spine_viewer.learning.practice.state import State
from spine_viewer.scene import cameras
from spine_viewer.scene.anatomy_items import recoloured
from spine_viewer.scene.model import Array, Camera, Item, NeedlePose, SurfaceGeometry, TubeGeometry
from spine_viewer.scene.needle_items import needle_item
from spine_viewer.scene.palette import Palette

if TYPE_CHECKING:
    from spine_viewer.learning.practice.aiming import Aim
    from spine_viewer.learning.practice.practice import Practice

NEEDLE = "practice:needle"
OWN_MM, EXPERT_MM, LINE_MM, SPOT_MM = 1.5, 1.5, 0.7, 3.0
AHEAD_MM = 160.0
HALF_HEIGHT_MM = 78.0


def needle_pose(practice: Practice, state: State) -> NeedlePose | None:
    """The needle that is in, for 3D and X-ray; None where none is."""
    needle = state.needle
    if needle is None:
        return None
    path = shaft(needle, length_mm(practice, needle.depth_mm))
    own = practice.needle
    bent = None if len(path) <= 3 and _straight(path) else path
    return NeedlePose(NEEDLE, path[0], path[-1], own.outer_diameter_mm, own.active_tip_mm, bent)


def held_pose(practice: Practice, aim: Aim) -> NeedlePose:
    """The needle in hand, its tip on the skin."""
    tip, way, own = np.array(aim.point), np.array(aim.direction), practice.needle
    return NeedlePose(NEEDLE, tip, tip - own.length_mm * way, own.outer_diameter_mm, own.active_tip_mm)


def practice_items(
    practice: Practice, state: State, aim: Aim | None, palette: Palette, pose: NeedlePose | None
) -> tuple[Item, ...]:
    """The needle, where a straight one would go on to, and what was heated so far."""
    items = [] if pose is None else [needle_item(pose, palette)]
    if aim is not None:
        spot, way = np.array(aim.point), np.array(aim.direction)
        style = palette.style("practice_aim")
        ahead = TubeGeometry(np.array([spot, spot + AHEAD_MM * way]), LINE_MM)
        ring = TubeGeometry(np.array([spot - 0.2 * way, spot + 0.2 * way]), SPOT_MM)
        items.append(Item("practice:ahead", "needle", ahead, style))
        items.append(Item("practice:spot", "needle", ring, palette.style("practice_aim"), on_top=True))
    return (*items, *_heated(practice, state, palette))


def with_body(items: tuple[Item, ...], palette: Palette) -> tuple[Item, ...]:
    """Items with the skin as a body that a needle can be put on, not as a faint outline."""
    style = palette.style("skin_in_room")
    return tuple(recoloured(one, style) if one.layer == "skin" else one for one in items)


def debrief_items(practice: Practice, own: Sequence[Array], palette: Palette) -> tuple[Item, ...]:
    """The ways that somebody's needles took, and those of the expert, seen through everything."""
    parts = [("own", own, OWN_MM), ("expert", [one.path for one in expert_courses(practice)], EXPERT_MM)]
    return tuple(
        Item(f"practice:{kind}:{n}", "needle", TubeGeometry(path, mm), palette.style(f"practice_{kind}"), on_top=True)
        for kind, paths, mm in parts
        for n, path in enumerate(paths)
    )


def practice_camera(practice: Practice) -> Camera:
    """From the treated side, obliquely from behind: the joint with all that is between it and the skin."""
    joint = practice.spine.joint(practice.plan.joint_id)
    centre = np.asarray(joint.centre, dtype=float)
    found = practice.skin.exit(centre, np.array([0.0, 1.0, 0.0]), 400.0)
    skin = centre if found is None else found[0]
    sign = 1.0 if practice.plan.side == "left" else -1.0
    return cameras.at(0.5 * (centre + skin), cameras.direction(sign * 52.0, 16.0), HALF_HEIGHT_MM)


def _heated(practice: Practice, state: State, palette: Palette) -> tuple[Item, ...]:
    """Dead tissue of every lesion so far, in even tissue."""
    course = practice.plan.lesion
    if course is None:
        return ()
    from spine_viewer.lesion.turned import turned

    items = []
    for n, use in enumerate(one for one in state.uses if one.kind == "lesion"):
        k = min(int(np.searchsorted(course.times_s, use.amount - 1e-9)), len(course.outlines) - 1)
        made = turned(course.outlines[k], np.array(use.tip), np.array(use.heading))
        if len(made.faces):
            shape = SurfaceGeometry(made.vertices, made.faces)
            items.append(Item(f"practice:lesion:{n}", "lesion", shape, palette.style("lesion")))
    return tuple(items)


def _straight(path: Array) -> bool:
    a, b = path[1] - path[0], path[-1] - path[0]
    return bool(np.linalg.norm(np.cross(a, b)) < 1e-6 * max(float(np.linalg.norm(b)), 1.0) ** 2)
