"""``spine-viewer lesson``: a procedure as one HTML file that works without a network."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from spine_viewer.anatomy import ids
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, LANGUAGES
from spine_viewer.anatomy.regions import REGIONS, region_with
from spine_viewer.commands.kept_view import add_state_option, check_state_option
from spine_viewer.commands.many_options import add_many_options, check_alone, check_many
from spine_viewer.commands.output import progress_bar, whole_file
from spine_viewer.commands.parser import Subparsers, joints_of, one_of, output_file, procedures
from spine_viewer.commands.treatment import add_treatment_options, treatment_of
from spine_viewer.commands.variation_options import add_variation_options, variation_of
from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.export.lesson.library import Subject

_REGIONS = tuple(name for name in REGIONS if name != "whole")


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "lesson",
        help="write an interactive lesson as one HTML file",
        description="A procedure step by step in 3D and on a live X-ray, as one HTML file that opens in any browser "
        "without a network, in every language; or with --all a folder of them with pages that list them.",
    )
    parser.add_argument("out", nargs="?", type=output_file(".html"), metavar="OUT.html", help="file to write")
    parser.add_argument("--all", type=Path, metavar="OUT_DIR", help="every lesson, into this folder, with index pages")
    add_treatment_options(parser, "the procedure; with --all only this one")
    opens = f"language that the lesson opens in, all are inside: {', '.join(LANGUAGES)}"
    parser.add_argument("--language", type=one_of(LANGUAGES, "language"), default=DEFAULT_LANGUAGE, help=opens)
    region = f"with --all only this region: {', '.join(_REGIONS)}"
    parser.add_argument("--region", type=one_of(_REGIONS, "region"), help=region)
    add_many_options(parser, "1")
    add_variation_options(parser)
    add_state_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if (options.out is None) == (options.all is None):
        raise InputError("lesson: name one OUT.html, or --all OUT_DIR")
    return _one(options) if options.all is None else _all(options)


def _one(options: argparse.Namespace) -> int:
    check_alone(options, "region")
    check_state_option(options, {"variant": None, "language": DEFAULT_LANGUAGE})
    treatment = treatment_of(options, "lesson", texts=False)
    from spine_viewer.export.lesson import LessonMaker

    spine, plan = treatment.planned()
    _write(options.out, LessonMaker(spine).html_of_plan(plan, treatment.language, progress_bar()))
    print(options.out)
    return 0


def _all(options: argparse.Namespace) -> int:
    check_many(options)
    if options.state is not None:
        raise InputError("--state is of one procedure; leave it out, or --all")
    if options.variant:
        raise InputError("--variant goes with one OUT.html, not with --all")
    if variation_of(options) is not None:
        raise InputError("--all makes lessons of the default spine; leave out the options of another one")
    if options.joint and not options.procedure:
        raise InputError(f"--joint {options.joint} needs --procedure; allowed: {', '.join(procedures())}")
    subjects = tuple(_subjects(options))
    if not subjects:
        raise InputError("no procedure is described there; leave out --region, --joint or --procedure")
    folder = _folder(options.all)
    bar = progress_bar() or (lambda _part: None)
    from spine_viewer.export.lesson.library import index_pages, lessons

    made, failed = set(), 0
    processes = min(options.jobs or 1, len(subjects))
    for count, (subject, content, trouble) in enumerate(
        lessons(subjects, options.language, processes, options.scheduler), 1
    ):
        bar(count / len(subjects))
        if trouble:
            failed += 1
            print(f"spine-viewer: no lesson {subject.file}: {trouble}", file=sys.stderr)
        else:
            _write(folder / subject.file, content)
            made.add(subject)
    order = [one for one in subjects if one in made]
    if order:
        for name, content in index_pages(order).items():
            _write(folder / name, content)
    print(f"{len(made)} of {len(subjects)} lessons in {folder}")
    return 1 if failed else 0


def _subjects(options: argparse.Namespace) -> Iterator[Subject]:
    from spine_viewer.export.lesson.library import Subject

    for procedure in (options.procedure,) if options.procedure else procedures():
        for joint in joints_of(procedure):
            if options.joint in (None, joint) and options.region in (None, region_with(joint)):
                for side in (options.side,) if options.side else ids.SIDES:
                    yield Subject(procedure, joint, side)


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot make the folder {str(path)!r}: {error.strerror}") from None
    if not os.access(path, os.W_OK):
        raise InputError(f"cannot write in {str(path)!r}: permission denied; name a place you may write to")
    return path


def _write(path: Path, content: str) -> None:
    with whole_file(path) as temporary:
        temporary.write_text(content, encoding="utf-8")
