"""Options that move, collimate and turn the C-arm, shared by the commands that have one."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from spine_viewer.anatomy import ids
from spine_viewer.commands.names import FLUORO_LEVELS
from spine_viewer.commands.parser import annotated_fields, annotated_range, number
from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.imaging import CArm

MOVES = (
    ("--wig-wag", "wig_wag_deg", "geometry", "degrees", "swivel about the column, positive to the head"),
    ("--table-height", "table_height_mm", "machine", "mm", "table up, nearer to the detector above"),
    ("--pan-along", "pan_along_mm", "machine", "mm", "beam towards the head"),
    ("--pan-across", "pan_across_mm", "machine", "mm", "beam towards the patient's left"),
    ("--source-detector", "source_to_detector_mm", "geometry", "mm", "distance from source to detector"),
)
COLLIMATOR = (
    ("--iris", "iris", "of the field", "round collimation: diameter of the opening as a part of the field"),
    ("--shutters", "shutters", "of the field", "distance of the two shutters as a part of the field"),
    ("--shutter-turn", "shutter_turn_deg", "degrees", "0: shutters left and right in the picture; clockwise"),
)


def add_c_arm_options(parser: argparse.ArgumentParser) -> None:
    """Movements from the view's own place, field and collimation."""
    for option, name, group, unit, what in MOVES:
        low, high = annotated_range(name, group)
        parser.add_argument(
            option,
            dest=name,
            type=number(low, high, unit),
            metavar=unit.upper()[:3],
            help=f"{what} ({low:g} to {high:g})",
        )
    names = ", ".join(annotated_fields())
    parser.add_argument("--field", choices=tuple(annotated_fields()), metavar="IN", help=f"field: {names} (inches)")
    for option, name, unit, what in COLLIMATOR:
        low, high = annotated_range(name, "collimator")
        parser.add_argument(
            option, dest=name, type=number(low, high, unit), metavar="X", help=f"{what} ({low:g} to {high:g})"
        )


def aimed(spine: Spine, options: argparse.Namespace, view_name: str | None, size: int | None = None) -> CArm:
    """The C-arm in a named view of ``options.level``, or at angles; those look at the middle between the pedicles."""
    from spine_viewer.imaging import CArm, view

    more: dict[str, Any] = {} if size is None else {"size": (size, size)}
    if view_name:
        return view(spine, view_name, options.level, options.side or "left", **more)
    bone = ids.bone_of(options.level)
    left, right = (spine.landmark(f"{bone}:pedicle_centre:{side}") for side in ids.SIDES)
    sign = -1.0 if options.side == "right" else 1.0
    return CArm(tuple((left + right) / 2), sign * (options.oblique or 0.0), options.tilt or 0.0, **more)


def check_view(options: argparse.Namespace, view_name: str | None, option: str) -> None:
    """Refuse a named view together with angles, and at a level where it does not apply."""
    if view_name and (options.oblique is not None or options.tilt is not None):
        raise InputError(f"{option} {view_name} computes its angles; leave out --oblique and --tilt, or {option}")
    if view_name and options.level not in FLUORO_LEVELS[view_name]:
        raise InputError(
            f"{option} {view_name} needs --level {', '.join(FLUORO_LEVELS[view_name])}, got {options.level}"
        )


def check_has_level(options: argparse.Namespace) -> None:
    """Refuse settings of a C-arm that is not there."""
    names = ["oblique", "tilt", "c_arm_view", "field", *(name for _, name, *_ in (*MOVES, *COLLIMATOR))]
    given = [name for name in names if getattr(options, name) is not None]
    if given and options.level is None:
        raise InputError(f"settings of the C-arm ({', '.join(given)}) need --level")


def add_angle_options(parser: argparse.ArgumentParser) -> None:
    """``--oblique`` and ``--tilt``."""
    towards = "degrees that the detector is turned towards --side (default 0; without --side: to the patient's left)"
    oblique = number(*annotated_range("oblique_deg"), "degrees")
    parser.add_argument("--oblique", type=oblique, metavar="DEG", help=towards)
    tilt = number(*annotated_range("tilt_deg"), "degrees")
    parser.add_argument("--tilt", type=tilt, metavar="DEG", help="degrees towards the head (default 0)")


def moved(spine: Spine, arm: CArm, options: argparse.Namespace, view_name: str | None, on_table: bool = True) -> CArm:
    """The C-arm after the movements and with the collimation that were asked for.

    In a named view, ``on_table``, the detector is first drawn back where table or patient are in its way, as in the
    viewer; a line on stderr says so.

    Raises
    ------
    InputError
        It was moved by hand to where it would leave its travel or, ``on_table``, hit table or patient; or the named
        view cannot be reached there.
    """
    from dataclasses import replace

    from spine_viewer.imaging import Collimation, Room, Setting
    from spine_viewer.imaging.machine.motion import stand_beside
    from spine_viewer.imaging.words import view_word

    room, beside = Room.of(spine.skin.mesh.points), stand_beside(options.side)
    if view_name and on_table:
        wanted, arm = arm, room.reached(arm, beside)
        told = room.drawn_back(wanted, arm, beside, options.language)
        if told:
            line = view_word("room_told", options.language, view=view_name, level=options.level, told=told)
            print(line, file=sys.stderr)
    asked = {name: getattr(options, name) for _, name, *_ in MOVES if getattr(options, name) is not None}
    shut = {name: getattr(options, name) for _, name, *_ in COLLIMATOR if getattr(options, name) is not None}
    changes: dict[str, Any] = {"collimation": Collimation(**shut)}
    if options.field is not None:
        changes["field_mm"] = annotated_fields()[options.field]
    found = replace(Setting(**asked).applied(arm, beside), **changes)
    by_hand = asked or options.oblique is not None or options.tilt is not None
    reason = room.refusal(found, beside, options.language) if (by_hand or view_name) and on_table else ""
    if reason and view_name and not by_hand:
        raise InputError(f"view {view_name!r} of {options.level}: {reason}; turn it by --oblique and --tilt instead")
    if reason:
        raise InputError(reason)
    return found
