"""Every handout of a region, over several processes or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from spine_viewer.export.crew import shared
from spine_viewer.export.handout.carried import Packed, packed, unpacked

DRAWN_IN = {"sacral": "lumbar"}  # regions of techniques that have no pictures of their own


@dataclass(frozen=True)
class Job:
    """The handouts of one joint: drawn once, in every language of ``languages``."""

    procedure: str
    joint: str
    side: str
    languages: tuple[str, ...]

    @property
    def about(self) -> tuple[str, str, str]:
        """Procedure, joint and side."""
        return self.procedure, self.joint, self.side

    def path(self, folder: Path, language: str) -> Path:
        """Where a handout is written."""
        return folder / f"{self.procedure}-{self.joint}-{self.side}-{language}.pdf"


@dataclass(frozen=True)
class Made:
    """What became of a job: its files, or one line on what went wrong."""

    job: Job
    files: tuple[Path, ...]
    trouble: str = ""


def jobs_of(region: str, languages: Sequence[str]) -> tuple[list[Job], list[str]]:
    """Jobs for every procedure, joint and side of a region (``whole``: all), and what has no texts in a language."""
    from spine_viewer.anatomy.ids import SIDES
    from spine_viewer.procedures.technique import PROCEDURES, load_technique, technique_files

    jobs, lacking = [], []
    for procedure in PROCEDURES:
        for own in technique_files(procedure):
            if region not in ("whole", DRAWN_IN.get(own, own)):
                continue
            technique = load_technique(procedure, own)
            there = tuple(language for language in languages if language in technique.languages)
            lacking += [f"{procedure}, {own}: no texts in {one}" for one in languages if one not in there]
            if there:
                jobs += [Job(procedure, joint, side, there) for joint in technique.joints for side in SIDES]
    return jobs, lacking


def make_all(
    jobs: Sequence[Job],
    folder: Path,
    paper: str = "a4",
    template: Path | None = None,
    processes: int = 1,
    scheduler: str | None = None,
    progress: Callable[[Made, int, int], None] | None = None,
) -> list[Made]:
    """Make handouts into a folder; each file is whole or not there, and one that fails does not stop the others.

    Parameters
    ----------
    jobs : sequence of Job
    folder : path
        It is there.
    paper, template
        As in :func:`spine_viewer.export.handout.make.handouts`.
    processes, scheduler
        Who does the work: see :func:`spine_viewer.export.crew.shared`.
    progress : callable, optional
        Called with what is made, how many jobs are done and how many there are.
    """
    from spine_viewer.export.handout.make import write_whole

    made: list[Made] = []
    for job, (pages, trouble) in shared(partial(_make, paper, packed(template)), jobs, processes, scheduler):
        files = tuple(write_whole(job.path(folder, language), content) for language, content in pages.items())
        made.append(Made(job, files, trouble))
        if progress is not None:
            progress(made[-1], len(made), len(jobs))
    return made


def _make(paper: str, template: Packed, job: Job) -> tuple[dict[str, bytes], str]:
    """PDF files by language, or one line on what went wrong."""
    from spine_viewer.export.handout.make import handouts

    try:
        with unpacked(template) as folder:
            asked = (job.procedure, job.joint, job.side, job.languages, paper, folder)
            return handouts(_workplace(), *asked), ""
    except Exception as error:  # told with its job; the other handouts go on
        return {}, f"{type(error).__name__}: {' '.join(str(error).split())}"


@lru_cache(maxsize=1)
def _workplace() -> Any:
    """What a worker keeps between its jobs."""
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.export.handout.pictures import XRays

    return XRays(Spine.load("prone"))
