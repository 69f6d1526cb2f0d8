"""``--state FILE``: a view that was kept in the viewer, as a file or as a link."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.app.choices import Choices

OTHERS = ("procedure", "joint", "side", "sex", "stature", "asymmetry", "seed", "tropism", "degeneration",
          "arthropathy", "person")  # fmt: skip


def add_state_option(parser: argparse.ArgumentParser) -> None:
    """``--state``."""
    parser.add_argument("--state", metavar="FILE", help="a view that was saved in the viewer, or a link to one")


def check_state_option(options: argparse.Namespace, usual: Mapping[str, object]) -> None:
    """Refuse ``--state`` beside an option that it decides itself.

    ``usual``: further options of the command with their defaults.
    """
    if options.state is None:
        return
    given = [name for name in OTHERS if getattr(options, name) is not None]
    given += [name for name, value in usual.items() if getattr(options, name) != value]
    if given:
        raise InputError(f"--state says all of what is shown; leave out --{given[0].replace('_', '-')}, or --state")


def kept_view(state: str | None) -> Choices | None:
    """What a file or a link keeps; None where none is asked for.

    Raises
    ------
    InputError
        Where it cannot be read, is no view, or names what this spine does not have.
    """
    if state is None:
        return None
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.app.state.check import check_structures
    from spine_viewer.app.state.document import from_file
    from spine_viewer.app.state.link import MARK, from_link

    choices = from_link(state) if MARK in state else from_file(Path(state))
    check_structures(choices, Spine.load("prone"))
    return choices
