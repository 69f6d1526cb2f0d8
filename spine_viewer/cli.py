"""The command line: ``spine-viewer COMMAND ...`` and ``python app.py COMMAND ...``.

Exit status: 0 done, 1 a check found something wrong, 2 bad input (one line on standard error), 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from spine_viewer import __version__
from spine_viewer.anatomy.refusals import in_words
from spine_viewer.commands import COMMANDS
from spine_viewer.commands.language_option import language_asked
from spine_viewer.commands.parser import Parser
from spine_viewer.errors import InputError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status; without a command, start the viewer."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        options = build_parser().parse_args(_with_default_command(given))
        return int(options.run(options))
    except InputError as error:
        line = in_words(" ".join(str(error).split()), language_asked(given))
        print(f"spine-viewer: {line}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def build_parser() -> Parser:
    """Parser with one sub-command per module of :mod:`spine_viewer.commands`."""
    parser = Parser(prog="spine-viewer", description="Explore the spine, its X-rays and facet joint procedures.")
    parser.add_argument("--version", action="version", version=f"spine-viewer {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
    return parser


def _with_default_command(arguments: Sequence[str]) -> list[str]:
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version")):
        return ["view", *arguments]
    return list(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
