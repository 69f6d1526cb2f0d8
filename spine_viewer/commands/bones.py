"""``spine-viewer bones build | check | measure``: make the meshes, and prove that they are what they should be."""

from __future__ import annotations

import argparse

from spine_viewer.commands.names import BONES
from spine_viewer.commands.output import print_json
from spine_viewer.commands.parser import Subparsers, some_of


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
    from spine_viewer.anatomy.build import build_all
    from spine_viewer.anatomy.folders import meshes_folder

    build_all(meshes_folder(), bones=options.only)
    return 0


def run_check(options: argparse.Namespace) -> int:
    from spine_viewer.anatomy.check import run_checks

    report = run_checks()
    if options.json:
        print_json(report.to_dict())
    else:
        print(report.summary())
    return 0 if report.passed else 1


def run_measure(options: argparse.Namespace) -> int:
    from spine_viewer.anatomy.measure import measure_all

    print_json(measure_all())
    return 0
