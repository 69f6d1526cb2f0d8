"""What a scene shows, in a few sentences, for who cannot see it: pure functions of the scene."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from spine_viewer.anatomy.phrases import side_word
from spine_viewer.anatomy.regions import region_with
from spine_viewer.scene.describe_words import words
from spine_viewer.scene.model import Array, Camera, NeedlePose, Scene
from spine_viewer.scene.names import name_of, spoken
from spine_viewer.scene.request import LAYERS, SceneRequest

FLAT_DEG = 20.0  # a view is called by one side up to so many degrees beside it
STEEP_DEG = 60.0
TOUCHES_MM = 0.75
MOST_NAMES = 4
IN_THE_SKIN = "skin_anaesthetic"


def describe_view(
    scene: Scene, request: SceneRequest, spine: Any, moment: Any = None, camera: Camera | None = None
) -> str:
    """What the 3D picture of a scene shows.

    Parameters
    ----------
    scene : Scene
    request : SceneRequest
        What the scene was composed for.
    spine : anatomy.spine.Spine
        Tells which bone a nerve crosses, and where it runs.
    moment : procedures.Moment, optional
        What is true at the time of the film, where there is one.
    camera : Camera, optional
        Where the picture is taken from, if not with the scene's own camera.

    Returns
    -------
    str
        Region and direction, joint, step or day, what is picked out and highlighted, the needle, heat and fluids, and
        the layers that are shown.
    """
    say = words(request.language)
    seen = say["room"] if request.view == "room" else _seen(request, camera or scene.camera, say)
    parts = [seen, *_story(request, moment, say), *_emphasised(scene, request, spine, say)]
    if request.shows("needle"):
        parts += _counted([_needle(pose, moment, request, spine, say) for pose in _needles(scene)], say)
    if moment is not None and request.after_days is None:
        parts += _events(moment, request, say)
    return " ".join((*parts, _layers(scene, say)))


def describe_xray(scene: Scene, request: SceneRequest, level: str, view: str, centres: dict[str, Array]) -> str:
    """What the X-ray of a scene shows; empty where there is none.

    Parameters
    ----------
    scene : Scene
    request : SceneRequest
    level : str
        The level that the C-arm is aimed at.
    view : str
        Name of its view in words; empty where it was turned by hand.
    centres : dict of str to (3,) float
        Middle of each level that may be in the picture, world mm, from the head down.
    """
    found = scene.fluoroscopy
    if found is None:
        return ""
    say, arm = words(request.language), found.carm
    head = say["xray"].format(level=level, view=view) if view else say["xray.turned"].format(level=level)
    parts = [head, _beam(arm.oblique_deg, arm.tilt_deg, say), _field(arm, centres, say)]
    parts += _counted([_needle_in_xray(arm, pose, say) for pose in found.needles], say) or [say["xray.none"]]
    parts += [say["outline"].format(name=name) for name in dict.fromkeys(one.name for one in found.outlines)]
    parts += [say["xray.contrast"]] if found.fluids else []
    return " ".join(part for part in parts if part)


def direction_of(camera: Camera, language: str = "en") -> str:
    """Where a camera looks from, in words: ``from behind``, ``from behind and 35° towards the left``."""
    say, (x, y, z) = words(language), -camera.direction
    elevation = math.degrees(math.asin(max(-1.0, min(1.0, float(z)))))
    if abs(elevation) > STEEP_DEG:
        return say["superior" if elevation > 0 else "inferior"]
    heading = math.degrees(math.atan2(float(x), float(y)))  # 0 from behind, 90 from the patient's left
    names = {0: "posterior", 90: "left", -90: "right", 180: "anterior", -180: "anterior"}
    near = min(names, key=lambda angle: abs(heading - angle))
    found = say[names[near]]
    if abs(heading - near) > FLAT_DEG:
        front = abs(heading) > 90
        off = 180 - abs(heading) if front else abs(heading)
        side = say["side.left" if heading > 0 else "side.right"]
        found = say["between"].format(one=say["anterior" if front else "posterior"], degrees=round(off), side=side)
    if abs(elevation) > FLAT_DEG:
        found = say["raised" if elevation > 0 else "lowered"].format(direction=found, degrees=round(abs(elevation)))
    return found


def _seen(request: SceneRequest, camera: Camera, say: dict[str, str]) -> str:
    own = request.region if request.joint is None or request.region == "whole" else region_with(request.joint)
    return say["seen"].format(what=say[f"region.{own}"], direction=direction_of(camera, request.language))


def _story(request: SceneRequest, moment: Any, say: dict[str, str]) -> list[str]:
    """Joint, and step of the film or day of the recovery."""
    parts = []
    if request.joint is not None:
        parts.append(say["joint"].format(joint=_joint(request, request.joint)))
    if request.after_days is not None:
        days = round(request.after_days)
        parts.append(say["after" if days > 1 else f"after.{days}"].format(days=days))
    elif moment is not None:
        name = moment.name(request.audience, request.told_in or request.language)
        parts.append(say["step"].format(step=moment.index + 1, name=name))
    return parts


def _joint(request: SceneRequest, joint: str) -> str:
    """Name of a joint with its levels and its side, which plain names leave out."""
    side, levels = request.side or "left", spoken(joint)
    whole = f"sacroiliac:{side}" if joint == "sacroiliac" else f"facet:{joint}:{side}"
    name = name_of(whole, request.audience, request.language)
    parts = [] if joint == "sacroiliac" or levels in name else [levels]
    word = side_word(side, request.language)
    if not any(form in name for form in word.forms.values()):
        parts.append(str(word))
    return ", ".join((name, *parts))


def _emphasised(scene: Scene, request: SceneRequest, spine: Any, say: dict[str, str]) -> list[str]:
    """What is picked out by hand, and what the picture is about."""
    parts = []
    for emphasis in ("selected", "target"):
        ids = [i.structure_id for i in scene.items if i.style.emphasis == emphasis and i.structure_id is not None]
        names = [_name(one, request, spine) for one in dict.fromkeys(ids)]
        if names:
            parts.append(say[emphasis].format(names=_listed(names[:MOST_NAMES], say)))
    return parts


def _name(structure_id: str, request: SceneRequest, spine: Any) -> str:
    crosses = spine.nerve(structure_id).crosses if structure_id in spine.nerves else None
    return name_of(structure_id, request.audience, request.language, crosses)


def _counted(texts: list[str], say: dict[str, str]) -> list[str]:
    """Texts about several needles, each with its number."""
    return [f"{say['nth'].format(number=i)} {text}" for i, text in enumerate(texts, 1)] if len(texts) > 1 else texts


def _within(name: str) -> str:
    """A name inside a sentence: a capital that begins a plain word is put small, ``L4`` stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _needles(scene: Scene) -> tuple[NeedlePose, ...]:
    return () if scene.fluoroscopy is None else scene.fluoroscopy.needles


