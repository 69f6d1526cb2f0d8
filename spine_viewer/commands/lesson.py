"""``spine-viewer lesson``: a procedure as one HTML file that works without a network."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from spine_viewer.anatomy import ids
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, LANGUAGES
from spine_viewer.anatomy.regions import REGIONS, region_with
from spine_viewer.commands.output import progress_bar, whole_file
from spine_viewer.commands.parser import (
    Subparsers,
    add_procedure_options,
    add_variant_option,
    check_procedure_options,
    check_variant,
    joints_of,
    one_of,
    output_file,
    procedures,
    whole,
)
from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.export.lesson import LessonMaker
    from spine_viewer.export.lesson.library import Subject

MOST_JOBS = 64
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
    add_procedure_options(parser, "the procedure; with --all only this one")
    add_variant_option(parser)
    opens = f"language that the lesson opens in, all are inside: {', '.join(LANGUAGES)}"
    parser.add_argument("--language", type=one_of(LANGUAGES, "language"), default=DEFAULT_LANGUAGE, help=opens)
    region = f"with --all only this region: {', '.join(_REGIONS)}"
    parser.add_argument("--region", type=one_of(_REGIONS, "region"), help=region)
    parser.add_argument(
        "--jobs", type=whole(1, MOST_JOBS), default=1, metavar="N", help="with --all: processes that work at a time"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if (options.out is None) == (options.all is None):
        raise InputError("lesson: name one OUT.html, or --all OUT_DIR")
    return _one(options) if options.all is None else _all(options)


def _one(options: argparse.Namespace) -> int:
    for name in ("region", "jobs"):
        if getattr(options, name) not in (None, 1):
            raise InputError(f"--{name} goes with --all")
    if not options.procedure:
        raise InputError(f"lesson needs --procedure ({', '.join(procedures())}), --joint and --side")
    check_procedure_options(options)
    check_variant(options.procedure, options.variant)
    asked = (options.procedure, options.joint, options.side, options.language, options.variant)
    content = _maker().html(*asked, progress_bar())
    _write(options.out, content)
    print(options.out)
    return 0


def _all(options: argparse.Namespace) -> int:
    if options.variant:
        raise InputError("--variant goes with one OUT.html, not with --all")
    if options.joint and not options.procedure:
        raise InputError(f"--joint {options.joint} needs --procedure; allowed: {', '.join(procedures())}")
    subjects = tuple(_subjects(options))
    if not subjects:
        raise InputError("no procedure is described there; leave out --region, --joint or --procedure")
    folder = _folder(options.all)
    bar = progress_bar() or (lambda _part: None)
    made, failed = [], 0
    for count, (subject, problem) in enumerate(_made(subjects, folder, options), 1):
        bar(count / len(subjects))
        if problem:
            failed += 1
            print(f"spine-viewer: no lesson {subject.file}: {problem}", file=sys.stderr)
        else:
            made.append(subject)
    from spine_viewer.export.lesson.library import index_pages

    order = [one for one in subjects if one in set(made)]
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


def _made(subjects: tuple[Subject, ...], folder: Path, options: argparse.Namespace) -> Iterable[tuple[Subject, str]]:
    """Each subject with what went wrong, empty where its lesson is written."""
    if options.jobs == 1:
        maker = _maker()
        return (_into(folder, subject, options.language, maker) for subject in subjects)
    return _shared(subjects, folder, options)


def _shared(subjects: tuple[Subject, ...], folder: Path, options: argparse.Namespace) -> Iterator[tuple[Subject, str]]:
    """As :func:`_made`, by several processes that each load the spine once."""
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from multiprocessing import get_context

    with ProcessPoolExecutor(options.jobs, get_context("spawn")) as pool:
        for done in as_completed([pool.submit(_job, folder, one, options.language) for one in subjects]):
            yield done.result()


_WORKER: list[LessonMaker] = []


def _job(folder: Path, subject: Subject, language: str) -> tuple[Subject, str]:
    if not _WORKER:
        _WORKER.append(_maker())
    return _into(folder, subject, language, _WORKER[0])


def _into(folder: Path, subject: Subject, language: str, maker: LessonMaker) -> tuple[Subject, str]:
    try:
        _write(folder / subject.file, maker.html(subject.procedure, subject.joint, subject.side, language))
    except InputError as error:
        return subject, str(error)
    return subject, ""


def _maker() -> LessonMaker:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.export.lesson import LessonMaker

    return LessonMaker(Spine.load(pose="prone"))


def _write(path: Path, content: str) -> None:
    with whole_file(path) as temporary:
        temporary.write_text(content, encoding="utf-8")
