"""``spine-viewer quiz``: questions on the anatomy, printed or asked in the terminal."""

from __future__ import annotations

import argparse
from pathlib import Path

from spine_viewer.commands.language_option import add_language_option
from spine_viewer.commands.names import QUIZ_IN_WORDS, QUIZ_KINDS, QUIZ_REGIONS
from spine_viewer.commands.output import print_json
from spine_viewer.commands.parser import Subparsers, one_of, output_file, some_of, whole
from spine_viewer.errors import InputError

ON_PAPER = (*QUIZ_IN_WORDS, "xray", "view")  # a line says how to make the picture
MOST = 10_000
SEEDS = 2**31 - 1


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "quiz",
        help="questions on the anatomy",
        description="Questions on nerves, bones, views and steps, each explained with its source. For teaching only.",
    )
    regions = ", ".join(QUIZ_REGIONS)
    parser.add_argument("--region", type=one_of(QUIZ_REGIONS, "region"), default="lumbar", help=f"{regions} (lumbar)")
    parser.add_argument("--count", type=whole(1, MOST), default=10, help="how many questions (default 10)")
    parser.add_argument("--difficulty", type=whole(1, 3), default=1, help="1 (default) to 3")
    parser.add_argument("--seed", type=whole(0, SEEDS), help="the same seed gives the same questions")
    kinds = f"{', '.join(QUIZ_KINDS)}, with commas (default {','.join(QUIZ_IN_WORDS)}, which need no picture; "
    parser.add_argument("--kinds", type=some_of(QUIZ_KINDS, "kind of question"), help=f"{kinds}all with --json)")
    add_language_option(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON document, with what each question shows")
    parser.add_argument("--ask", action="store_true", help="ask in the terminal, what is due first, and keep results")
    parser.add_argument("--results", type=Path, metavar="FILE", help="where results are kept (your data folder)")
    parser.add_argument(
        "--export", type=output_file(".csv"), metavar="OUT.csv", help="write the kept results as CSV and ask nothing"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    _check(options)
    if options.export:
        return _export(options)
    kinds = options.kinds or (QUIZ_KINDS if options.json else QUIZ_IN_WORDS)

    import random
    from datetime import UTC, datetime

    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.learning.quiz import generate
    from spine_viewer.learning.quiz.results import default_path, load

    seed = random.randrange(SEEDS) if options.seed is None else options.seed
    file = (options.results or default_path()) if options.ask else None
    first = load(file).due(datetime.now(UTC)) if file else ()
    questions = generate(
        Spine.load("prone"),
        options.region,
        options.difficulty,
        options.count,
        seed,
        options.language,
        kinds=kinds,
        first=first,
    )
    if file:
        from spine_viewer.commands.quiz_round import ask

        return ask(questions, file, options.language)
    if options.json:
        from spine_viewer.learning.quiz.words import citation

        keys = sorted({source.key for question in questions for source in question.sources})
        print_json(
            {
                "seed": seed,
                "questions": [question.to_dict() for question in questions],
                "sources": {key: citation(key) for key in keys},
            }
        )
        return 0
    from spine_viewer.commands.quiz_round import print_all

    print_all(questions, seed, options.language)
    return 0


def _check(options: argparse.Namespace) -> None:
    """Refuse options that do not go together."""
    if options.ask and options.json:
        raise InputError("quiz: --ask and --json do not go together")
    if options.export and (options.ask or options.json):
        raise InputError("quiz: --export asks nothing; leave out --ask and --json")
    if options.results and not (options.ask or options.export):
        raise InputError("quiz: --results needs --ask or --export")
    allowed = QUIZ_IN_WORDS if options.ask else QUIZ_KINDS if options.json else ON_PAPER
    shown = [kind for kind in options.kinds or () if kind not in allowed]
    if shown:
        raise InputError(
            f"quiz: a question of kind {shown[0]!r} needs a picture; allowed here: {', '.join(allowed)}, or --json"
        )


def _export(options: argparse.Namespace) -> int:
    from spine_viewer.learning.quiz.results import default_path, export_csv, load

    file = options.results or default_path()
    if not file.exists():
        raise InputError(f"there are no results in {str(file)!r} yet; make some with quiz --ask")
    export_csv(load(file), options.export)
    print(options.export)
    return 0
