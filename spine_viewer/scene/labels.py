"""Which names stand beside the picture, and where their leader lines end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from spine_viewer.scene.fluid_items import pools
from spine_viewer.scene.heat_items import isotherms_c
from spine_viewer.scene.model import Array, Camera, Item, Label, SurfaceGeometry
from spine_viewer.scene.names import name_of, word
from spine_viewer.scene.request import SceneRequest

VERTEBRA_ANCHORS = (
    "spinous_process_tip",
    "transverse_process_tip:left",
    "transverse_process_tip:right",
    "superior_endplate_anterior",
)
FACING_SLACK_MM = 14.0
MOST_TRIED = 80  # places on a structure that its leader line is tried at
RIM_FIRST_DEG, RIM_STEP_DEG = 25.0, 30.0  # where the temperatures point to, from the right upwards
OTHER_ANCHORS = (  # of sacrum and hip bones: the one nearest to the viewer
    "median_crest:S2",
    "s1_endplate_anterior",
    "sacral_ala:left",
    "sacral_ala:right",
    "iliac_tubercle",
    "posterior_superior_iliac_spine",
    "anterior_superior_iliac_spine",
)
WHOLE_SPINE = ("occiput", "C1", "C2", "C7", "T1", "T6", "T12", "L1", "L5", "sacrum", "coccyx", "hip", "rib_1", "rib_12")
CLOSE_UP_LANDMARKS = (
    "superior_articular_process_tip",
    "mamillary_process",
    "accessory_process",
    "transverse_process_tip",
)


def labels_for(
    spine: Any, request: SceneRequest, camera: Camera, items: tuple[Item, ...], joint: Any, moment: Any = None
) -> tuple[Label, ...]:
    """Names worth showing: the selection first, then what the joint is about, then the bones and main nerves."""
    shown = {i.id: i for i in items if i.style.emphasis != "ghost"}
    labels = _tool_labels(request, moment, shown)
    labels += _heat_labels(request, moment, shown, camera, len(labels))
    close = request.view == "close-up" or (
        moment is not None and request.view == "guided" and "target" in moment.camera
    )
    with_landmarks = close and joint is not None and request.audience == "professional"
    for structure_id in dict.fromkeys(_wanted(spine, request, shown, joint, moment)):
        if structure_id not in shown or (with_landmarks and structure_id in spine.bones):
            continue  # the landmarks' names tell the bones
        emphasis = shown[structure_id].style.emphasis
        crosses = spine.nerve(structure_id).crosses if structure_id in spine.nerves else None
        text = name_of(structure_id, request.audience, request.language, crosses)
        anchor = anchor_of(spine, structure_id, camera, _labelled_side(request))
        others = other_anchors(spine, structure_id)
        labels.append(Label(structure_id, text, anchor, emphasis, priority=len(labels), alternatives=others))
    if with_landmarks:
        labels += _landmark_labels(spine, request, joint, len(labels))
    return tuple(labels)


def names_at(spine: Any, request: SceneRequest, camera: Camera, structure_ids: Iterable[str]) -> tuple[Label, ...]:
    """Names of chosen structures, the first one the last to give way where there is no room for all."""
    labels: list[Label] = []
    for structure_id in structure_ids:
        crosses = spine.nerve(structure_id).crosses if structure_id in spine.nerves else None
        text = name_of(structure_id, request.audience, request.language, crosses)
        anchor, others = anchor_of(spine, structure_id, camera), other_anchors(spine, structure_id)
        others = _outermost(spine, structure_id, camera) if others is None else others
        labels.append(Label(structure_id, text, anchor, priority=len(labels), alternatives=others))
    return tuple(labels)


def _outermost(spine: Any, structure_id: str, camera: Camera) -> Array:
    """Points (k, 3) of a structure's surface, those nearest to the viewer first."""
    points = np.asarray(spine.structure(structure_id).coarse.points, dtype=float)
    points = points[:: max(1, len(points) // MOST_TRIED)]
    return points[np.argsort((points - np.asarray(camera.position)) @ camera.direction, kind="stable")]


def _tool_labels(request: SceneRequest, moment: Any, shown: dict[str, Item]) -> list[Label]:
    """Needle, bare tip, lesion and fluid, while they are there."""
    if moment is None:
        return []
    labels: list[Label] = []

    def add(name: str, kind: str, anchor: Array) -> None:
        if name in shown:
            text = word(kind, request.audience, request.language)
            labels.append(Label(f"label:{kind}:{name}", text, anchor, depth_slack_mm=8.0, priority=len(labels)))

    treated = None if moment.step.nerve is None else moment.nerves[moment.step.nerve].nerve
    own = [needle for needle in moment.needles if treated in (None, needle.nerve)]
    # Of several needles or lesions one is named for all.
    named = [n for n in own if n.visible] if treated is None else own[moment.step.placement or 0 :]
    for needle in named[:1]:
        if needle.visible:
            back = np.asarray(needle.direction)
            kind = "needle" if needle.needle.active_tip_mm > 0 else "block_needle"
            add(f"needle:{needle.index}", kind, np.asarray(needle.tip) - 32.0 * back)
            if needle.needle.active_tip_mm > 0:
                add(
                    f"needle:{needle.index}",
                    "active_tip",
                    np.asarray(needle.tip) - 0.6 * needle.needle.active_tip_mm * back,
                )
    lit = {needle.nerve for needle in own}
    first = next((lesion for lesion in moment.lesions if lesion.burn == 0 and lesion.nerve in lit), None)
    if first is not None:
        add(f"lesion:{first.nerve}:0", "lesion", np.asarray(first.tip))
    if moment.step.action == "inject":
        for pool in pools(moment):
            kind = "contrast" if pool.contrast_ml >= pool.ml else "injectate"
            add(f"injectate:{pool.needle}", kind, np.asarray(pool.centre))
        for fluid in moment.injectates:
            if fluid.in_vessel:
                add(f"uptake:{fluid.needle}:0", "uptake", np.asarray(fluid.centre))
    return labels


def _heat_labels(request: SceneRequest, moment: Any, shown: dict[str, Item], camera: Camera, start: int) -> list[Label]:
    """Temperatures of the isotherms, each at another place of its surface's rim as the camera sees it."""
    labels: list[Label] = []
    burning = [] if moment is None else [state for state in moment.lesions if state.heating]
    right = np.cross(camera.direction, np.asarray(camera.up, dtype=float))
    for state in burning:
        for n, celsius in enumerate(isotherms_c()):
            name = f"lesion:{state.nerve}:{state.burn}:{celsius}"
            geometry = shown[name].geometry if name in shown else None
            if isinstance(geometry, SurfaceGeometry):
                turn = np.radians(RIM_FIRST_DEG + n * RIM_STEP_DEG)
                way = np.cos(turn) * right + np.sin(turn) * np.asarray(camera.up, dtype=float)
                anchor = geometry.vertices[int(np.argmax(geometry.vertices @ way))]
                text = word("isotherm", request.audience, request.language, celsius=str(celsius))
                labels.append(Label(f"label:{name}", text, anchor, depth_slack_mm=15.0, priority=start + len(labels)))
    return labels


def anchor_of(spine: Any, structure_id: str, camera: Camera, away_from: str = "left") -> Array:
    """(3,) point of a structure that faces the viewer, world mm.

    Of a vertebra's processes the one farthest from the patient's side ``away_from`` in the picture, so that the names
    of bones and of that side's nerves stand in different columns.
    """
    if structure_id in spine.nerves:
        nerve = spine.nerve(structure_id)
        index = nerve.target if nerve.target is not None else len(nerve.path) // 2
        return np.asarray(nerve.path[index], dtype=float)
    if structure_id in spine.bones:
        found = spine.landmarks(structure_id)
        named = np.array([found[k] for k in VERTEBRA_ANCHORS if k in found])
        if len(named):
            depth = named @ camera.direction
            facing = named[depth <= 0.5 * (depth.min() + depth.max()) + FACING_SLACK_MM]
            right = np.cross(camera.direction, np.asarray(camera.up, dtype=float))
            sign = -1.0 if (right[0] > 0) == (away_from == "left") else 1.0
            return np.asarray(facing[int(np.argmax(sign * (facing @ right)))], dtype=float)
        named = np.array([found[k] for k in OTHER_ANCHORS if k in found])
        if len(named):
            return nearest_to_viewer(named, camera)
    points = np.asarray(spine.structure(structure_id).coarse.points, dtype=float)
    points = points[:: max(1, len(points) // 800)]
    middle = points.mean(axis=0)
    near_middle = np.argsort(((points - middle) ** 2).sum(axis=1))[: max(1, len(points) // 3)]
    return nearest_to_viewer(points[near_middle], camera)


def other_anchors(spine: Any, structure_id: str) -> Array | None:
    """More points (k, 3) of a structure for its leader line, the best first; None where there are none."""
    if structure_id in spine.nerves:
        nerve = spine.nerve(structure_id)
        path = np.asarray(nerve.path, dtype=float)
        best = nerve.target if nerve.target is not None else len(path) // 2
        places = np.arange(0, len(path), max(1, len(path) // 16))
        return path[places[np.argsort(np.abs(places - best), kind="stable")]]
    if structure_id in spine.bones:
        found = spine.landmarks(structure_id)
        named = [found[k] for k in (*VERTEBRA_ANCHORS, *OTHER_ANCHORS) if k in found]
        return np.array(named) if named else None
    return None


def nearest_to_viewer(points: Array, camera: Camera) -> Array:
    """The point (3,) with the least depth from the camera."""
    depth = (points - np.asarray(camera.position)) @ camera.direction
    return np.asarray(points[int(np.argmin(depth))], dtype=float)


def _wanted(spine: Any, request: SceneRequest, shown: dict[str, Item], joint: Any, moment: Any) -> list[str]:
    first = [request.selection] if request.selection else []
    if joint is not None:
        lit = [] if moment is None else [i for i in moment.highlighted if i in shown]
        return first + lit + list(joint.nerves) + list(joint.bones)
    side = _labelled_side(request)
    other = "_right" if side == "left" else "_left"
    bones = [bone for bone in spine.bones if not bone.endswith(other)]
    nerves = [n for n in spine.nerves if n.endswith(side) and spine.nerve(n).target is not None]
    if request.region == "whole":  # so small that only signposts can be told apart
        bones, nerves = [bone for bone in bones if bone.removesuffix(f"_{side}") in WHOLE_SPINE], []
    return first + list(request.isolated) + bones + nerves


def _labelled_side(request: SceneRequest) -> str:
    """Side whose nerves get names where no joint is chosen: the nearer one."""
    if request.cut is not None and request.cut.kept_side is not None:
        return request.cut.kept_side
    return request.side or ("right" if request.view in ("right", "oblique-right") else "left")


def _landmark_labels(spine: Any, request: SceneRequest, joint: Any, start: int) -> list[Label]:
    labels: list[Label] = []
    for bone in joint.bones:
        found = spine.landmarks(bone)
        for name in CLOSE_UP_LANDMARKS:
            key = f"{name}:{joint.side}"
            kind = name.removesuffix("_tip")
            if key in found:
                text = word(kind, request.audience, request.language, level=bone)
                text = text[0].upper() + text[1:]
                labels.append(Label(f"{bone}:{key}", text, np.asarray(found[key]), priority=start + len(labels)))
    return labels
