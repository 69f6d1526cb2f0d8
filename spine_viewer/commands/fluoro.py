"""``spine-viewer fluoro``: a simulated X-ray."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from spine_viewer.anatomy import ids
from spine_viewer.commands.names import FLUORO_LEVELS, FLUORO_VIEWS, POSES
from spine_viewer.commands.output import whole_file
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
from spine_viewer.commands.variation_options import add_variation_options, variation_of
from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.imaging import CArm

LEVELS = (*ids.CERVICAL[1:], *ids.THORACIC, *ids.LUMBAR, "S1")


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "fluoro",
        help="make a simulated X-ray",
        description="A simulated X-ray: .png as a screen shows it, .npy with the raw line integrals (float32).",
    )
    parser.add_argument("out", type=output_file(".png", ".npy"), metavar="OUT", help="OUT.png or OUT.npy")
    parser.add_argument("--level", type=one_of(LEVELS, "level"), required=True, help=", ".join(LEVELS))
    towards = "degrees that the detector is turned towards --side (default 0; without --side: to the patient's left)"
    parser.add_argument(
        "--oblique", type=number(*annotated_range("oblique_deg"), "degrees"), metavar="DEG", help=towards
    )
    tilt = number(*annotated_range("tilt_deg"), "degrees")
    parser.add_argument("--tilt", type=tilt, metavar="DEG", help="degrees towards the head (default 0)")
    named = f"{', '.join(FLUORO_VIEWS)}: angles computed from this spine, instead of --oblique and --tilt"
    parser.add_argument("--view", type=one_of(FLUORO_VIEWS, "view"), help=named)
    parser.add_argument(
        "--gauge", action="store_true", help="with --view: say on stderr how well the view is set, one line per gauge"
    )
    parser.add_argument("--pose", type=one_of(POSES, "pose"), default="prone", help="prone (default) or standing")
    fewest, most = map(int, annotated_range("size_px"))
    parser.add_argument(
        "--size", type=whole(fewest, most, "pixels"), default=1024, metavar="PX", help="rows and columns (default 1024)"
    )
    add_procedure_options(parser, "needles as planned are drawn")
    add_variation_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    check_procedure_options(options)
    variation = variation_of(options)
    if options.view and (options.oblique is not None or options.tilt is not None):
        raise InputError(f"--view {options.view} computes its angles; leave out --oblique and --tilt, or --view")
    if options.view and options.level not in FLUORO_LEVELS[options.view]:
        allowed = ", ".join(FLUORO_LEVELS[options.view])
        raise InputError(f"--view {options.view} needs --level {allowed}, got {options.level}")
    if options.gauge and not options.view:
        raise InputError(f"--gauge needs --view: {', '.join(FLUORO_VIEWS)}")

    from spine_viewer.anatomy.regions import region, region_of_level
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.imaging import snapshot
    from spine_viewer.imaging.patient import save_integrals, save_png

    spine = Spine.build(variation, pose=options.pose)
    beam = region(region_of_level(options.level)).beam
    arm = _c_arm(spine, options)
    exposure = snapshot(spine, arm, _needles(spine, options), bones=beam)
    save = save_integrals if options.out.suffix.lower() == ".npy" else save_png
    with whole_file(options.out) as temporary:
        save(exposure, temporary)
    if options.gauge:
        _print_gauges(spine, arm, options)
    print(options.out)
    return 0


def _c_arm(spine: Spine, options: argparse.Namespace) -> CArm:
    """The C-arm as asked for; angles alone look at the middle between the pedicles of the level."""
    from spine_viewer.imaging import CArm, view

    size = (options.size, options.size)
    if options.view:
        return view(spine, options.view, options.level, options.side or "left", size=size)
    bone = ids.bone_of(options.level)
    left, right = (spine.landmark(f"{bone}:pedicle_centre:{side}") for side in ids.SIDES)
    sign = -1.0 if options.side == "right" else 1.0
    return CArm(tuple((left + right) / 2), sign * (options.oblique or 0.0), options.tilt or 0.0, size=size)


def _print_gauges(spine: Spine, arm: CArm, options: argparse.Namespace) -> None:
    """One line per gauge on stderr; stdout holds the path of the file alone."""
    from spine_viewer.imaging import gauge

    for one in gauge(spine, arm, options.view, options.level, options.side or "left"):
        print(one.text, file=sys.stderr)


def _needles(spine: Spine, options: argparse.Namespace) -> list[tuple[Any, float]]:
    """Path and diameter of every needle of the plan, its tip at the target."""
    if not options.procedure:
        return []
    from spine_viewer.procedures import plan

    made = plan(spine, options.procedure, joint=options.joint, side=options.side)
    return [
        (
            [way.tip - nerve.needle.length_mm * way.direction, way.tip],
            nerve.needle.outer_diameter_mm,
        )
        for nerve in made.nerves
        for way in (nerve.trajectory,)
    ]
