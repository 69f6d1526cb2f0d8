"""The argument parser, and the types of options that several commands share.

Every type refuses a bad value before anything heavy is loaded, with one line that says what is allowed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from spine_viewer.anatomy import ids
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.errors import InputError

Subparsers = Any  # argparse names the type only privately


class Parser(argparse.ArgumentParser):
    """Parser whose errors are one-line :class:`InputError`; option names may not be shortened."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**(options | {"allow_abbrev": False}))

    def error(self, message: str) -> NoReturn:
        name = self.prog.partition(" ")[2]
        raise InputError(f"{name}: {message}" if name else message)


def one_of(allowed: tuple[str, ...], what: str) -> Callable[[str], str]:
    """Option type: one of the names ``allowed``."""

    def parse(text: str) -> str:
        try:
            return ids.choose(text, allowed, what)
        except InputError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return parse


def some_of(allowed: tuple[str, ...], what: str) -> Callable[[str], tuple[str, ...]]:
    """Option type: one or more of the names ``allowed``, with commas between them, in the order of ``allowed``."""
    parse_one = one_of(allowed, what)

    def parse(text: str) -> tuple[str, ...]:
        asked = {parse_one(name.strip()) for name in text.split(",")}
        return tuple(name for name in allowed if name in asked)

    return parse


def number(low: float, high: float, unit: str) -> Callable[[str], float]:
    """Option type: a number from ``low`` to ``high`` in ``unit``."""

    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {low:g} to {high:g} {unit}")
        return value

    return parse


def whole(low: int, high: int, unit: str = "") -> Callable[[str], int]:
    """Option type: a whole number from ``low`` to ``high`` in ``unit`` (none for a plain number)."""

    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {low} to {high} {unit}".rstrip())
        return value

    return parse


def annotated_range(name: str, group: str = "geometry") -> tuple[float, float]:
    """Lowest and highest value that ``annotations/c_arm.json`` allows for one setting of the C-arm."""
    fact = _c_arm_file()[group][name]
    return fact["low"], fact["high"]


def annotated_fields() -> dict[str, float]:
    """Diameters in mm of the round fields of the C-arm, by their names in inches: ``{"6": 152.4, ...}``."""
    return {name.removesuffix(" in"): fact["value"] for name, fact in _c_arm_file()["geometry"]["fields_mm"].items()}


def _c_arm_file() -> dict[str, Any]:
    with (annotations_folder() / "c_arm.json").open(encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found


def picture_size(text: str) -> tuple[int, int]:
    """Option type: ``1600x1200``, width by height in pixels."""
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal() and 64 <= int(width) <= 8192 and 64 <= int(height) <= 8192):
        raise argparse.ArgumentTypeError(f"{text!r} is not WIDTHxHEIGHT with 64 to 8192 pixels each, such as 1600x1200")
    return int(width), int(height)


def output_file(*suffixes: str) -> Callable[[str], Path]:
    """Option type: a file that can be written, whose name ends in one of ``suffixes``."""

    def parse(text: str) -> Path:
        path = Path(text)
        folder = path.parent
        if path.suffix.lower() not in suffixes:
            raise argparse.ArgumentTypeError(f"{text!r} must end in {', '.join(suffixes)}")
        if not folder.is_dir():
            raise argparse.ArgumentTypeError(f"cannot write {text!r}: there is no folder {str(folder)!r}")
        if path.is_dir():
            raise argparse.ArgumentTypeError(f"cannot write {text!r}: it is a folder")
        if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
            raise argparse.ArgumentTypeError(f"cannot write {text!r}: permission denied; name a place you may write to")
        return path

    return parse


def checked(kind: Callable[[str], Any], text: str, command: str, name: str) -> Any:
    """``text`` as an option type reads it, for what can only be read once all options are known."""
    try:
        return kind(text)
    except argparse.ArgumentTypeError as error:
        raise InputError(f"{command}: argument {name}: {error}") from None


def output_folder(text: str) -> Path:
    """Option type: a folder that is there and can be written, or can be made in one that is."""
    path = Path(text)
    if path.exists() and not path.is_dir():
        raise argparse.ArgumentTypeError(f"cannot write {text!r}: it is a file; name a folder")
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"cannot write {text!r}: there is no folder {str(path.parent)!r}")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise argparse.ArgumentTypeError(f"cannot write {text!r}: permission denied; name a place you may write to")
    return path


