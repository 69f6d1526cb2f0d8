"""``spine-viewer annotations check``: prove that the facts behind the anatomy are whole and agree with each other."""

from __future__ import annotations

import argparse
from pathlib import Path

from spine_viewer.commands.output import report_findings
from spine_viewer.commands.parser import Subparsers


def add(commands: Subparsers) -> None:
    parser = commands.add_parser("annotations", help="check the cited facts", description="The cited facts.")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    check = actions.add_parser(
        "check",
        help="sources, joints and nerves, level rules, landmarks, texts in each language; exit 1 if one fails",
    )
    check.add_argument("--folder", type=Path, metavar="DIR", help="folder with annotations (default: the shipped ones)")
    check.add_argument("--json", action="store_true", help="print one JSON document")
    check.set_defaults(run=run_check)


def run_check(options: argparse.Namespace) -> int:
    from spine_viewer.anatomy.annotations_check import check_annotations

    return report_findings(check_annotations(options.folder), options.json)
