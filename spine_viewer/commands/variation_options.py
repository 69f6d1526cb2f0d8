"""Options that ask for a spine other than the default one: ``--sex``, ``--stature``, ``--degeneration`` and so on."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from spine_viewer.anatomy import ids
from spine_viewer.commands.parser import number, one_of, whole
from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.anatomy.variation.request import Variation

SEXES = ("female", "male")
STATURE_CM = (130.0, 215.0)
TROPISM_DEG = (-15.0, 15.0)
ASYMMETRY = (0.0, 3.0)
LARGEST_SEED = 1_000_000


def grades(low: float, high: float, unit: str = "") -> Callable[[str], dict[str, float]]:
    """Option type: ``L4-L5=0.7,L5-S1=0.4``, joint levels each with a number from ``low`` to ``high``."""

    def parse(text: str) -> dict[str, float]:
        found: dict[str, float] = {}
        for part in text.split(","):
            name, _, value = part.partition("=")
            level = name.strip().upper()
            if level not in ids.FACET_JOINT_LEVELS:
                allowed = f"{ids.FACET_JOINT_LEVELS[0]} to {ids.FACET_JOINT_LEVELS[-1]}, such as L4-L5=0.7"
                raise argparse.ArgumentTypeError(f"unknown joint level {name.strip()!r}; allowed: {allowed}")
            found[level] = number(low, high, unit)(value)
        return found

    return parse


def add_variation_options(parser: argparse.ArgumentParser) -> None:
    """Everything in which a spine may differ; see :func:`variation_of`."""
    group = parser.add_argument_group("another spine", "in place of the default anatomy")
    worn = grades(0.0, 1.0)
    joints = "LEVEL=0..1,..."
    group.add_argument("--degeneration", type=worn, metavar=joints, help="worn disc and facet joints: L4-L5=0.7")
    group.add_argument("--arthropathy", type=worn, metavar=joints, help="facet joints alone: L4-L5=0.7")
    turned = grades(*TROPISM_DEG, "degrees")
    group.add_argument("--tropism", type=turned, metavar="LEVEL=DEG,...", help="left facet turned out, right one in")
    group.add_argument("--sex", type=one_of(SEXES, "sex"), help=", ".join(SEXES))
    group.add_argument("--stature", type=number(*STATURE_CM, "cm"), metavar="CM", help="body height")
    uneven = number(*ASYMMETRY, "(1: as in most people)")
    group.add_argument("--asymmetry", type=uneven, metavar="N", help="how unlike the two sides are (default 0)")
    seed = whole(0, LARGEST_SEED)
    group.add_argument("--seed", type=seed, metavar="N", help="which asymmetric spine, and where spurs grow")
    group.add_argument("--person", type=seed, metavar="N", help="somebody drawn at random, one per number")


def variation_of(options: argparse.Namespace) -> Variation | None:
    """What the options ask for; None for the default anatomy.

    Raises
    ------
    InputError
        Where ``--person`` stands beside an option that would change that person.
    """
    own = {
        "sex": options.sex,
        "stature_cm": options.stature,
        "asymmetry": options.asymmetry,
        "seed": options.seed,
        "tropism": options.tropism,
        "degeneration": options.degeneration,
        "arthropathy": options.arthropathy,
    }
    asked = {name: value for name, value in own.items() if value is not None}
    if options.person is None and not asked:
        return None
    from spine_viewer.anatomy.variation.request import Variation

    if options.person is None:
        return Variation(**asked)
    if asked:
        raise InputError("--person draws everything at random; leave out the other options of the spine, or --person")
    return Variation.random(options.person)