def joint_level(text: str) -> str:
    """Option type: a joint such as ``L4-L5`` or ``sacroiliac``; ``l4-l5`` and ``L4-5`` mean the same."""
    upper, _, lower = text.strip().upper().partition("-")
    name = f"{upper}-{upper[:1]}{lower}" if lower.isdecimal() else f"{upper}-{lower}"
    if text.strip().lower() == ids.SACROILIAC:
        return ids.SACROILIAC
    if name not in ids.JOINT_LEVELS:
        raise argparse.ArgumentTypeError(f"unknown joint {text!r}; allowed: {', '.join(ids.JOINT_LEVELS)}")
    return name


def procedures() -> tuple[str, ...]:
    """Names of the procedures that are described in the annotations."""
    return tuple(sorted(path.name for path in (annotations_folder() / "procedures").iterdir() if path.is_dir()))


def joints_of(procedure: str) -> tuple[str, ...]:
    """Joints that a procedure is described for, from above downwards."""
    described = {joint for technique in _techniques(procedure) for joint in technique["joints"]}
    return tuple(joint for joint in ids.JOINT_LEVELS if joint in described)


def check_joint(procedure: str, joint: str) -> None:
    """Refuse a joint that a procedure is not described for, and say which procedure is right there."""
    if joint in joints_of(procedure):
        return
    for technique in _techniques(procedure):
        if joint in technique.get("instead", {}):
            raise InputError(f"{procedure} is not done at {joint}; use {technique['instead'][joint]}")
    raise InputError(f"{procedure} is not done at {joint}; allowed: {', '.join(joints_of(procedure))}")


def check_one_session(procedure: str, joints: list[str]) -> None:
    """Refuse joints of different techniques: one session takes those of one region."""
    regions = {joint: one for one in _techniques(procedure) for joint in one["joints"]}
    first = regions[joints[0]]
    for joint in joints:
        if regions[joint]["region"] != first["region"]:
            allowed = ", ".join(first["joints"])
            raise InputError(
                f"one session takes joints of one region; with {joints[0]} not {joint}; allowed: {allowed}"
            )


def languages_of(procedure: str, joint: str) -> tuple[str, ...]:
    """Languages that the technique of a procedure for a joint has texts in."""
    found = [technique for technique in _techniques(procedure) if joint in technique["joints"]]
    return tuple(language for technique in found for language in technique["languages"])


def _techniques(procedure: str) -> list[dict[str, Any]]:
    files = sorted((annotations_folder() / "procedures" / procedure).glob("*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in files]


JOINT_HELP = f"{ids.FACET_JOINT_LEVELS[0]} to {ids.FACET_JOINT_LEVELS[-1]}, {ids.SACROILIAC}; as the procedure allows"


def add_procedure_options(parser: argparse.ArgumentParser, what: str = "what to show") -> None:
    """``--procedure``, ``--joint`` and ``--side``, which go together (see :func:`check_procedure_options`)."""
    names = procedures()
    parser.add_argument("--procedure", type=one_of(names, "procedure"), help=f"{what}: {', '.join(names)}")
    parser.add_argument("--joint", type=joint_level, help=f"joint: {JOINT_HELP}")
    parser.add_argument("--side", type=one_of(ids.SIDES, "side"), help="left or right")


def add_variant_option(parser: argparse.ArgumentParser) -> None:
    """``--variant``: another way to do the procedure (see :func:`check_variant`)."""
    named = (f"{name}: {', '.join(variants_of(name))}" for name in procedures() if variants_of(name))
    parser.add_argument("--variant", help=f"another way to do it, the first one is the default; {'; '.join(named)}")


def variants_of(procedure: str) -> tuple[str, ...]:
    """Names of the ways to do a procedure, the default one first; empty where there is only one."""
    found = next((one for one in _techniques(procedure) if one.get("variants")), None)
    return () if found is None else (found["variant"], *found["variants"])


def check_variant(procedure: str | None, variant: str | None) -> None:
    """Refuse a variant that the procedure does not have."""
    if variant is None:
        return
    allowed = variants_of(procedure) if procedure else ()
    if not allowed:
        raise InputError(f"--variant {variant}: {procedure or 'no procedure'} has no variants; leave it out")
    ids.choose(variant, allowed, f"variant of {procedure}")


def check_procedure_options(options: argparse.Namespace) -> None:
    """Refuse a procedure without its joint and side or on a joint it is not for, and a joint without a procedure."""
    if options.procedure and not (options.joint and options.side):
        raise InputError(
            f"--procedure {options.procedure} needs --joint ({', '.join(joints_of(options.procedure))}) "
            f"and --side ({', '.join(ids.SIDES)})"
        )
    if options.joint and not options.procedure:
        raise InputError(f"--joint {options.joint} needs --procedure; allowed: {', '.join(procedures())}")
    if options.procedure:
        check_joint(options.procedure, options.joint)
