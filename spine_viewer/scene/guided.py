"""The camera that the film asks for: a place per kind of step, with a calm move from the one before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from spine_viewer.anatomy.regions import belongs, region_with
from spine_viewer.scene import cameras
from spine_viewer.scene.model import Array, Camera
from spine_viewer.scene.needle_items import HUB_LENGTH_MM
from spine_viewer.scene.pain_items import brain_points
from spine_viewer.scene.request import SceneRequest

MOVE_FRACTION = 0.3
OVERVIEW = "overview_prone"
PAIN = "pain_way"
BEAM = "beam_target"  # from where the detector stands, so that both pictures show the same
PAIN_STAYS, PAIN_FAR = 0.2, 0.5  # parts of the step: the camera leaves the joint, and holds all up to the brain
PAIN_LAYERS = frozenset({"bones", "discs", "cord", "nerves", "labels"})
SKIN_STEPS = frozenset({OVERVIEW, "skin_entry"})
WHOLE_PELVIS_STEPS = frozenset({OVERVIEW, "posterior_region"})
HIPS = frozenset({"hip_left", "hip_right"})
SACROILIAC = frozenset({"cartilage:sacroiliac:left", "cartilage:sacroiliac:right"})
OUTSIDE_MM, MOST_OF_NEEDLE_MM = 25.0, 130.0  # of the needle on the skin, and of any needle that must be seen
SKIN_HALF_MM, FOLLOW_HALF_MM, NEEDLE_MARGIN = 68.0, 60.0, 1.16


def as_step_needs(spine: Any, request: SceneRequest, camera: str, joint: str | None) -> SceneRequest:
    """A request with the skin where a step is about it, and glass hip bones where they would stand in the way.

    The way of the pain goes through the whole spine; only nerves about the ``joint`` are drawn with it.
    """
    if camera == PAIN:
        layers, ghosted = request.layers & PAIN_LAYERS, request.ghosted | HIPS
        region = request.region if joint is None else region_with(joint)
        far = {n for n in spine.nerves if not belongs(n, spine.nerve(n).crosses, region)}
        return replace(request, region="whole", layers=layers, ghosted=ghosted, hidden=request.hidden | far)
    layers = request.layers | {"skin"} if camera in SKIN_STEPS else request.layers
    glass = HIPS if joint == "sacroiliac" else HIPS | SACROILIAC  # cartilage of glass bones would float in the air
    ghosted = request.ghosted if camera in WHOLE_PELVIS_STEPS else request.ghosted | glass
    return replace(request, layers=layers, ghosted=ghosted)


def guided_camera(spine: Any, timeline: Any, moment: Any, joint: Any) -> Camera:
    """Camera at a moment: that of its step, reached smoothly from the step before."""
    here = _of_step(spine, timeline, moment.step, joint, moment)
    if moment.index == 0 or moment.progress >= MOVE_FRACTION:
        return here
    before_step = timeline.steps[moment.index - 1]
    before = _of_step(spine, timeline, before_step, joint, timeline.at(before_step.end_s - 1e-6))
    x = moment.progress / MOVE_FRACTION
    return blended(before, here, x * x * (3.0 - 2.0 * x))


def _of_step(spine: Any, timeline: Any, step: Any, joint: Any, moment: Any) -> Camera:
    hint = step.step.camera
    treated = joint.side if step.nerve is None else timeline.plan.nerves[step.nerve].nerve.rpartition(":")[2]
    sign = -1.0 if treated == "right" else 1.0
    focus = np.asarray(moment.focus, dtype=float)
    planned = timeline.plan.nerves[step.nerve or 0].placements[step.placement or 0]
    if hint == OVERVIEW:
        return cameras.overview(spine, sign)
    if hint == PAIN:
        x = min(max((moment.progress - PAIN_STAYS) / (PAIN_FAR - PAIN_STAYS), 0.0), 1.0)
        far = cameras.framing(_pain_points(spine, joint), cameras.direction(sign * 60.0, 8.0))
        return drawn_back(cameras.close_up(spine, joint), far, x * x * (3.0 - 2.0 * x))
    if hint == "posterior_region":
        return cameras.preset(spine, "posterior", region_with(timeline.plan.joint))
    if hint == "joint_close":
        return cameras.close_up(spine, joint)
    if hint == "skin_entry":
        return _with_needle(planned, sign * 62.0, 12.0, OUTSIDE_MM, SKIN_HALF_MM)
    if hint == "follow_needle":
        return _with_needle(planned, sign * 55.0, 14.0, 0.0, FOLLOW_HALF_MM)
    if hint == BEAM:
        view = timeline.view_of(step) or moment.view
        return cameras.at(focus, cameras.direction(view.oblique_deg, view.tilt_deg), 48.0)
    turns = {
        "posterior_target": (0.0, 6.0, 52.0),
        "oblique_target": (sign * 35.0, 8.0, 46.0),
        "foramen_target": (sign * 126.0, -10.0, 42.0),
        "lateral_target": (sign * 88.0, 2.0, 52.0),
        "close_target": (sign * 48.0, 16.0, 26.0),
    }
    oblique, tilt, half = turns.get(hint, (sign * 40.0, 10.0, 60.0))
    return cameras.at(focus, cameras.direction(oblique, tilt), half)


def _with_needle(planned: Any, oblique_deg: float, tilt_deg: float, out_mm: float, half_mm: float) -> Camera:
    """Target, entry and the needle up to its hub when it is drawn back by ``out_mm``; at least ``half_mm`` high."""
    target, entry = (np.asarray(p, dtype=float) for p in (planned.target.point, planned.trajectory.entry))
    out = (entry - target) / np.linalg.norm(entry - target)
    hub = max(float(planned.needle.length_mm) + HUB_LENGTH_MM, float(np.linalg.norm(entry - target)))
    seen = min(hub, MOST_OF_NEEDLE_MM) + out_mm
    points = np.stack([target, entry, target + seen * out])
    camera = cameras.framing(points, cameras.direction(oblique_deg, tilt_deg), margin=NEEDLE_MARGIN)
    half = max(camera.parallel_scale, half_mm)
    return cameras.at(np.asarray(camera.focal_point), cameras.direction(oblique_deg, tilt_deg), half)


def _pain_points(spine: Any, joint: Any) -> Array:
    """What must be seen of the way of the pain: from the joint up to the brain."""
    centre = np.asarray(joint.centre, dtype=float)
    around = centre + 45.0 * np.array([[1, 0, 0], [-1, 0, 0], [0, 0, -1]])
    return np.vstack([brain_points(spine), around])


def blended(a: Camera, b: Camera, share_of_b: float) -> Camera:
    """A camera between two: direction along the arc, focal point straight, size by ratio."""
    s = float(share_of_b)
    focal = (1.0 - s) * np.asarray(a.focal_point) + s * np.asarray(b.focal_point)
    n = _arc(-a.direction, -b.direction, s)
    up = (1.0 - s) * np.asarray(a.up) + s * np.asarray(b.up)
    up = up - np.dot(up, n) * n
    scale = a.parallel_scale ** (1.0 - s) * b.parallel_scale**s
    width = (1.0 - s) * a.half_width_mm + s * b.half_width_mm
    return cameras.standing(Camera(focal + n, focal, up / np.linalg.norm(up), scale, width, a.view_angle_deg))


def drawn_back(near: Camera, far: Camera, share_of_far: float) -> Camera:
    """As :func:`blended`, and what the near camera looks at stays in the picture while it draws back."""
    camera = blended(near, far, share_of_far)
    share = (camera.parallel_scale - near.parallel_scale) / max(far.parallel_scale - near.parallel_scale, 1e-9)
    focal = (1.0 - share) * np.asarray(near.focal_point) + share * np.asarray(far.focal_point)
    by = focal - np.asarray(camera.focal_point)
    return cameras.shifted(camera, by)


def _arc(a: Array, b: Array, s: float) -> Array:
    """Unit vector a part ``s`` of the way along the great circle from ``a`` to ``b``."""
    angle = float(np.arccos(np.clip(np.dot(a, b), -1.0, 1.0)))
    if angle < 1e-6:
        return np.asarray(b, dtype=float)
    if angle > np.pi - 1e-3:
        b = b + 1e-2 * np.array([0.3, 0.9, 0.2])
        b = b / np.linalg.norm(b)
        angle = float(np.arccos(np.clip(np.dot(a, b), -1.0, 1.0)))
    return np.asarray((np.sin((1.0 - s) * angle) * a + np.sin(s * angle) * b) / np.sin(angle))
