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


def plan_views(
    spine: Spine, bone: str, side: str, target: Array, needle_direction: Array, names: tuple[str, ...]
) -> dict[str, View]:
    """Named views, those of them that apply to the bone, each with the target (3,) at the isocentre.

    ``needle_direction`` (3,) runs from skin to tip; ``trajectory`` is the view down the needle.

    Raises
    ------
    InputError
        If the C-arm cannot reach a view.
    """
    from spine_viewer.imaging import view
    from spine_viewer.imaging.carm import angles_of
    from spine_viewer.imaging.views.table import TABLE

    sign, level = 1.0 if side == "left" else -1.0, view_level(bone)
    views = {}
    for name in names:
        if name == "trajectory":
            oblique, tilt = angles_of(-needle_direction)
        elif level in TABLE[name].levels:
            arm = view(spine, name, level, side, target=target)
            oblique, tilt = arm.oblique_deg, arm.tilt_deg
        else:
            continue
        views[name] = View(name, oblique, tilt, sign * oblique + 0.0, np.asarray(target))
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
