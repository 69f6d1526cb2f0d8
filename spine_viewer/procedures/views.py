"""C-arm views of one target: what :mod:`spine_viewer.imaging.views` computes from the spine, as plain numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.procedures.model import Array, View

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine


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


def plan_views(spine: Spine, bone: str, side: str, target: Array, needle_direction: Array) -> dict[str, View]:
    """AP, oblique, lateral, and the view down the needle, each with the target (3,) at the isocentre.

    ``needle_direction`` (3,) runs from skin to tip.

    Raises
    ------
    InputError
        If the C-arm cannot reach a view.
    """
    from spine_viewer.imaging import view

    sign = 1.0 if side == "left" else -1.0
    views = {}
    for name in ("ap", "oblique", "lateral", "trajectory"):
        along = needle_direction if name == "trajectory" else None
        arm = view(spine, name, view_level(bone), side, target=target, direction=along)
        views[name] = View(name, arm.oblique_deg, arm.tilt_deg, sign * arm.oblique_deg + 0.0, np.asarray(target))
    return views


def describe(view: View) -> str:
    """``"18° ipsilateral oblique, 41° caudal tilt"``."""
    if abs(view.ipsilateral_deg) < 0.5:
        return f"no oblique, {describe_tilt(view)}"
    way = "ipsilateral" if view.ipsilateral_deg > 0.0 else "contralateral"
    return f"{abs(view.ipsilateral_deg):.0f}° {way} oblique, {describe_tilt(view)}"


def describe_tilt(view: View) -> str:
    """``"12° cranial tilt"``."""
    if abs(view.tilt_deg) < 0.5:
        return "no tilt"
    return f"{abs(view.tilt_deg):.0f}° {'cranial' if view.tilt_deg > 0.0 else 'caudal'} tilt"
