"""Where on the spine a procedure aims: nerves of a joint, target points, the foramen's border, a vertebra's axes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from spine_viewer.anatomy.glossary import crossing_level, split_id
from spine_viewer.anatomy.ids import bone_of
from spine_viewer.errors import InputError
from spine_viewer.procedures.checks import closest_on_path
from spine_viewer.procedures.model import Array, Target
from spine_viewer.procedures.search import Found

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine

BORDER_STEP_MM = 0.25
BORDER_REACH_MM = 14.0
BORDER_LEVELS = 7
ABOVE_FLOOR_MM = 1.5
BELOW_TIP_MM = 2.0


@dataclass(frozen=True)
class Axes:
    """A vertebra's own unit axes (3,) in the world, from its upper endplate."""

    left: Array
    posterior: Array
    superior: Array


@dataclass(frozen=True)
class Extra:
    """A figure of a needle that only some targets have: its name and how it is measured, mm.

    ``least`` and ``most`` name the technique's values that limit it.
    """

    name: str
    measured: Callable[[Found], float]
    least: str = ""
    most: str = ""


@dataclass(frozen=True)
class Site:
    """Everything about one target that the needle search needs; ``lateral`` (3,) points away from the midline.

    ``border`` (k, 3) is the line that the tip must stay behind on the lateral picture: ``border_name`` is the figure
    that tells how far, ``border_limit`` the technique's value for the least, ``angle_limit`` that for the most between
    electrode and nerve. ``aim`` (k, 3): the tip is to lie at this place or line, not just anywhere beside the nerve.
    ``lies_along``: the needle is an electrode along the nerve, so it is the nearest point of its bare metal, and not
    its tip, that is to be at the target.
    ``extras`` are figures of its own; with them, neither the distance from the nerve nor the angle to it is limited,
    only told.
    """

    nerve: str
    bone: str
    path: Array
    target: Target
    axes: Axes
    lateral: Array
    border: Array
    border_name: str = "tip_to_foramen_mm"
    border_limit: str = "foramen_behind_min_mm"
    angle_limit: str = "electrode_angle_max_deg"
    aim: Array | None = None
    lies_along: bool = False
    extras: tuple[Extra, ...] = ()


def directions_of(site: Site) -> tuple[Array, Array, Array]:
    """Posterior, superior and lateral unit vectors (3,) of a site, as a fan of needles takes them."""
    return site.axes.posterior, site.axes.superior, site.lateral


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
    """Points (k, 3) of the posterior border of the foramen above ``bone``: the front of its superior articular process.

    Found on the bone itself, as a lateral picture shows it: level by level between the top of the pedicle (on the
    sacrum: its endplate) and the tip of the process, forwards from inside the process to where it ends.

    Raises
    ------
    InputError
        If there is no bone where the process should be.
    """
    axes = endplate_axes(spine, bone)
    facet = np.asarray(spine.landmark(f"{bone}:superior_articular_facet:{side}"), float)
    tip = np.asarray(spine.landmark(f"{bone}:superior_articular_process_tip:{side}"), float)
    floor = "sacrum:s1_endplate_posterior" if bone == "sacrum" else f"{bone}:pedicle_superior:{side}"
    low = float((np.asarray(spine.landmark(floor), float) - tip) @ axes.superior) + ABOVE_FLOOR_MM
    back = np.arange(-BORDER_REACH_MM, BORDER_REACH_MM + 1e-9, BORDER_STEP_MM)
    border = []
    for height in np.linspace(low, -BELOW_TIP_MM, BORDER_LEVELS):
        share = height / float((facet - tip) @ axes.superior)
        middle = tip + min(max(share, 0.0), 1.0) * (facet - tip)
        middle = middle + (height - float((middle - tip) @ axes.superior)) * axes.superior
        line = middle + np.outer(back, axes.posterior)
        front = _front_of_run(np.asarray(spine.bone(bone).distance(line)) < 0.0, back)
        if front is not None:
            border.append(middle + front * axes.posterior)
    if not border:
        raise InputError(f"{bone}: no bone at the {side} superior articular process; landmarks and bone do not fit")
    return np.array(border)


def _front_of_run(inside: np.ndarray[Any, np.dtype[np.bool_]], back: Array) -> float | None:
    """Front end of the stretch of bone nearest to 0 on a line from front to back; None where there is none."""
    hit = np.flatnonzero(inside)
    if not len(hit):
        return None
    k = int(hit[np.argmin(np.abs(back[hit]))])
    while k > 0 and inside[k - 1]:
        k -= 1
    return float(back[k])


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
