"""From a request to a scene: the one place that decides what a picture shows."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from spine_viewer.errors import InputError
from spine_viewer.scene import cameras
from spine_viewer.scene.anatomy_items import anatomy_items
from spine_viewer.scene.c_arm_items import beam_item, c_arm_items
from spine_viewer.scene.labels import labels_for
from spine_viewer.scene.model import Camera, FluoroscopyRequest, Item, Scene
from spine_viewer.scene.palette import Palette, read_palette
from spine_viewer.scene.request import SceneRequest


@lru_cache(maxsize=1)
def shipped_palette() -> Palette:
    """The palette that ships with the package."""
    return read_palette()


def compose(spine: Any, request: SceneRequest, plan: Any = None, timeline: Any = None, recovery: Any = None) -> Scene:
    """What a request shows, as plain data; a pure function of its arguments.

    Parameters
    ----------
    spine : anatomy.spine.Spine
    request : SceneRequest
    plan : procedures.Plan, optional
        Nerves, targets and needles of a procedure on this spine.
    timeline : procedures.Timeline, optional
        Needs ``plan``; the scene is that of ``request.time_s``.
    recovery : procedures.Recovery, optional
        The state of the nerve ``request.after_days`` after a neurotomy.

    Raises
    ------
    InputError
        If the request names a joint that this spine does not have, or a close-up without a joint.
    """
    palette = shipped_palette()
    joint = _joint(spine, request)
    carm = request.carm
    items: list[Item] = list(anatomy_items(spine, request, palette))
    if carm is not None and request.shows("c_arm"):
        items += c_arm_items(carm, palette) if request.view == "room" else (beam_item(carm, palette),)
    camera = _camera(spine, request, joint, carm)
    labels = labels_for(spine, request, camera, tuple(items), joint) if request.shows("labels") else ()
    fluoroscopy = None if carm is None else FluoroscopyRequest(carm)
    return Scene(tuple(items), labels, camera, "", fluoroscopy)


def _joint(spine: Any, request: SceneRequest) -> Any:
    if request.joint is None:
        return None
    kind = "" if request.joint.startswith("sacroiliac") else "facet:"
    name = f"{kind}{request.joint}:{request.side or 'left'}"
    if name not in spine.joints:
        raise InputError(f"this spine has no joint {name!r}; allowed: {', '.join(spine.joints)}")
    return spine.joint(name)


def _camera(spine: Any, request: SceneRequest, joint: Any, carm: Any) -> Camera:
    if request.view == "close-up":
        if joint is None:
            raise InputError("view 'close-up' needs a joint, for example joint L4-L5 and side left")
        return cameras.close_up(spine, joint)
    if request.view == "room":
        if carm is None:
            raise InputError("view 'room' needs a C-arm")
        return cameras.room(carm)
    focus = tuple(sorted(request.isolated))
    return cameras.preset(spine, request.view, request.region, focus)
