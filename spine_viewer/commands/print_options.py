"""Options of pictures for print: paper, direction, background, size of the names."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from typing import Any

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.commands.names import BACKGROUNDS
from spine_viewer.commands.parser import number, one_of
from spine_viewer.errors import InputError

ORIENTATIONS = ("portrait", "landscape")
USUAL_SIZE = (1600, 1200)
MM_PER_INCH = 25.4


@dataclass(frozen=True)
class PrintLook:
    """Size in pixels, background, and pixels per inch and points of names where it is for paper."""

    size: tuple[int, int]
    background: str
    dpi: float | None = None
    label_pt: float | None = None


def print_facts() -> dict[str, Any]:
    """``annotations/print.json``."""
    with (annotations_folder() / "print.json").open(encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found


def papers() -> tuple[str, ...]:
    """Names of the paper sizes."""
    return tuple(print_facts()["papers_mm"])


def paper_px(paper: str, orientation: str = "portrait") -> tuple[int, int]:
    """Width and height in pixels of a sheet of paper for print."""
    facts = print_facts()
    width, height = (round(mm / MM_PER_INCH * facts["dpi"]["value"]) for mm in facts["papers_mm"][paper]["value"])
    return (width, height) if orientation == "portrait" else (height, width)


def add_print_options(parser: argparse.ArgumentParser) -> None:
    """``--print``, ``--orientation``, ``--background``, ``--label-pt`` and ``--clean``."""
    facts = print_facts()
    group = parser.add_argument_group("for print and slides")
    dpi = f"{facts['dpi']['value']:g} dots per inch, which the file says too"
    group.add_argument("--print", dest="paper", type=one_of(papers(), "paper"), help=f"{', '.join(papers())}: {dpi}")
    group.add_argument("--orientation", type=one_of(ORIENTATIONS, "orientation"), help="portrait (default), landscape")
    usual = "default: white for print, else studio"
    group.add_argument(
        "--background", type=one_of(BACKGROUNDS, "background"), help=f"{', '.join(BACKGROUNDS)}; {usual}"
    )
    size = facts["label_pt"]
    points = number(size["low"], size["high"], "points")
    group.add_argument(
        "--label-pt", type=points, metavar="PT", help=f"with --print: size of the names (default {size['value']:g})"
    )
    group.add_argument("--clean", action="store_true", help="nothing over the picture: no names, no side letters")


def print_look(options: argparse.Namespace) -> PrintLook:
    """What the options ask for.

    Raises
    ------
    InputError
        Options that need ``--print`` are given without it, or ``--size`` beside it.
    """
    if options.paper is None:
        for name in ("orientation", "label_pt"):
            if getattr(options, name) is not None:
                raise InputError(f"--{name.replace('_', '-')} needs --print: {', '.join(papers())}")
        return PrintLook(options.size or USUAL_SIZE, options.background or "studio")
    if options.size is not None:
        raise InputError(f"--print {options.paper} says the size; leave out --size, or --print")
    if options.clean and options.label_pt is not None:
        raise InputError("--clean has no names; leave out --label-pt, or --clean")
    facts = print_facts()
    return PrintLook(
        paper_px(options.paper, options.orientation or ORIENTATIONS[0]),
        options.background or "white",
        facts["dpi"]["value"],
        options.label_pt or facts["label_pt"]["value"],
    )