def _needle(pose: NeedlePose, moment: Any, request: SceneRequest, spine: Any, say: dict[str, str]) -> str:
    """How far the tip is from its nerve, and how deep."""
    own = None if moment is None else next((n for n in moment.needles if np.allclose(n.tip, pose.tip)), None)
    if own is None:
        return say["needle_free"]
    deep = [say["needle_deep"].format(mm=round(own.depth_mm))] if own.depth_mm > 0 else []
    if own.nerve not in spine.nerves:  # the joint itself is the target
        return " ".join([say["needle_free"], *deep])
    gap = float(np.min(np.linalg.norm(np.asarray(spine.nerve(own.nerve).path) - pose.tip, axis=1)))
    key = "needle_on" if gap < TOUCHES_MM else "needle"
    text = say[key].format(mm=round(gap), nerve=_within(_name(own.nerve, request, spine)))
    return " ".join([text, *deep])


def _events(moment: Any, request: SceneRequest, say: dict[str, str]) -> list[str]:
    """Heat and fluids."""
    if not request.shows("lesion"):
        return []
    hot = [one.temperature_c for one in moment.lesions if one.heating and one.temperature_c is not None]
    parts = [say["lesion.heating"].format(celsius=round(max(hot)))] if hot else []
    if not hot and moment.lesions:
        parts.append(say["lesion.done"])
    kinds = dict.fromkeys(one.kind for one in moment.injectates)
    return parts + [say[f"fluid.{kind}"] for kind in kinds if kind != IN_THE_SKIN or moment.step.action == "skin"]


def _layers(scene: Scene, say: dict[str, str]) -> str:
    there = {item.layer for item in scene.items}
    names = [say[f"layer.{layer}"] for layer in LAYERS if layer in there]
    return say["shown"].format(layers=_listed(names, say)) if names else say["nothing"]


def _listed(names: list[str], say: dict[str, str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {say['and']} {names[-1]}"


def _beam(oblique_deg: float, tilt_deg: float, say: dict[str, str]) -> str:
    def way(degrees: float, kind: str, positive: str, negative: str) -> str:
        whole = round(degrees)
        key = "none" if whole == 0 else positive if whole > 0 else negative
        return say[f"{kind}.{key}"].format(degrees=abs(whole))

    return say["beam"].format(
        oblique=way(oblique_deg, "oblique", "left", "right"), tilt=way(tilt_deg, "tilt", "head", "feet")
    )


def _field(arm: Any, centres: dict[str, Array], say: dict[str, str]) -> str:
    """Which levels lie in the round field."""
    seen = [level for level, centre in centres.items() if np.hypot(*_place(arm, centre)) < 1.0]
    if not seen:
        return ""
    return say["field" if len(seen) > 1 else "field.one"].format(first=seen[0], last=seen[-1])


def _place(arm: Any, point: Array) -> tuple[float, float]:
    """Place in the picture: right and up from its middle, 1 at the edge of the field."""
    rows, columns = arm.size
    column, row = arm.pixel_of(point)
    half = min(rows, columns) / 2
    return float((column - columns / 2) / half), float((rows / 2 - row) / half)


def _needle_in_xray(arm: Any, pose: NeedlePose, say: dict[str, str]) -> str:
    x, y = _place(arm, np.asarray(pose.tip, dtype=float))
    if math.hypot(x, y) > 1.0:
        place = say["place.off"]
    elif math.hypot(x, y) < 0.12:
        place = say["place.middle"]
    else:
        ways = [say["where.up" if y > 0 else "where.down"]] if abs(y) > 0.1 else []
        ways += [say["where.right" if x > 0 else "where.left"]] if abs(x) > 0.1 else []
        place = say["place.at"].format(where=_listed(ways, say))
    across = math.sqrt(max(0.0, 1.0 - float(np.dot(pose.direction, arm.detector_direction)) ** 2))
    shape = "dot" if across < 0.2 else "short" if across < 0.7 else "line"
    return say["xray.needle"].format(place=place, shape=say[f"shape.{shape}"])
