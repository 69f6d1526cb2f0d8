"""``spine-viewer movie``: the film of a procedure as a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.commands.kept_view import add_state_option, check_state_option
from spine_viewer.commands.language_option import add_language_option
from spine_viewer.commands.names import AUDIENCES, QUALITIES
from spine_viewer.commands.output import progress_bar, whole_file
from spine_viewer.commands.parser import Subparsers, number, one_of, output_file, picture_size
from spine_viewer.commands.treatment import add_treatment_options, treatment_of
from spine_viewer.commands.variation_options import add_variation_options
from spine_viewer.doctor import require_graphics
from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.export.movie.reel import Cut

CAPTIONS = ("burnt", "file", "none")
USUAL_FPS = {".mp4": 24.0, ".gif": 10.0}
USUAL_SIZE = {".mp4": (1280, 720), ".gif": (720, 406)}


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "movie",
        help="write the film of a procedure as MP4 or GIF",
        description="The film of a procedure as .mp4 (H.264) or .gif: 3D view, X-ray, captions and a progress bar.",
    )
    parser.add_argument("out", type=output_file(".mp4", ".gif"), metavar="OUT", help="OUT.mp4 or OUT.gif")
    add_treatment_options(parser, "the film")
    parser.add_argument("--audience", type=one_of(AUDIENCES, "audience"), default="patient", help=", ".join(AUDIENCES))
    add_language_option(parser)
    parser.add_argument("--from", dest="start", metavar="STEP|SECONDS", help="first step (default: the beginning)")
    parser.add_argument("--to", dest="end", metavar="STEP|SECONDS", help="last step, to its end (default: the last)")
    parser.add_argument(
        "--speed", type=number(0.25, 8.0, "times"), default=1.0, help="times as fast as told (default 1)"
    )
    parser.add_argument("--fps", type=number(1.0, 60.0, "pictures per second"), help="default 24, of a GIF 10")
    parser.add_argument("--size", type=picture_size, metavar="WxH", help="default 1280x720, of a GIF 720x406")
    parser.add_argument(
        "--captions", type=one_of(CAPTIONS, "captions"), default="burnt", help="burnt in (default), file: OUT.vtt, none"
    )
    parser.add_argument(
        "--quality", type=one_of(QUALITIES, "quality"), default="live", help=f"of the 3D view: {', '.join(QUALITIES)}"
    )
    add_variation_options(parser)
    add_state_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    check_state_option(options, {"variant": None, "language": DEFAULT_LANGUAGE, "audience": "patient"})
    treatment = treatment_of(options, "movie")
    kind = options.out.suffix.lower()
    require_graphics()
    from spine_viewer.export.movie.sheet import Sheet
    from spine_viewer.export.movie.writers import need_pyav, write_gif, write_mp4

    sheet = Sheet(options.size or USUAL_SIZE[kind])
    if kind == ".mp4":
        need_pyav()
    from spine_viewer.export.movie.reel import Reel, subtitles
    from spine_viewer.scene import SceneRequest

    spine, plan = treatment.planned()
    audience, language = treatment.audience or options.audience, treatment.language
    request = SceneRequest(
        audience=audience,
        language=language,
        procedure=plan.procedure,
        joint=plan.joint,
        side=plan.side,
        variant=treatment.variant,
    )
    timeline = plan.timeline()
    cut = _cut(timeline, options, options.fps or USUAL_FPS[kind])
    burnt, flicker = options.captions == "burnt", kind != ".gif"
    with Reel(spine, timeline, request, sheet, options.quality, burnt, flicker) as reel:
        pictures = _told(reel.pictures(cut), cut.count)
        with whole_file(options.out) as temporary:
            if kind == ".gif":
                write_gif(temporary, pictures, cut.fps)
            else:
                write_mp4(temporary, pictures, cut.fps, sheet.size, reel.title)
    print(options.out)
    if options.captions == "file":
        beside = options.out.with_suffix(".vtt")
        with whole_file(beside) as temporary:
            temporary.write_text(subtitles(timeline, cut, audience, language), encoding="utf-8")
        print(beside)
    return 0


def _cut(timeline: Any, options: argparse.Namespace, fps: float) -> Cut:
    """What is shown; a step named as the last one is shown to its end."""
    from spine_viewer.export.movie.reel import Cut

    def bound(at: str | None, usual: float, last: bool) -> float:
        if at is None:
            return usual
        try:
            return float(timeline.seconds_of(float(at)))
        except ValueError:
            step = timeline.find(at)
            return float(step.end_s if last else step.start_s)

    start, end = bound(options.start, 0.0, False), bound(options.end, timeline.duration_s, True)
    if end <= start:
        raise InputError(f"--from {options.start} (at {start:g} s) is not before --to {options.end} (at {end:g} s)")
    return Cut(start, end, fps, options.speed)


def _told(pictures: Iterable[Any], count: int) -> Iterator[Any]:
    """The pictures, with a progress bar where somebody looks."""
    bar = progress_bar()
    for n, picture in enumerate(pictures):
        yield picture
        if bar is not None:
            bar((n + 1) / count)
    sys.stderr.flush()
