"""The landmarks that a named view is read by, traced and named on the X-ray."""

from __future__ import annotations

from collections.abc import Callable

from spine_viewer.anatomy.ids import SIDES, above, choose
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, LANGUAGES
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.overlay import parts
from spine_viewer.imaging.overlay.mark import Mark, Pen
from spine_viewer.imaging.views import check_level
from spine_viewer.imaging.views.foramen import passage
from spine_viewer.imaging.views.marks import SpineLike, point

__all__ = ["Mark", "landmark_overlay"]


def landmark_overlay(
    spine: SpineLike, carm: CArm, name: str, level: str, side: str = "left", language: str = DEFAULT_LANGUAGE
) -> tuple[Mark, ...]:
    """Named points, lines and rings in picture pixels.

    Parameters
    ----------
    spine, name, level, side
        As for :func:`spine_viewer.imaging.view`.
    carm : CArm
        As it stands; it need not be in the view that ``name`` says.
    language : str
        Of the names, one of :data:`spine_viewer.anatomy.languages.LANGUAGES`.

    Returns
    -------
    tuple of Mark
        What the view is read by, such as the eye, ear, nose, neck and leg of the Scotty dog.
    """
    check_level(name, level)
    choose(side, SIDES, "side")
    choose(language, LANGUAGES, "language")
    return TRACES[name](Pen(spine, carm, language), level, side)


def _ap(pen: Pen, level: str, side: str) -> tuple[Mark, ...]:
    return (
        parts.endplate(pen, level),
        *parts.pedicles(pen, level),
        parts.spinous(pen, level),
    )


def _oblique(pen: Pen, level: str, side: str) -> tuple[Mark, ...]:
    return (parts.endplate(pen, level), *parts.dog(pen, level, side))


def _lateral(pen: Pen, level: str, side: str) -> tuple[Mark, ...]:
    return (
        parts.endplate(pen, level),
        *parts.left_and_right(pen, level),
        parts.joint_face(pen, level, side, "joint"),
    )


def _trajectory(pen: Pen, level: str, side: str) -> tuple[Mark, ...]:
    return (*parts.dog(pen, level, side), parts.target(pen, level, side))


def _pillar(pen: Pen, level: str, side: str) -> tuple[Mark, ...]:
    joints = (parts.joint_face(pen, level, one, "joint_of_side") for one in SIDES)
    waists = (parts.waist(pen, level, one) for one in SIDES)
    return (*joints, *waists, parts.spinous(pen, level))


def _foraminal(pen: Pen, level: str, side: str) -> tuple[Mark, ...]:
    found, upper = passage(pen.spine, level, side), above(level)
    middle = (found.inner + found.outer) / 2
    ends = ((upper, "pedicle_inferior"), (level, "pedicle_superior"))
    return (
        parts.disc_of(pen, "foramen", middle, found.way, found.radius_mm, levels=f"{upper}-{level}"),
        *(
            pen.mark("pedicle_of_level", "point", point(pen.spine, one, f"{end}:{side}"), level=one)
            for one, end in ends
        ),
    )


def _corner(pen: Pen, level: str, side: str) -> tuple[Mark, ...]:
    return (*parts.corner(pen, level, side), *parts.pedicles(pen, level))


def _sacral(pen: Pen, level: str, side: str) -> tuple[Mark, ...]:
    return parts.sacral_foramina(pen)


def _contralateral(pen: Pen, level: str, side: str) -> tuple[Mark, ...]:
    return (
        parts.endplate(pen, level),
        parts.lamina(pen, level, side),
        parts.spinous(pen, level),
    )


def _profile(pen: Pen, level: str, side: str) -> tuple[Mark, ...]:
    return (
        parts.joint_face(pen, level, side),
        parts.endplate(pen, level),
    )


TRACES: dict[str, Callable[[Pen, str, str], tuple[Mark, ...]]] = {
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
