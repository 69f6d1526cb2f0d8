"""Where on the spine a procedure aims: nerves of a joint, target points, the foramen's border, a vertebra's axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.anatomy.glossary import crossing_level, split_id
from spine_viewer.anatomy.ids import bone_of
from spine_viewer.errors import InputError
from spine_viewer.procedures.checks import closest_on_path
from spine_viewer.procedures.model import Array, Target

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine

BORDER_STEP_MM = 0.25
BORDER_REACH_MM = 25.0


@dataclass(frozen=True)
class Axes:
    """A vertebra's own unit axes (3,) in the world, from its upper endplate."""

    left: Array
    posterior: Array
    superior: Array


@dataclass(frozen=True)
class Site:
    """Everything about one nerve that the needle search needs; ``lateral`` (3,) points away from the midline."""

    nerve: str
    bone: str
    path: Array
    target: Target
    axes: Axes
    lateral: Array
    border: Array


def endplate_axes(spine: Spine, bone: str) -> Axes:
    """Axes of a bone from the front, back and side landmarks of its upper endplate (of S1 on the sacrum)."""
    prefix = "sacrum:s1_endplate" if bone == "sacrum" else f"{bone}:superior_endplate"
    front, back, left, right = (
        np.asarray(spine.landmark(f"{prefix}_{name}"), float) for name in ("anterior", "posterior", "left", "right")
    )
    x = _unit(left - right)
    y = _unit((back - front) - ((back - front) @ x) * x)
    return Axes(x, y, np.cross(x, y))


def target_landmark(bone: str, side: str) -> str:
    """The bony place where the nerve is met: SAP neck, or the notch beside the sacral ala."""
    return f"sacrum:ala_notch:{side}" if bone == "sacrum" else f"{bone}:superior_articular_process_neck:{side}"


def foramen_border(spine: Spine, bone: str, side: str) -> Array:
    """Points (2, 3) of the posterior border of the foramen above ``bone``: on its own SAP, and on the pars above.

    The sacrum has no landmark on the front of its superior articular process: there the bone is searched forwards
    from the middle of the process to its anterior surface.
    """
    if bone == "sacrum":
        facet = np.asarray(spine.landmark(f"sacrum:superior_articular_facet:{side}"), float)
        tip = np.asarray(spine.landmark(f"sacrum:superior_articular_process_tip:{side}"), float)
        front = -endplate_axes(spine, bone).posterior
        line = 0.5 * (facet + tip) + np.outer(np.arange(0.0, BORDER_REACH_MM, BORDER_STEP_MM), front)
        inside = np.flatnonzero(np.asarray(spine.bone("sacrum").distance(line)) < 0.0)
        if not len(inside):
            raise InputError(f"sacrum: no bone in front of the {side} superior facet; landmarks and bone do not fit")
        breaks = np.flatnonzero(np.diff(inside) > 1)
        own = line[inside[breaks[0]] if len(breaks) else inside[-1]]
        upper = "L5"
    else:
        own = np.asarray(spine.landmark(f"{bone}:superior_articular_process_anterior:{side}"), float)
        upper = level_above(bone)
    return np.array([own, np.asarray(spine.landmark(f"{upper}:pars_anterior:{side}"), float)])


def level_above(bone: str) -> str:
    """Vertebra above a lumbar one."""
    return "T12" if bone == "L1" else f"L{int(bone[1:]) - 1}"


def site_of(spine: Spine, nerve_id: str) -> Site:
    """Target point and surroundings of one nerve.

    The target is the classic point that the nerve carries, or, where it carries none, the point of its path
    nearest to the bony landmark.
    """
    _, _, side = split_id(nerve_id)
    bone = bone_of(crossing_level(nerve_id))
    nerve = spine.nerve(nerve_id)
    path = np.asarray(nerve.path, dtype=float)
    landmark = target_landmark(bone, side)
    place = np.asarray(spine.landmark(landmark), dtype=float)
    point = closest_on_path(place, path)[1] if nerve.target is None else path[int(nerve.target)]
    axes = endplate_axes(spine, bone)
    return Site(
        nerve=nerve_id,
        bone=bone,
        path=path,
        target=Target(point, landmark, float(np.linalg.norm(point - place))),
        axes=axes,
        lateral=axes.left if side == "left" else -axes.left,
        border=foramen_border(spine, bone, side),
    )


def _unit(v: Array) -> Array:
    return np.asarray(v / np.linalg.norm(v))
