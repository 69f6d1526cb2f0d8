"""Handouts of one procedure on one joint, in one or more languages."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from spine_viewer.anatomy.whole_file import whole_file
from spine_viewer.export.handout.content import content
from spine_viewer.export.handout.pdf import compile_pdf, prepare
from spine_viewer.export.handout.pictures import XRays, draw_pictures
from spine_viewer.progress import Progress

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.procedures import Plan


def handouts(
    spine: Spine | XRays,
    procedure: str,
    joint: str,
    side: str,
    languages: Sequence[str] = ("en",),
    paper: str = "a4",
    template: Path | None = None,
    variant: str | None = None,
    today: date | None = None,
) -> dict[str, bytes]:
    """PDF files by language.

    Parameters
    ----------
    spine : Spine or XRays
        Prone; the latter keeps what the next handout of the same spine needs again.
    procedure, joint, side : str
    languages : sequence of str
        The pictures are drawn once for all of them.
    paper : {"a4", "letter"}
    template : path, optional
        Folder with a template of one's own.
    variant : str, optional
        Another way to do the procedure.
    today : date, optional
        Told on the last page.

    Raises
    ------
    InputError
        If there are no texts in a language, the procedure is not done there, or the template is wrong.
    """
    from spine_viewer.procedures import plan
    from spine_viewer.procedures.technique import load_technique

    technique = load_technique(procedure, joint, variant)
    for language in languages:
        technique.language(language)
    xrays = spine if isinstance(spine, XRays) else XRays(spine)
    made = plan(xrays.spine, procedure, joint=joint, side=side, variant=variant)
    return handouts_of_plan(xrays, made, languages, paper, template, today)


def handouts_of_plan(
    xrays: XRays,
    plan: Plan,
    languages: Sequence[str],
    paper: str = "a4",
    template: Path | None = None,
    today: date | None = None,
    progress: Progress | None = None,
) -> dict[str, bytes]:
    """As :func:`handouts` for a plan, which may be that of a session of several joints.

    ``progress`` is told the part that is done, 0 to 1.
    """
    for language in languages:
        plan.technique.language(language)
    timeline = plan.timeline()
    with tempfile.TemporaryDirectory(prefix="spine-handout-") as name:
        folder = Path(name)
        prepare(folder, template)
        drawn = draw_pictures(xrays, plan, timeline, languages, folder, progress)
        day = today or date.today()
        return {
            language: compile_pdf(folder, content(plan, timeline, language, drawn[language], day), paper)
            for language in languages
        }


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file that is either whole or not there."""
    with whole_file(path) as temporary:
        temporary.write_bytes(content)
    return path
