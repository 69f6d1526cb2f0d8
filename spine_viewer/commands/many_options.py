"""``--jobs`` and ``--scheduler``: who makes a whole library."""

from __future__ import annotations

import argparse
import os

from spine_viewer.commands.parser import whole
from spine_viewer.errors import InputError

MOST_JOBS = 64


def add_many_options(parser: argparse.ArgumentParser, usual: str) -> None:
    """``--jobs`` (or ``--workers``) and ``--scheduler``; ``usual`` says how many processes there are without them."""
    jobs = whole(1, MOST_JOBS, "processes")
    parser.add_argument(
        "--jobs", "--workers", dest="jobs", type=jobs, metavar="N", help=f"with --all: processes (default: {usual})"
    )
    address = "with --all: work on the Dask cluster with this scheduler, such as tcp://127.0.0.1:8786"
    parser.add_argument("--scheduler", metavar="ADDRESS", help=address)


def check_alone(options: argparse.Namespace, *more: str) -> None:
    """Refuse options that go with ``--all``."""
    for name in ("jobs", "scheduler", *more):
        if getattr(options, name) is not None:
            raise InputError(f"--{name} goes with --all")


def check_many(options: argparse.Namespace) -> None:
    """Refuse a number of processes here beside a cluster elsewhere."""
    if options.jobs is not None and options.scheduler is not None:
        raise InputError("--scheduler: the cluster has workers of its own; leave out --jobs, or --scheduler")


def half_the_cores() -> int:
    """Processes that leave room for others."""
    return max(1, (os.cpu_count() or 2) // 2)
