"""Seconds per page of handouts in English and Spanish, and how much faster two processes are than one.

``python benchmarks/handouts.py [--jobs N] [--all]``: the first N joints of the lumbar region, or all, first with
one process and then with two; six take about four minutes on two free cores. Starting the processes is part of it; each
takes its share of the machine's threads. The load average of the machine is told too: other work falsifies the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from spine_viewer.export.handout.library import Job, jobs_of, make_all

LANGUAGES = ("en", "es")
WORKERS = (1, 2)


def pages_in(folder: Path) -> int:
    """Pages of every PDF in a folder."""
    import pypdf

    return sum(len(pypdf.PdfReader(path).pages) for path in folder.glob("*.pdf"))


def measured(jobs: list[Job], workers: int) -> tuple[float, int]:
    """Seconds, and pages made."""
    with tempfile.TemporaryDirectory() as name:
        started = time.perf_counter()
        made = make_all(jobs, Path(name), processes=workers, progress=_told)
        seconds = time.perf_counter() - started
        trouble = [one.trouble for one in made if one.trouble]
        if trouble:
            raise SystemExit(trouble[0])
        return seconds, pages_in(Path(name))


def _told(_made: object, done: int, count: int) -> None:
    print(f"\r{done} of {count}", end="\n" if done == count else "", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=6)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    jobs, _ = jobs_of("lumbar", LANGUAGES)
    jobs = jobs if options.all else jobs[: options.jobs]
    found, loads = {}, [os.getloadavg()[0]]
    for workers in WORKERS:
        seconds, pages = measured(jobs, workers)
        found[workers] = {"seconds": round(seconds, 1), "pages": pages, "seconds_per_page": round(seconds / pages, 2)}
        loads.append(os.getloadavg()[0])
    speedup = found[1]["seconds"] / found[2]["seconds"]
    print(
        json.dumps(
            {
                "cores": os.cpu_count(),
                "load_before_between_after": [round(x, 1) for x in loads],
                "jobs": len(jobs),
                "workers": found,
                "speedup": round(speedup, 2),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
