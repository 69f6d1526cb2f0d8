"""Items of needle practice: the needle in hand or in the body, what was heated, and both ways side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.learning.practice.bend import bent_tip
from spine_viewer.learning.practice.course import expert_courses, length_mm, shaft
from spine_viewer.learning.practice.figures import scoring
from spine_viewer.learning.practice.fluids import Spreads
from spine_viewer.learning.practice.motion import bent_side
from spine_viewer.learning.practice.state import State
from spine_viewer.scene import cameras
from spine_viewer.scene.anatomy_items import recoloured
from spine_viewer.scene.model import Array, Camera, Item, NeedlePose, SurfaceGeometry, TubeGeometry
from spine_viewer.scene.needle_items import needle_item
from spine_viewer.scene.palette import Palette
from spine_viewer.scene.practice_fluids import practice_fluids

if TYPE_CHECKING:
    from spine_viewer.learning.practice.aiming import Aim
    from spine_viewer.learning.practice.practice import Practice

NEEDLE = "practice:needle"
OWN_MM, EXPERT_MM, LINE_MM, SPOT_MM = 1.5, 1.5, 0.7, 3.0
AHEAD_MM = 160.0
HALF_HEIGHT_MM = 78.0
MARK_UP_MM, MARK_OUT_MM, MARK_MM = 16.0, (2.0, 7.5), 3.0  # on the hub: how far up, from and to which radius, how thick


def needle_pose(practice: Practice, state: State) -> NeedlePose | None:
    """The needle that is in, for 3D and X-ray; None where none is."""
    needle = state.needle
    if needle is None:
        return None
    path = shaft(needle, length_mm(practice, needle.depth_mm))
    return _pose(practice, path, needle.direction, needle.roll_deg, needle.depth_mm)


def held_pose(practice: Practice, aim: Aim) -> NeedlePose:
    """The needle in hand, its tip on the skin, bent as it will be when it goes in."""
    tip, way = np.array(aim.point), np.array(aim.direction)
    return _pose(practice, np.array([tip, tip - practice.needle.length_mm * way]), way, 0.0, 0.0)


def _pose(practice: Practice, path: Array, way: Array, roll_deg: float, depth_mm: float) -> NeedlePose:
    own = practice.needle
    if own.bend_deg:
        path = bent_tip(path, bent_side(way, roll_deg), own.bend_deg, scoring().modelled("bend_mm"), depth_mm)
    bent = None if len(path) <= 3 and _straight(path) else path
    return NeedlePose(NEEDLE, path[0], path[-1], own.outer_diameter_mm, own.active_tip_mm, bent)


def practice_items(
    practice: Practice, state: State, aim: Aim | None, palette: Palette, pose: NeedlePose | None, spreads: Spreads
) -> tuple[Item, ...]:
    """The needle, where a straight one would go on to, and what was heated and injected so far."""
    items = [] if pose is None else [needle_item(pose, palette)]
    if pose is not None and practice.needle.bend_deg:
        roll_deg = 0.0 if state.needle is None else state.needle.roll_deg
        items.append(_mark(pose, roll_deg, palette))
    if aim is not None:
        spot, way = np.array(aim.point), np.array(aim.direction)
        style = palette.style("practice_aim")
        ahead = TubeGeometry(np.array([spot, spot + AHEAD_MM * way]), LINE_MM)
        ring = TubeGeometry(np.array([spot - 0.2 * way, spot + 0.2 * way]), SPOT_MM)
        items.append(Item("practice:ahead", "needle", ahead, style))
        items.append(Item("practice:spot", "needle", ring, palette.style("practice_aim"), on_top=True))
    return (*items, *practice_fluids(state, spreads, palette), *_heated(practice, state, palette))


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


def _mark(pose: NeedlePose, roll_deg: float, palette: Palette) -> Item:
    """The mark on the hub that tells the bent side."""
    path = np.array([pose.tip, pose.hub]) if pose.path is None else pose.path
    outwards = path[-1] - path[-2]
    outwards = outwards / np.linalg.norm(outwards)
    side = bent_side(-outwards, roll_deg)
    foot = path[-1] + MARK_UP_MM * outwards
    shape = TubeGeometry(np.array([foot + mm * side for mm in MARK_OUT_MM]), MARK_MM)
    return Item("practice:mark", "needle", shape, palette.style("needle_mark"))


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
