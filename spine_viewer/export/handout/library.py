"""Every handout of a region, over several processes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

THREADS = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "LP_NUM_THREADS")  # X-rays, meshes, OpenGL on the processor
DRAWN_IN = {"sacral": "lumbar"}  # regions of techniques that have no pictures of their own


@dataclass(frozen=True)
class Job:
    """The handouts of one joint: drawn once, in every language of ``languages``."""

    procedure: str
    joint: str
    side: str
    languages: tuple[str, ...]

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
    workers: int = 1,
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
    workers : int
        Processes; they share the machine's threads.
    progress : callable, optional
        Called with what is made, how many jobs are done and how many there are.
    """
    threads = max(1, (os.cpu_count() or 1) // workers)
    context = multiprocessing.get_context("spawn")
    made: list[Made] = []
    with ProcessPoolExecutor(workers, context, _set_threads, (threads,)) as pool:
        waiting = [pool.submit(_make, job, folder, paper, template) for job in jobs]
        try:
            for done in as_completed(waiting):
                made.append(done.result())
                if progress is not None:
                    progress(made[-1], len(made), len(jobs))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return made


def _set_threads(count: int) -> None:
    """How many threads a worker takes; before it loads what uses them."""
    for name in THREADS:
        os.environ[name] = str(count)


def _make(job: Job, folder: Path, paper: str, template: Path | None) -> Made:
    from spine_viewer.export.handout.make import handouts, write_whole

    try:
        found = handouts(_workplace(), job.procedure, job.joint, job.side, job.languages, paper, template)
        files = tuple(write_whole(job.path(folder, language), content) for language, content in found.items())
    except Exception as error:  # told with its job; the other handouts go on
        return Made(job, (), f"{type(error).__name__}: {' '.join(str(error).split())}")
    return Made(job, files)


@lru_cache(maxsize=1)
def _workplace() -> Any:
    """What a worker keeps between its jobs."""
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.export.handout.pictures import XRays

    return XRays(Spine.load("prone"))
