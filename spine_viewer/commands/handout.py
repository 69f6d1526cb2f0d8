"""``spine-viewer handout``: a PDF that patients take home."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, LANGUAGES
from spine_viewer.anatomy.regions import REGIONS
from spine_viewer.commands.kept_view import add_state_option, check_state_option
from spine_viewer.commands.many_options import add_many_options, check_alone, check_many, half_the_cores
from spine_viewer.commands.output import progress_bar
from spine_viewer.commands.parser import Subparsers, checked, one_of, output_file, output_folder, procedures, some_of
from spine_viewer.commands.treatment import add_treatment_options, treatment_of
from spine_viewer.commands.variation_options import add_variation_options, variation_of
from spine_viewer.doctor import require_graphics, require_handouts
from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.export.handout.library import Made

PAPERS = ("a4", "letter")


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "handout",
        help="make a PDF handout for patients",
        description="A handout for patients on one procedure and joint (OUT.pdf), or with --all every handout of a "
        "region. Tagged for screen readers; the template can be changed.",
    )
    parser.add_argument("out", nargs="?", metavar="OUT.pdf", help="handout to write")
    add_treatment_options(parser, "what it is about; with --all only this")
    named = f"{', '.join(LANGUAGES)} (default {DEFAULT_LANGUAGE}; with --all every one, or some with commas)"
    parser.add_argument("--language", type=some_of(LANGUAGES, "language"), metavar="NAME", help=named)
    parser.add_argument("--paper", type=one_of(PAPERS, "paper"), default="a4", help=f"{', '.join(PAPERS)} (default a4)")
    parser.add_argument("--template", type=Path, metavar="DIR", help="your own template; see --write-template")
    parser.add_argument("--write-template", metavar="DIR", help="only copy the template into a folder, to change it")
    parser.add_argument(
        "--all", metavar="OUT_DIR", help="every one into a folder, or those of --region, --procedure ..."
    )
    parser.add_argument("--region", type=one_of(tuple(REGIONS), "region"), help=f"with --all: {', '.join(REGIONS)}")
    add_many_options(parser, "half the cores")
    add_variation_options(parser)
    add_state_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    asked = [name for name in ("out", "all", "write_template") if getattr(options, name) is not None]
    if len(asked) != 1:
        raise InputError("handout needs one of OUT.pdf, --all OUT_DIR and --write-template DIR")
    if options.write_template is not None:
        return _write_template(options)
    return _all(options) if options.all is not None else _one(options)


def _one(options: argparse.Namespace) -> int:
    check_alone(options, "region")
    out = checked(output_file(".pdf"), options.out, "handout", "OUT.pdf")
    languages = options.language or (DEFAULT_LANGUAGE,)
    if len(languages) > 1:
        raise InputError(f"--language {','.join(languages)}: one handout has one language; name one, or use --all")
    check_state_option(options, {"variant": None, "language": None})
    options.language = languages[0]
    treatment = treatment_of(options, "handout")
    _check_template(options)
    require_graphics()
    require_handouts()
    from spine_viewer.export.handout.make import handouts_of_plan, write_whole
    from spine_viewer.export.handout.pictures import XRays

    spine, plan = treatment.planned()
    asked = ((treatment.language,), options.paper, options.template)
    made = handouts_of_plan(XRays(spine), plan, *asked, progress=progress_bar())
    print(write_whole(out, made[treatment.language]))
    return 0


def _all(options: argparse.Namespace) -> int:
    check_many(options)
    if options.state is not None:
        raise InputError("--state is of one procedure; leave it out, or --all")
    if options.variant:
        raise InputError("--variant goes with one OUT.pdf, not with --all")
    if options.joint and not options.procedure:
        raise InputError(f"--joint {options.joint} needs --procedure; allowed: {', '.join(procedures())}")
    if variation_of(options) is not None:
        raise InputError("--all makes handouts of the default spine; leave out the options of another one")
    folder = checked(output_folder, options.all, "handout", "--all")
    _check_template(options)
    require_graphics()
    require_handouts()
    from spine_viewer.export.handout.library import jobs_of, make_all

    jobs, lacking = jobs_of(options.region or "whole", options.language or LANGUAGES)
    asked = (options.procedure, options.joint, options.side)
    jobs = [job for job in jobs if all(a in (None, b) for a, b in zip(asked, job.about, strict=True))]
    if not jobs:
        raise InputError("no procedure is described there; leave out --region, --joint or --procedure")
    for line in lacking:
        print(line, file=sys.stderr)
    folder.mkdir(exist_ok=True)
    processes = min(options.jobs or half_the_cores(), max(1, len(jobs)))
    made = make_all(jobs, folder, options.paper, options.template, processes, options.scheduler, _told())
    failed = [one for one in made if one.trouble]
    for one in failed:
        print(f"{one.job.procedure} {one.job.joint} {one.job.side}: {one.trouble}", file=sys.stderr)
    return 1 if failed else 0


def _told() -> Any:
    bar = progress_bar()

    def tell(made: Made, done: int, count: int) -> None:
        for file in made.files:
            print(file, flush=True)
        if bar is not None:
            bar(done / count)

    return tell


def _check_template(options: argparse.Namespace) -> None:
    if options.template is not None and not (options.template / "handout.typ").is_file():
        raise InputError(
            f"--template {str(options.template)!r}: there is no handout.typ in it; "
            "copy one with: spine-viewer handout --write-template DIR"
        )


def _write_template(options: argparse.Namespace) -> int:
    import shutil

    folder = checked(output_folder, options.write_template, "handout", "--write-template")
    source = Path(__file__).resolve().parents[1] / "export" / "handout" / "template"
    there = [file.name for file in sorted(source.iterdir()) if (folder / file.name).exists()]
    if there:
        raise InputError(
            f"--write-template {options.write_template!r}: {there[0]} is there already; name another folder"
        )
    shutil.copytree(source, folder, dirs_exist_ok=True)
    for file in sorted(source.iterdir()):
        print(folder / file.name)
    return 0
