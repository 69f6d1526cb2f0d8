"""``spine-viewer doctor``: is this machine ready, and what mends it."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from spine_viewer.commands.output import print_json
from spine_viewer.commands.parser import Subparsers


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "doctor",
        help="is this machine ready",
        description="Look at Python, libraries, graphics, data, browser and fonts, and say what mends what is missing.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from spine_viewer.doctor import examine, mending_command

    findings = examine()
    ready = all(finding.ok for finding in findings if finding.needed)
    command = mending_command(findings)
    if options.json:
        print_json({"ready": ready, "mend": command, "findings": [asdict(finding) for finding in findings]})
        return 0 if ready else 1
    for finding in findings:
        mark = "ok" if finding.ok else "MISSING" if finding.needed else "optional"
        print(f"{mark:9}{finding.name:10}{finding.detail}")
        if not finding.ok and finding.advice:
            print(f"{'':19}{finding.advice}")
    if command:
        print(f"\nRun: {command}")
    return 0 if ready else 1
