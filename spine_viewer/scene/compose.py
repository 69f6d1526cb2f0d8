"""From a request to a scene: the one place that decides what a picture shows."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from spine_viewer.anatomy.pain_path import pain_paths
from spine_viewer.anatomy.regions import region_with
from spine_viewer.errors import InputError
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.machine.motion import stand_beside
from spine_viewer.imaging.machine.room import Room
from spine_viewer.imaging.settings import c_arm_facts, figure
from spine_viewer.scene import cameras
from spine_viewer.scene.anatomy_items import anatomy_items
from spine_viewer.scene.c_arm_items import beam_item, c_arm_items, table_items
from spine_viewer.scene.explode import Offsets
from spine_viewer.scene.fluid_items import xray_fluids
from spine_viewer.scene.guided import OVERVIEW, PAIN, as_step_needs, guided_camera
from spine_viewer.scene.heat_items import xray_outlines
from spine_viewer.scene.label_places import placed_labels
from spine_viewer.scene.labels import labels_for
from spine_viewer.scene.measures import measure_items, measure_labels
from spine_viewer.scene.model import Camera, FluoroscopyRequest, Item, Label, Scene
from spine_viewer.scene.moment_items import moment_items, needles_of, with_nerve_states
from spine_viewer.scene.notes import note_items, note_labels, places_of_notes
from spine_viewer.scene.pain_items import pain_items, pain_labels
from spine_viewer.scene.palette import Palette, read_palette
from spine_viewer.scene.request import LAYERS, SceneRequest
from spine_viewer.scene.signals import current_items, signal_items


@lru_cache(maxsize=1)
def shipped_palette() -> Palette:
    """The palette that ships with the package."""
    return read_palette()


def compose(
    spine: Any,
    request: SceneRequest,
    plan: Any = None,
    timeline: Any = None,
    recovery: Any = None,
    heat: Any = None,
    spreads: Any = None,
) -> Scene:
    """What a request shows, as plain data; a pure function of its arguments.

    Parameters
    ----------
    spine : anatomy.spine.Spine
    request : SceneRequest
    plan : procedures.Plan, optional
        Nerves, targets and needles of a procedure on this spine; its nerves are picked out.
    timeline : procedures.Timeline, optional
        The scene is that of ``request.time_s``.
    recovery : procedures.Recovery, optional
        The scene is that of ``request.after_days`` days after the procedure.
    heat : procedures.heat.Heat, optional
        How the burns of the plan grow; without it the plan's own lesions are shown, with no isotherms.
    spreads : procedures.spreads.Spreads, optional
        Where the fluids of the plan go; without it each is a drop of its own volume, and no X-ray shows it.

    Raises
    ------
    InputError
        If the request names a joint that this spine does not have, a close-up without a joint, a guided view without
        a timeline.
    """
    palette, asked = shipped_palette(), request
    after = recovery.at(request.after_days) if recovery is not None and request.after_days is not None else None
    moment = _moment(request, timeline, after is not None)
    hint = moment.camera if moment is not None and request.view == "guided" else None
    if hint is not None:
        request = as_step_needs(spine, request, hint, request.joint or (None if plan is None else plan.joint))
    joint = _joint(spine, request, plan)
    request = _in_region_of_its_joint(request, plan)
    carm = _c_arm_of(spine, request, moment)
    in_room = request.view == "room" or hint == OVERVIEW
    items = anatomy_items(spine, request, palette, _targets(plan, joint), in_room)
    ways = pain_paths(spine, joint) if hint == PAIN else {}
    if moment is not None:
        after = after or moment.recovery
        items += tuple(i for i in moment_items(moment, palette, after, heat, spreads) if request.shows(i.layer))
        states = nerve_states(moment, after)
        treated_at = {n.nerve: n.target.point for n in timeline.plan.nerves}
        items = with_nerve_states(items, spine, states, treated_at, palette)
        if hint == PAIN:
            items += pain_items(spine, moment, joint, ways, palette)
        elif request.shows("nerves"):
            items += signal_items(spine, moment, states, treated_at, palette)
            items += current_items(spine, moment, treated_at, palette)
    if hint == OVERVIEW:
        items += table_items(spine, palette)
    if carm is not None and request.shows("c_arm"):
        items += _c_arm(spine, request, carm, palette)
    camera = _camera(spine, request, joint, carm, timeline, moment)
    section = None if request.cut is None else request.cut.section
    named = request.shows("labels") and request.view != "room"  # from across the room bones are too small to name
    labels: tuple[Label, ...] = ()
    if named and hint == PAIN:
        labels = pain_labels(spine, request, moment, joint, ways)
    elif named:
        labels = labels_for(spine, request, camera, items, joint, moment)
    offsets = Offsets(spine, request.region, request.explode)
    labels = placed_labels(labels, offsets, section)
    if request.marks or request.notes:
        pinned = places_of_notes(spine, request.notes, camera, offsets, section)
        items += measure_items(request.marks, offsets, palette) + note_items(pinned, palette)
        labels = (*measure_labels(request.marks, offsets), *note_labels(request.notes, pinned), *labels)
    caption = _caption(request, moment, recovery)
    fluoroscopy = None if carm is None else _exposure(asked, carm, moment, heat, spreads)
    return Scene(items, labels, camera, caption, fluoroscopy, section=section)


def exposure(
    spine: Any, request: SceneRequest, timeline: Any = None, recovery: Any = None, heat: Any = None, spreads: Any = None
) -> FluoroscopyRequest | None:
    """What the C-arm of a request sees, without the rest of the scene; as in :func:`compose`, which tells the rest."""
    after = recovery is not None and request.after_days is not None
    moment = _moment(request, timeline, after)
    carm = _c_arm_of(spine, request, moment)
    return None if carm is None else _exposure(request, carm, moment, heat, spreads)


def _moment(request: SceneRequest, timeline: Any, after: bool) -> Any:
    """What is true at the time of the request: that of the film, or its end for a day of the recovery."""
    if timeline is None:
        return None
    seconds = timeline.duration_s if after else request.time_s or 0.0
    return timeline.at(seconds) if request.injection is None else timeline.at(seconds, request.injection)


def _c_arm_of(spine: Any, request: SceneRequest, moment: Any) -> CArm | None:
    """The C-arm that is asked for, else that of the moment."""
    if request.carm is None and moment is not None:
        arm = planned_carm(Room.of(spine.skin.mesh.points), moment.view, request.side)
        facts = c_arm_facts()
        return replace(arm, field_mm=figure(facts.geometry.fields_mm, film_field(moment, request.joint)))
    return request.carm


def film_field(moment: Any, joint: str | None) -> str:
    """Name of the field in which the film looks at a moment: small bones are magnified while one needle is in hand."""
    fields = c_arm_facts().film_fields
    if moment is None or moment.step.nerve is None or joint is None:
        return fields.usual
    return fields.at_needle[region_with(joint)]


def _exposure(request: SceneRequest, carm: CArm, moment: Any, heat: Any, spreads: Any) -> FluoroscopyRequest:
    if moment is None:
        return FluoroscopyRequest(carm, (), (), ())
    lesions = request.shows("lesion")
    outlines = xray_outlines(moment, heat, request.audience, request.language) if lesions else ()
    return FluoroscopyRequest(carm, needles_of(moment), outlines, xray_fluids(moment, spreads))


def _in_region_of_its_joint(request: SceneRequest, plan: Any) -> SceneRequest:
    """The request itself, or in the region of its joint where that is another one."""
    if request.joint is None and plan is None:
        return request
    own = region_with(request.joint or plan.joint)
    return request if request.region == "whole" else replace(request, region=own)


def planned_carm(room: Room, view: Any, side: str | None) -> CArm:
    """The C-arm of a planned view; where table or patient are in the way of its detector, drawn back if that helps."""
    arm = CArm(isocentre=tuple(view.isocentre), oblique_deg=float(view.oblique_deg), tilt_deg=float(view.tilt_deg))
    return room.reached(arm, stand_beside(side))


def _joint(spine: Any, request: SceneRequest, plan: Any) -> Any:
    if request.joint is None:
        return None if plan is None else spine.joint(plan.joint_id)
    if request.joint == "sacroiliac":
        name = f"sacroiliac:{request.side or 'left'}"
    else:
        name = f"facet:{request.joint}:{request.side or 'left'}"
    if name not in spine.joints:
        raise InputError(f"this spine has no joint {name!r}; allowed: {', '.join(spine.joints)}")
    return spine.joint(name)


def _targets(plan: Any, joint: Any) -> frozenset[str]:
    """The nerves that the picture is about."""
    if plan is not None:
        aimed = frozenset(n.nerve for n in plan.nerves)
        return aimed | frozenset(joint.nerves) if joint is not None and joint.id in aimed else aimed
    return frozenset() if joint is None else frozenset(joint.nerves)


def nerve_states(moment: Any, after: Any) -> tuple[Any, ...]:
    """State of the treated nerves: the film's own, or that of a day of the recovery."""
    if after is None:
        return tuple(moment.nerves)
    passed = after.signal_passed
    return tuple(replace(s, state=after.nerve_state, signal_passed=passed, blocked=passed < 0.5) for s in moment.nerves)


