"""``spine-viewer shot``: a still picture of the 3D scene."""

from __future__ import annotations

import argparse

from spine_viewer.anatomy.regions import REGIONS
from spine_viewer.commands.names import AUDIENCES, LAYERS, VIEWS
from spine_viewer.commands.parser import (
    Subparsers,
    add_procedure_options,
    check_procedure_options,
    one_of,
    output_file,
    picture_size,
    some_of,
)
from spine_viewer.commands.variation_options import add_variation_options, variation_of
from spine_viewer.doctor import require_graphics
from spine_viewer.errors import InputError


def add(commands: Subparsers) -> None:
    parser = commands.add_parser("shot", help="make a still picture", description="Make a still picture (PNG).")
    parser.add_argument("out", type=output_file(".png"), metavar="OUT.png", help="picture to write")
    parser.add_argument("--region", type=one_of(tuple(REGIONS), "region"), default="lumbar", help=", ".join(REGIONS))
    parser.add_argument("--view", type=one_of(VIEWS, "view"), default="posterior", help=", ".join(VIEWS))
    parser.add_argument("--size", type=picture_size, default=(1600, 1200), metavar="WxH", help="default 1600x1200")
    parser.add_argument(
        "--layers", type=some_of(LAYERS, "layer"), metavar="NAME,...", help=f"some of {','.join(LAYERS)}"
    )
    parser.add_argument(
        "--audience", type=one_of(AUDIENCES, "audience"), default="professional", help=", ".join(AUDIENCES)
    )
    add_procedure_options(parser)
    add_variation_options(parser)
    parser.add_argument("--at", metavar="STEP|SECONDS", help="moment of the procedure: a step's name, or seconds")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    check_procedure_options(options)
    if options.at is not None and not options.procedure:
        raise InputError("--at needs --procedure, --joint and --side")
    variation = variation_of(options)
    require_graphics()
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.render.still import shot

    shot(
        options.out,
        region=options.region,
        view=options.view,
        size=options.size,
        layers=options.layers,
        audience=options.audience,
        procedure=options.procedure,
        joint=options.joint,
        side=options.side,
        at=options.at,
        spine=Spine.build(variation, pose="prone" if options.procedure else "standing"),
    )
    print(options.out)
    return 0
