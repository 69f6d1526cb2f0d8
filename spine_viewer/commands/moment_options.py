"""Options that name a moment of a procedure's film."""

from __future__ import annotations

import argparse

from spine_viewer.errors import InputError


def add_moment_options(parser: argparse.ArgumentParser) -> None:
    """``--at`` and ``--uptake``."""
    parser.add_argument("--at", metavar="STEP|SECONDS", help="moment of the procedure: a step's name, or seconds")
    parser.add_argument(
        "--uptake", action="store_true", help="with --at a step of contrast: it runs off in a vein, for teaching"
    )


def check_moment_options(options: argparse.Namespace) -> None:
    """Refuse a moment without a procedure, and uptake without a moment."""
    if options.at is not None and not options.procedure:
        raise InputError("--at needs --procedure, --joint and --side")
    if options.uptake and options.at is None:
        raise InputError("--uptake needs --at, a step that injects contrast")
