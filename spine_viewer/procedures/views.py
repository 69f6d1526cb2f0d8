"""C-arm views of one target: what :mod:`spine_viewer.imaging.views` computes from the spine, as plain numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.anatomy.phrases import phrase
from spine_viewer.procedures.model import Array, View

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.imaging import CArm

NEARER = (0.25, 0.5, 0.75, 1.0)  # shares of the way from the target to the view's own isocentre


def view_level(bone: str) -> str:
    """Level that imaging calls a bone by: ``S1`` for the sacrum."""
    return "S1" if bone == "sacrum" else bone


def towards_detector(spine: Spine, name: str, bone: str, side: str, oblique_deg: float | None = None) -> Array:
    """Unit vector (3,) from a bone to the detector in a standard view of it.

    ``oblique_deg``, counted towards ``side``, replaces the view's own where something (the iliac crest) limits it;
    the endplate stays squared as in the AP view.
    """
    from spine_viewer.imaging import view

    if oblique_deg is None:
        return np.asarray(view(spine, name, view_level(bone), side).detector_direction)
    sign = 1.0 if side == "left" else -1.0
    arm = view(spine, "ap", view_level(bone), side)
    return np.asarray(arm.turned(oblique_deg=sign * oblique_deg).detector_direction)


def plan_views(
    spine: Spine, bone: str, side: str, target: Array, needle_direction: Array, names: tuple[str, ...]
) -> dict[str, View]:
    """Named views, those of them that apply to the bone, each with the target (3,) at the isocentre.

    ``needle_direction`` (3,) runs from skin to tip; ``trajectory`` is the view down the needle. As the beam spreads, a
    target far from the middle of its level can spoil a view (pedicles apart on a lateral): then the isocentre lies as
    much nearer to that middle as puts the view's gauges in the green.

    Raises
    ------
    InputError
        If the C-arm cannot reach a view.
    """
    from spine_viewer.imaging.carm import angles_of
    from spine_viewer.imaging.views.table import TABLE

    sign, level = 1.0 if side == "left" else -1.0, view_level(bone)
    views = {}
    for name in names:
        if name == "trajectory":
            (oblique, tilt), centre = angles_of(-needle_direction), target
        elif level in TABLE[name].levels:
            arm = _in_the_green(spine, name, level, side, target)
            oblique, tilt, centre = arm.oblique_deg, arm.tilt_deg, np.asarray(arm.isocentre, dtype=float)
        else:
            continue
        views[name] = View(name, oblique, tilt, sign * oblique + 0.0, np.asarray(centre, dtype=float))
    return views


def _in_the_green(spine: Spine, name: str, level: str, side: str, target: Array) -> CArm:
    """A named view of a target; where its gauges are not in the green, with the isocentre nearer to the view's own."""
    from spine_viewer.imaging import view
    from spine_viewer.imaging.views import gauge

    about = first = view(spine, name, level, side, target=target)
    own = np.asarray(view(spine, name, level, side).isocentre, dtype=float)
    for share in NEARER:
        if all(one.ok for one in gauge(spine, about, name, level, side)):
            return about
        about = view(spine, name, level, side, target=target + share * (own - target))
    return about if all(one.ok for one in gauge(spine, about, name, level, side)) else first


def describe(view: View, language: str = DEFAULT_LANGUAGE) -> str:
    """``"18° ipsilateral oblique, 41° caudal tilt"``."""
    way = "ipsilateral" if view.ipsilateral_deg > 0.0 else "contralateral"
    oblique = _turned("oblique", way, view.ipsilateral_deg, language)
    return phrase("view", language, oblique=oblique, tilt=describe_tilt(view, language))


def describe_tilt(view: View, language: str = DEFAULT_LANGUAGE) -> str:
    """``"12° cranial tilt"``."""
    return _turned("tilt", "cranial" if view.tilt_deg > 0.0 else "caudal", view.tilt_deg, language)


def _turned(axis: str, way: str, degrees: float, language: str) -> str:
    if abs(degrees) < 0.5:
        return phrase(f"{axis}_none", language)
    return phrase(f"{axis}_{way}", language, deg=f"{abs(degrees):.0f}")