def _caption(request: SceneRequest, moment: Any, recovery: Any) -> str:
    """What the film says now, or what often happens on that day of the recovery."""
    words = (request.audience, request.told_in or request.language)
    if recovery is not None and request.after_days is not None:
        return str(recovery.text(request.after_days, *words))
    return "" if moment is None else str(moment.caption(*words))


def _c_arm(spine: Any, request: SceneRequest, carm: Any, palette: Palette) -> tuple[Item, ...]:
    """The whole machine and the table in the room, only its beam elsewhere."""
    if request.view != "room":
        return (beam_item(carm, palette),)
    return (*c_arm_items(carm, palette, stand_beside(request.side)), *table_items(spine, palette, carm))


def _camera(spine: Any, request: SceneRequest, joint: Any, carm: Any, timeline: Any, moment: Any) -> Camera:
    if request.view == "guided":
        if moment is None:
            raise InputError("view 'guided' needs a procedure, a joint and a side")
        return guided_camera(spine, timeline, moment, joint)
    offsets = Offsets(spine, request.region, request.explode)
    if request.view == "close-up":
        if joint is None:
            raise InputError("view 'close-up' needs a joint, for example joint L4-L5 and side left")
        return cameras.shifted(cameras.close_up(spine, joint), offsets.of(f"cartilage:{joint.id}"))
    if request.view == "room":
        if carm is None:
            raise InputError("view 'room' needs a C-arm: a procedure, or the C-arm's angles")
        return cameras.room(carm, -1.0 if request.side == "right" else 1.0)
    focus = request.focus or tuple(sorted(request.isolated - set(LAYERS)))
    return cameras.preset(spine, request.view, request.region, focus, offsets.of)
