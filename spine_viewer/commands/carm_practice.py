"""``spine-viewer carm-practice``: set a named view with the C-arm, from a script or the shortest way."""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spine_viewer.anatomy import ids
from spine_viewer.commands.attempts import read_attempt, save_script, table_of
from spine_viewer.commands.language_option import add_language_option
from spine_viewer.commands.names import FLUORO_LEVELS, FLUORO_VIEWS, QUIZ_REGIONS
from spine_viewer.commands.output import print_json
from spine_viewer.commands.parser import Subparsers, one_of, output_file, whole
from spine_viewer.commands.variation_options import LARGEST_SEED
from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.learning.carm import Action, CarmPractice, Debrief, Record, Seen, Task

NAME = "carm-practice"
TASK = ("view", "level", "side", "difficulty", "seed", "person")


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        NAME,
        help="practise to set a view with the C-arm",
        description="A named view from a wrong start, with as few exposures as possible: plays the actions of a "
        "script and prints what is seen, then the debrief; without a script it prints the task. For teaching only.",
    )
    regions = ", ".join(QUIZ_REGIONS)
    parser.add_argument("--region", type=one_of(QUIZ_REGIONS, "region"), help=f"where a task is drawn from: {regions}")
    parser.add_argument("--view", type=one_of(FLUORO_VIEWS, "view"), help=f"the view: {', '.join(FLUORO_VIEWS)}")
    parser.add_argument("--level", type=one_of(FLUORO_LEVELS["ap"], "level"), help="bone in view: C3 to L5, S1")
    parser.add_argument("--side", type=one_of(ids.SIDES, "side"), help="left or right")
    parser.add_argument("--difficulty", type=whole(1, 3), help="1 (default) to 3: how far off the C-arm starts")
    seed = whole(0, LARGEST_SEED)
    parser.add_argument("--seed", type=seed, metavar="N", help="the same seed gives the same task and start")
    parser.add_argument("--person", type=seed, metavar="N", help="on somebody drawn at random, one per number")
    parser.add_argument("--script", type=Path, metavar="FILE.json", help="actions to play, or a record to play again")
    parser.add_argument("--ideal", action="store_true", help="play the shortest way")
    parser.add_argument("--save-script", type=output_file(".json"), metavar="FILE.json", help="write the actions")
    parser.add_argument("--record", type=output_file(".json"), metavar="FILE.json", help="write the attempt")
    parser.add_argument("--records", type=Path, metavar="FOLDER", help="with --csv: records to put into one table")
    parser.add_argument("--csv", type=output_file(".csv"), metavar="FILE.csv", help="with --records: the table")
    add_language_option(parser, "of what is told")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if options.records or options.csv:
        return _table(options)
    _check(options)
    content = None if options.script is None else read_attempt(options.script)
    record = _take_from_record(options, content)
    from spine_viewer.learning.carm import CarmPractice, debrief, ideal_script, read_actions, spine_of

    task = record.task if record else _task(options)
    given = () if content is None else read_actions(content, options.script.name)
    practice = CarmPractice.start(spine_of(task.person), task)
    if options.ideal:
        given = ideal_script(practice)
    if not options.ideal and content is None:
        return _print_task(options, practice)
    state, seen = practice.play(given)
    _save(options, practice, given)
    _print(options, practice, seen, debrief(practice, state))
    return 0


def _check(options: argparse.Namespace) -> None:
    """Refuse what does not go together, before anything is loaded."""
    if options.script is not None and options.ideal:
        raise InputError(f"{NAME}: --script and --ideal do not go together")
    if (options.record or options.save_script) and not (options.script or options.ideal):
        raise InputError(f"{NAME}: --record and --save-script need --script FILE.json or --ideal")
    if options.region and options.level:
        raise InputError(f"{NAME}: --level names the place; leave out --region")
    if options.view and options.level and options.level not in FLUORO_LEVELS[options.view]:
        allowed = ", ".join(FLUORO_LEVELS[options.view])
        raise InputError(f"view {options.view!r} does not apply to level {options.level!r}; allowed: {allowed}")


def _task(options: argparse.Namespace) -> Task:
    from spine_viewer.learning.carm import drawn

    seed = random.randrange(LARGEST_SEED) if options.seed is None else options.seed
    region, difficulty = options.region or "whole", options.difficulty or 1
    return drawn(region, difficulty, seed, options.view, options.level, options.side, options.person)


def _take_from_record(options: argparse.Namespace, content: Any) -> Record | None:
    """A record says itself what it was done on; an option that says otherwise is refused."""
    if not isinstance(content, dict) or "schema" not in content:
        return None
    from spine_viewer.learning.carm import read_record

    record = read_record(options.script)
    for name in TASK:
        asked, own = getattr(options, name), getattr(record, name)
        if asked is not None and asked != own:
            raise InputError(f"--{name} {asked}: the record was made with {own}; leave the option out")
    return record


def _save(options: argparse.Namespace, practice: CarmPractice, actions: Sequence[Action]) -> None:
    from spine_viewer.learning.carm import Record, write_actions, write_record

    if options.save_script:
        save_script(options.save_script, write_actions(tuple(actions)))
    if options.record:
        write_record(Record.of(practice, actions), options.record)


def _about(practice: CarmPractice) -> dict[str, Any]:
    from dataclasses import asdict

    start = practice.first.pose
    return {"task": asdict(practice.task), "start": {"oblique_deg": start.oblique_deg, "tilt_deg": start.tilt_deg}}


def _print_task(options: argparse.Namespace, practice: CarmPractice) -> int:
    from spine_viewer.learning.carm.words import word

    told = practice.task.told(options.language)
    if options.json:
        print_json(_about(practice) | {"told": told})
        return 0
    start, task = practice.first.pose, practice.task
    print(told)
    print(word("say_start", options.language, oblique=f"{start.oblique_deg:.0f}", tilt=f"{start.tilt_deg:.0f}"))
    print(word("say_task", options.language, difficulty=task.difficulty, seed=task.seed))
    return 0


def _print(options: argparse.Namespace, practice: CarmPractice, seen: Sequence[Seen], result: Debrief) -> None:
    language = options.language
    if options.json:
        observed = [one.to_json(language) for one in seen]
        print_json(_about(practice) | {"observations": observed, "debrief": result.to_json(language)})
        return
    print(practice.task.told(language))
    for one in seen:
        print(f"{one.step:3d} {one.action}: {one.told(language)}")
    print(result.summary(language))


def _table(options: argparse.Namespace) -> int:
    if not (options.records and options.csv):
        raise InputError(f"{NAME}: --records FOLDER and --csv FILE.csv go together")
    from spine_viewer.learning.carm import to_csv
    from spine_viewer.learning.carm.record import read_records

    return table_of(options, read_records, to_csv)
