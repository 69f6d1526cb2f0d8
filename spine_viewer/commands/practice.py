"""``spine-viewer practice``: a needle practice session from a script, the expert's, or one with a mistake."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, LANGUAGES
from spine_viewer.commands.attempts import read_attempt, save_script, table_of
from spine_viewer.commands.output import print_json
from spine_viewer.commands.parser import (
    Subparsers,
    add_procedure_options,
    add_variant_option,
    check_procedure_options,
    check_variant,
    one_of,
    output_file,
    whole,
)
from spine_viewer.commands.variation_options import LARGEST_SEED
from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.learning.practice import Action, Debrief, Observation, Practice

FAULTS = (
    "wrong_level", "too_high", "ventral", "lateral", "perpendicular", "no_check_view", "stimulation_ignored", "pleura",
)  # fmt: skip


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "practice",
        help="practise a procedure with a needle from a script",
        description="Plays the actions of a script on a spine and prints what is noticed, then the debrief. "
        "For teaching only.",
    )
    add_procedure_options(parser, "what to practise")
    add_variant_option(parser)
    parser.add_argument("--script", type=Path, metavar="FILE.json", help="actions to play, or a record to play again")
    parser.add_argument("--expert", action="store_true", help="play the expert's script")
    parser.add_argument(
        "--fault", type=one_of(FAULTS, "fault"), help=f"the expert's with a mistake: {', '.join(FAULTS)}"
    )
    parser.add_argument("--seed", type=whole(0, LARGEST_SEED), metavar="N", help="on somebody drawn at random")
    parser.add_argument("--save-script", type=output_file(".json"), metavar="FILE.json", help="write the actions")
    parser.add_argument("--record", type=output_file(".json"), metavar="FILE.json", help="write the attempt")
    parser.add_argument("--records", type=Path, metavar="FOLDER", help="with --csv: records to put into one table")
    parser.add_argument("--csv", type=output_file(".csv"), metavar="FILE.csv", help="with --records: the table")
    parser.add_argument("--language", type=one_of(LANGUAGES, "language"), default=DEFAULT_LANGUAGE, help="en or es")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if options.records or options.csv:
        return _table(options)
    if sum((options.script is not None, options.expert, options.fault is not None)) != 1:
        raise InputError("practice: needs one of --script FILE.json, --expert and --fault NAME")
    content = None if options.script is None else read_attempt(options.script)
    _take_from_record(options, content)
    if not options.procedure:
        raise InputError("practice: needs --procedure, --joint and --side")
    check_procedure_options(options)
    check_variant(options.procedure, options.variant)
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.anatomy.variation.request import Variation
    from spine_viewer.learning.practice import Practice, debrief, expert_script, fault_script, read_actions

    given = () if content is None else read_actions(content, options.script.name)
    spine = Spine.build(None if options.seed is None else Variation.random(options.seed), pose="prone")
    practice = Practice.start(spine, options.procedure, options.joint, options.side, options.variant)
    if options.expert:
        given = expert_script(practice)
    elif options.fault:
        given = fault_script(practice, options.fault)
    state, seen = practice.play(given)
    result = debrief(practice, state)
    _save(options, practice, given)
    _print(options, practice, seen, result)
    return 0


def _take_from_record(options: argparse.Namespace, content: Any) -> None:
    """A record says itself what it was done on; an option that says otherwise is refused."""
    if not isinstance(content, dict) or "schema" not in content:
        return
    from spine_viewer.learning.practice import read_record

    record = read_record(options.script)
    for name in ("procedure", "joint", "side", "variant", "seed"):
        asked, own = getattr(options, name), getattr(record, name)
        if asked is not None and asked != own:
            raise InputError(f"--{name} {asked}: the record was made with {own}; leave the option out")
        setattr(options, name, own)


def _save(options: argparse.Namespace, practice: Practice, actions: Sequence[Action]) -> None:
    from spine_viewer.learning.practice import Record, write_actions, write_record

    if options.save_script:
        save_script(options.save_script, write_actions(tuple(actions)))
    if options.record:
        write_record(Record.of(practice, actions, options.seed), options.record)


def _print(options: argparse.Namespace, practice: Practice, seen: Sequence[Observation], result: Debrief) -> None:
    language, plan = options.language, practice.plan
    if options.json:
        about = {"procedure": plan.procedure, "joint": plan.joint, "side": plan.side, "seed": options.seed}
        observed = [one.to_json(language) for one in seen]
        print_json(about | {"observations": observed, "debrief": result.to_json(language)})
        return
    for one in seen:
        depth = "" if one.depth_mm is None else f" [{one.depth_mm:.1f} mm]"
        print(f"{one.step:3d} {one.action}{depth}: {one.told(language)}")
    print(result.summary(language))


def _table(options: argparse.Namespace) -> int:
    if not (options.records and options.csv):
        raise InputError("practice: --records FOLDER and --csv FILE.csv go together")
    from spine_viewer.learning.practice import to_csv
    from spine_viewer.learning.practice.record import read_records

    return table_of(options, read_records, to_csv)
