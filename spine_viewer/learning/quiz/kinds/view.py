"""Which view is this? The picture alone, without marks."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from functools import partial

import numpy as np

from spine_viewer.anatomy.ids import SIDES
from spine_viewer.imaging.views import TABLE
from spine_viewer.learning.quiz.bank import Bank, Item, region_named
from spine_viewer.learning.quiz.draft import Choice, Draft
from spine_viewer.learning.quiz.facts import by_level, rules, views
from spine_viewer.learning.quiz.kinds.xray import shown
from spine_viewer.learning.quiz.words import upper_first, word

PLAIN_DEG = 45.0  # views further apart look like nothing of each other; gauges are not made for that
LEAST = {"ap": 1, "oblique": 1, "lateral": 1, "sacral": 1, "pillar": 1}


def items(bank: Bank) -> Iterator[Item]:
    """One question per view and level."""
    for name, entry in TABLE.items():
        for level in entry.levels:
            ask = partial(_ask, bank, name, level)
            yield Item(f"view:{name}:{level}", "view", region_named(level), LEAST.get(name, 2), ask)


def _ask(bank: Bank, name: str, level: str, difficulty: int, rng: random.Random) -> Draft | None:
    side = rng.choice(SIDES)
    others = [
        other
        for other, entry in TABLE.items()
        if other != name
        and level in entry.levels
        and told_apart(bank, name, other, level, side, by_level(rules().view_apart_deg, difficulty))
    ]
    others.sort(key=lambda other: apart_deg(bank, name, other, level, side))
    near = others[: len(others) // 2] if difficulty > 1 else others
    return Draft(
        form="one",
        prompt=partial(word, "ask_view", level=level),
        right=(_choice(name, note=False),),
        wrong=(tuple(map(_choice, near)), tuple(map(_choice, others))),
        explanation=partial(_explained, name),
        sources=(views()[name].cited,),
        show={"xray": shown(name, level, side, bank.arm(name, level, side))},
    )


def told_apart(bank: Bank, name: str, other: str, level: str, side: str, least_deg: float) -> bool:
    """Whether the picture of a view would not pass for the other one: far from it, or with a gauge of it in the red."""
    apart = apart_deg(bank, name, other, level, side)
    return apart >= least_deg and (apart > PLAIN_DEG or not bank.shows(name, level, side, other))


def apart_deg(bank: Bank, name: str, other: str, level: str, side: str) -> float:
    """Degrees between two views of a level, the other one from whichever side is nearer."""
    way = bank.arm(name, level, side).detector_direction
    turns = [float(np.dot(way, bank.arm(other, level, one).detector_direction)) for one in SIDES]
    return math.degrees(math.acos(min(1.0, max(turns))))


def _choice(name: str, note: bool = True) -> Choice:
    def noted(language: str) -> str:
        return word("note_view", language, shows=TABLE[name].told(language)) if note else ""

    return Choice(name, TABLE[name].titled, noted)


def _explained(name: str, language: str) -> str:
    entry = TABLE[name]
    told = word(
        "why_view", language, view=entry.titled(language), shows=entry.told(language), text=views()[name].say(language)
    )
    return upper_first(told)
