"""``spine-viewer lesion``: the size of a heat lesion."""

from __future__ import annotations

import argparse

from spine_viewer.anatomy import ids
from spine_viewer.commands.output import print_json
from spine_viewer.commands.parser import Subparsers, joint_level, one_of
from spine_viewer.errors import InputError


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "lesion",
        help="size of a heat lesion",
        description="Width and length of the lesion around a heated electrode; with several electrodes, a curved one, "
        "bone or a joint of the spine, the lesion in three dimensions.",
    )
    parser.add_argument("--gauge", type=int, default=18, help="gauge of the cannula (default 18)")
    parser.add_argument("--tip", type=float, default=10.0, metavar="MM", help="length of the bare tip (default 10 mm)")
    parser.add_argument("--temperature", type=float, default=80.0, metavar="C", help="tip temperature (default 80 C)")
    parser.add_argument("--time", type=float, default=90.0, metavar="S", help="time from switching on (default 90 s)")
    parser.add_argument(
        "--perfusion", default="bench", help="bench: no blood flow, room temperature (default); body: muscle at 37 C"
    )
    parser.add_argument("--kind", default="straight", help="straight (default), curved or cooled")
    parser.add_argument("--cannula", type=float, default=100.0, metavar="MM", help="length of the cannula (100 mm)")
    parser.add_argument("--electrodes", type=int, default=1, metavar="N", help="so many, side by side (default 1)")
    parser.add_argument("--spacing", type=float, metavar="MM", help="between neighbouring electrodes (default 10 mm)")
    parser.add_argument("--bipolar", action="store_true", help="by turns on the generator's two poles")
    parser.add_argument(
        "--bone", type=float, metavar="MM", help="a flat bone along the electrode, so far from its axis"
    )
    parser.add_argument("--joint", type=joint_level, help="at the planned place for a joint of the spine, bone and all")
    parser.add_argument("--side", type=one_of(ids.SIDES, "side"), help="left or right, with --joint")
    parser.add_argument("--json", action="store_true", help="print one JSON document, with the course over time")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if (options.joint is None) != (options.side is None):
        raise InputError("lesion: --joint and --side go together")
    if options.joint is not None and (options.electrodes != 1 or options.bone is not None):
        raise InputError("lesion: --joint places the electrode and the bone: leave out --electrodes and --bone")
    if options.electrodes < 2 and (options.bipolar or options.spacing is not None):
        raise InputError("lesion: --bipolar and --spacing need --electrodes 2 or more")
    round_about = options.electrodes == 1 and options.bone is None and options.joint is None
    return _about_axis(options) if round_about and options.kind != "curved" else _in_space(options)


def _about_axis(options: argparse.Namespace) -> int:
    from spine_viewer.lesion import simulate

    lesion = simulate(
        gauge=options.gauge,
        tip_mm=options.tip,
        temperature_c=options.temperature,
        seconds=options.time,
        perfusion=options.perfusion,
        kind=options.kind,
        cannula_mm=options.cannula,
    )
    if options.json:
        print_json(lesion.to_dict())
    else:
        print(lesion.summary())
    return 0


def _in_space(options: argparse.Namespace) -> int:
    from spine_viewer.commands.lesion_in_space import lesion_in_space

    document, text = lesion_in_space(options)
    if options.json:
        print_json(document)
    else:
        print(text)
    return 0
