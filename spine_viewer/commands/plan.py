"""``spine-viewer plan``: nerves, targets, needle paths, C-arm views and checks for one joint."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from spine_viewer.anatomy import ids
from spine_viewer.commands.language_option import add_language_option, check_language
from spine_viewer.commands.names import PERFUSIONS
from spine_viewer.commands.output import print_json, progress_bar
from spine_viewer.commands.parser import (
    JOINT_HELP,
    Subparsers,
    add_variant_option,
    check_joint,
    check_one_session,
    check_variant,
    joint_level,
    one_of,
    procedures,
)
from spine_viewer.commands.variation_options import add_variation_options, variation_of
from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.procedures import Plan
    from spine_viewer.procedures.heat_reading import Held


BOTH = "both"


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "plan",
        help="plan a procedure on one joint, or on several in one session",
        description="Nerves, targets, needle paths, C-arm views and checks for one joint, or for several and for both "
        "sides in one session. For teaching only.",
    )
    parser.add_argument("procedure", type=one_of(procedures(), "procedure"), help=", ".join(procedures()))
    parser.add_argument(
        "--joint", type=joint_level, required=True, action="append", help=f"{JOINT_HELP}; may be given several times"
    )
    parser.add_argument("--side", type=one_of((*ids.SIDES, BOTH), "side"), required=True, help="left, right or both")
    add_language_option(parser)
    add_variant_option(parser)
    add_variation_options(parser)
    settings = (
        "the tissue for --beside-bone; body: muscle at 37 C with blood flow (default); bench: 22 C, no blood flow"
    )
    parser.add_argument(
        "--beside-bone", action="store_true", help="work every lesion out beside the bones too: some seconds for each"
    )
    parser.add_argument("--perfusion", type=one_of(PERFUSIONS, "perfusion"), help=settings)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if options.perfusion is not None and not options.beside_bone:
        raise InputError("plan: --perfusion needs --beside-bone")
    for joint in options.joint:
        check_joint(options.procedure, joint)
    check_one_session(options.procedure, options.joint)
    check_language(options)
    check_variant(options.procedure, options.variant)
    variation = variation_of(options)
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.procedures import plan_session
    from spine_viewer.procedures.summary import held_line

    spine = Spine.build(variation, pose="prone")
    sides = ids.SIDES if options.side == BOTH else (options.side,)
    made = plan_session(spine, options.procedure, options.joint, sides, variant=options.variant)
    held = _held_beside_bone(spine, made, options.perfusion or "body") if options.beside_bone else ()
    if options.json:
        document = made.to_dict(options.language)
        if options.beside_bone:
            document["held_beside_bone"] = [
                {**asdict(one), "covered_mm": round(one.covered_mm, 2), "course_mm": round(one.course_mm, 2),
                 "covered_percent": round(one.covered_percent, 1)} for one in held
            ]  # fmt: skip
        print_json(document)
    else:
        print(made.summary(options.language))
        for one in held:
            print(held_line(one, options.language))
    return 0


def _held_beside_bone(spine: Spine, made: Plan, perfusion: str) -> tuple[Held, ...]:
    from spine_viewer.procedures.heat import burns_of, heat_of
    from spine_viewer.procedures.heat_reading import held_nerves

    return held_nerves(spine, made, heat_of(spine, made, burns_of(made), perfusion, progress_bar()))
