"""``spine-viewer lesion``: the size of a heat lesion."""

from __future__ import annotations

import argparse

from spine_viewer.commands.output import print_json
from spine_viewer.commands.parser import Subparsers


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "lesion", help="size of a heat lesion", description="Width and length of the lesion around a heated electrode."
    )
    parser.add_argument("--gauge", type=int, default=18, help="gauge of the cannula (default 18)")
    parser.add_argument("--tip", type=float, default=10.0, metavar="MM", help="length of the bare tip (default 10 mm)")
    parser.add_argument("--temperature", type=float, default=80.0, metavar="C", help="tip temperature (default 80 C)")
    parser.add_argument("--time", type=float, default=90.0, metavar="S", help="time from switching on (default 90 s)")
    parser.add_argument(
        "--perfusion", default="bench", help="bench: no blood flow, room temperature (default); body: muscle at 37 C"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document, with the course over time")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from spine_viewer.lesion import simulate

    lesion = simulate(
        gauge=options.gauge,
        tip_mm=options.tip,
        temperature_c=options.temperature,
        seconds=options.time,
        perfusion=options.perfusion,
    )
    if options.json:
        print_json(lesion.to_dict())
    else:
        print(lesion.summary())
    return 0
