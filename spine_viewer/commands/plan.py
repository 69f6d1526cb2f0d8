"""``spine-viewer plan``: nerves, targets, needle paths, C-arm views and checks for one joint."""

from __future__ import annotations

import argparse

from spine_viewer.anatomy import ids
from spine_viewer.commands.output import print_json
from spine_viewer.commands.parser import Subparsers, joint_level, one_of, procedures
from spine_viewer.commands.variation_options import add_variation_options, variation_of


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "plan",
        help="plan a procedure on one joint",
        description="Nerves, targets, needle paths, C-arm views and checks for one facet joint. For teaching only.",
    )
    parser.add_argument("procedure", type=one_of(procedures(), "procedure"), help=", ".join(procedures()))
    parser.add_argument("--joint", type=joint_level, required=True, help=", ".join(ids.LUMBAR_JOINT_LEVELS))
    parser.add_argument("--side", type=one_of(ids.SIDES, "side"), required=True, help="left or right")
    add_variation_options(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    variation = variation_of(options)
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.procedures import plan

    made = plan(Spine.build(variation, pose="prone"), options.procedure, joint=options.joint, side=options.side)
    if options.json:
        print_json(made.to_dict())
    else:
        print(made.summary())
    return 0
