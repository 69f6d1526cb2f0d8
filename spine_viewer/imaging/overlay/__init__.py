"""The landmarks that a named view is read by, traced and named on the X-ray."""

from __future__ import annotations

from collections.abc import Callable

from spine_viewer.anatomy.ids import SIDES, above, choose
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.overlay import parts
from spine_viewer.imaging.overlay.mark import Mark, mark
from spine_viewer.imaging.views import check_level
from spine_viewer.imaging.views.foramen import passage
from spine_viewer.imaging.views.marks import SpineLike, point

__all__ = ["Mark", "landmark_overlay"]


def landmark_overlay(spine: SpineLike, carm: CArm, name: str, level: str, side: str = "left") -> tuple[Mark, ...]:
    """Named points, lines and rings in picture pixels.

    Parameters
    ----------
    spine, name, level, side
        As for :func:`spine_viewer.imaging.view`.
    carm : CArm
        As it stands; it need not be in the view that ``name`` says.

    Returns
    -------
    tuple of Mark
        What the view is read by, such as the eye, ear, nose, neck and leg of the Scotty dog.
    """
    check_level(name, level)
    choose(side, SIDES, "side")
    return TRACES[name](spine, carm, level, side)


def _ap(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Mark, ...]:
    return (
        parts.endplate(spine, arm, level),
        *parts.pedicles(spine, arm, level),
        parts.spinous(spine, arm, level),
    )


def _oblique(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Mark, ...]:
    return (parts.endplate(spine, arm, level), *parts.dog(spine, arm, level, side))


def _lateral(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Mark, ...]:
    return (
        parts.endplate(spine, arm, level),
        *parts.left_and_right(spine, arm, level),
        parts.joint_face(spine, arm, level, side, f"{above(level)}-{level} joint"),
    )


def _trajectory(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Mark, ...]:
    return (*parts.dog(spine, arm, level, side), parts.target(spine, arm, level, side))


def _pillar(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Mark, ...]:
    joints = (parts.joint_face(spine, arm, level, one, f"{one} joint") for one in SIDES)
    waists = (parts.waist(spine, arm, level, one) for one in SIDES)
    return (*joints, *waists, parts.spinous(spine, arm, level))


def _foraminal(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Mark, ...]:
    found = passage(spine, level, side)
    middle = (found.inner + found.outer) / 2
    return (
        parts.disc_of(arm, f"{above(level)}-{level} foramen", middle, found.way, found.radius_mm),
        mark(arm, f"{above(level)} pedicle", "point", point(spine, above(level), f"pedicle_inferior:{side}")),
        mark(arm, f"{level} pedicle", "point", point(spine, level, f"pedicle_superior:{side}")),
    )


def _corner(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Mark, ...]:
    return (*parts.corner(spine, arm, level, side), *parts.pedicles(spine, arm, level))


def _sacral(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Mark, ...]:
    return parts.sacral_foramina(spine, arm)


def _contralateral(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Mark, ...]:
    return (
        parts.endplate(spine, arm, level),
        parts.lamina(spine, arm, level, side),
        parts.spinous(spine, arm, level),
    )


def _profile(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Mark, ...]:
    return (
        parts.joint_face(spine, arm, level, side, f"{above(level)}-{level} joint space"),
        parts.endplate(spine, arm, level),
    )


TRACES: dict[str, Callable[[SpineLike, CArm, str, str], tuple[Mark, ...]]] = {
    "ap": _ap,
    "oblique": _oblique,
    "lateral": _lateral,
    "trajectory": _trajectory,
    "pillar": _pillar,
    "foraminal": _foraminal,
    "corner": _corner,
    "sacral": _sacral,
    "contralateral": _contralateral,
    "profile": _profile,
}
