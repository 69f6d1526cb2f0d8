"""``spine-viewer bones build | check | measure``: make the meshes, and prove that they are what they should be."""

from __future__ import annotations

import argparse

from spine_viewer.anatomy.ids import BONES
from spine_viewer.commands.output import print_json, report_findings
from spine_viewer.commands.parser import Subparsers, some_of
from spine_viewer.errors import InputError


def add(commands: Subparsers) -> None:
    parser = commands.add_parser("bones", help="build, check or measure the bones", description="The bone meshes.")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    build = actions.add_parser("build", help="build every mesh and its manifest from the cited dimensions")
    build.add_argument("--only", type=some_of(BONES, "bone"), metavar="BONE,...", help=f"some of {','.join(BONES)}")
    build.set_defaults(run=run_build)
    check = actions.add_parser("check", help="closed, one body, genus, gaps, overlaps, landmarks; exit 1 if one fails")
    check.add_argument("--json", action="store_true", help="print one JSON document")
    check.set_defaults(run=run_check)
    measure = actions.add_parser("measure", help="every cited dimension, measured on the mesh")
    measure.add_argument("--json", action="store_true", help="print one JSON document")
    measure.set_defaults(run=run_measure)


def run_build(options: argparse.Namespace) -> int:
    import shutil
    import signal
    import sys
    import tempfile
    from pathlib import Path

    from spine_viewer.anatomy.build import build_all
    from spine_viewer.anatomy.folders import meshes_folder

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the temporary folder goes when we are stopped
    folder = meshes_folder()
    if options.only and not (folder / "manifest.json").is_file():
        raise InputError("--only needs the other bones to be there; run: spine-viewer bones build")
    with tempfile.TemporaryDirectory(prefix=".meshes-", dir=folder.parent) as name:
        made = Path(name) / "meshes"
        shutil.copytree(folder, made)
        build_all(made, bones=options.only)
        for path in sorted(made.rglob("*")):  # the manifest last, so that it never speaks of what is not there yet
            if path.is_file() and path.name != "manifest.json":
                target = folder / path.relative_to(made)
                target.parent.mkdir(parents=True, exist_ok=True)
                path.replace(target)
        (made / "manifest.json").replace(folder / "manifest.json")
    return 0


def run_check(options: argparse.Namespace) -> int:
    from spine_viewer.anatomy.check import run_checks

    return report_findings(run_checks(), options.json)


def run_measure(options: argparse.Namespace) -> int:
    from spine_viewer.anatomy.measure import measure_all

    rows = measure_all()
    if options.json:
        print_json([row.to_json() for row in rows])
        return 0
    print(f"{'level':7}{'dimension':30}{'chosen':>9}{'allowed':>18}{'measured':>10}  {'':4}{'status':10}source")
    for row in rows:
        measured = "-" if row.measured is None else f"{row.measured:.2f}"
        verdict = {None: "-", True: "ok", False: "OUT"}[row.within]
        allowed = f"{row.low:.2f} - {row.high:.2f}"
        print(
            f"{row.level:7}{row.dimension:30}{row.value:9.2f}{allowed:>18}{measured:>10}  {verdict:4}"
            f"{row.status:10}{row.source}"
        )
    return 0
