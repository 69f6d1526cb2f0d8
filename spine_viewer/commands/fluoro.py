"""``spine-viewer fluoro``: a simulated X-ray."""

from __future__ import annotations

import argparse

from spine_viewer.anatomy import ids
from spine_viewer.commands.names import POSES
from spine_viewer.commands.parser import (
    Subparsers,
    add_procedure_options,
    annotated_range,
    check_procedure_options,
    number,
    one_of,
    output_file,
    whole,
)

LEVELS = ("T12", *ids.LUMBAR, "S1")


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "fluoro",
        help="make a simulated X-ray",
        description="A simulated X-ray: .png as a screen shows it, .npy with the raw line integrals (float32).",
    )
    parser.add_argument("out", type=output_file(".png", ".npy"), metavar="OUT", help="OUT.png or OUT.npy")
    parser.add_argument("--level", type=one_of(LEVELS, "level"), required=True, help=", ".join(LEVELS))
    angle = {"default": 0.0, "metavar": "DEG"}
    towards = "how far the detector is turned towards the patient's left, or towards --side (default 0)"
    parser.add_argument("--oblique", type=number(*annotated_range("oblique_deg"), "degrees"), help=towards, **angle)
    tilt = number(*annotated_range("tilt_deg"), "degrees")
    parser.add_argument("--tilt", type=tilt, help="cranial positive (default 0)", **angle)
    parser.add_argument("--pose", type=one_of(POSES, "pose"), default="prone", help="prone (default) or standing")
    size = whole(*map(int, annotated_range("size_px")), "pixels")
    parser.add_argument("--size", type=size, default=1024, metavar="PX", help="rows and columns (default 1024)")
    add_procedure_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    check_procedure_options(options)
    raise NotImplementedError
