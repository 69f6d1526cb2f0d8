"""At which bone is this nerve met: the numbering trap."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from spine_viewer.anatomy.glossary import shipped_glossary, split_id
from spine_viewer.anatomy.ids import LEVELS, below, bone_of, region_of
from spine_viewer.anatomy.nerve import Nerve
from spine_viewer.anatomy.regions import region_of_level
from spine_viewer.learning.quiz.bank import Bank, Item, region_named
from spine_viewer.learning.quiz.draft import Choice, Draft
from spine_viewer.learning.quiz.kinds.structure import bare
from spine_viewer.learning.quiz.model import Source
from spine_viewer.learning.quiz.words import nerve_at, nerve_name, title, upper_first, word

LAST = LEVELS.index("S1")
ABOVE_CORNER = ("T5", "T6", "T7", "T8")
CORNER = Source("chua_bogduk_1995", "V")


def items(bank: Bank) -> Iterator[Item]:
    """One question per nerve that a needle meets at bone."""
    both: dict[str, list[Nerve]] = defaultdict(list)
    for nerve in bank.met_at_bone:
        both[bare(nerve.id)].append(nerve)
    for name, group in both.items():
        ask = partial(_ask, bank, tuple(group))
        yield Item(f"bone:{name}", "bone", region_named(group[0].id), 1, ask)


def _ask(bank: Bank, group: tuple[Nerve, ...], difficulty: int, rng: random.Random) -> Draft:
    nerve = rng.choice(group)
    level = split_id(nerve.id)[1]
    met = str(nerve.crosses)
    right = _joint_place(nerve) if nerve.kind == "third_occipital" else _place(bank, met, nerve.side, note=False)
    levels = [one for one in (_own(level, met), *_around(met, 1), *_around(met, 2), *_around(met, 3)) if one]
    if nerve.kind == "third_occipital":  # the C3 pillar carries the upper end of its joint: nobody can call it wrong
        levels = [one for one in ("C4", "C5", "C6") if one != met]
    wrong = [_place(bank, one, nerve.side) for one in levels if one != met]
    return Draft(
        form="one",
        prompt=lambda language: word("ask_bone", language, nerve=title(nerve.id, language)),
        right=(right,),
        wrong=(tuple(wrong[:1]), tuple(wrong[1:3]), tuple(wrong[3:5]), tuple(wrong[5:])),
        explanation=partial(explained, nerve),
        sources=(Source(nerve.source, nerve.status), *((CORNER,) if nerve.level in ABOVE_CORNER else ())),
        show={"scene": {"region": region_of_level(met), "view": "posterior", "layers": ("bones", "cartilage")}},
        reveal={"layers": ("bones", "cartilage", "nerves"), "selection": nerve.id, "isolated": ("bones", nerve.id)},
    )


def _own(level: str, met: str) -> str | None:
    """The bone of the nerve's own name, the trap; in the neck the bone below, as in the chest."""
    if level in LEVELS and level != met:
        return level
    return below(met) if met in LEVELS[:LAST] else None


def _around(met: str, steps: int) -> tuple[str | None, ...]:
    """Levels so many steps above and below, C3 to S1."""
    here = LEVELS.index(met)
    return tuple(LEVELS[i] if LEVELS.index("C3") <= i <= LAST else None for i in (here - steps, here + steps))


def _place(bank: Bank, level: str, side: str, note: bool = True) -> Choice:
    """The bone of a level, with the nerve that is met there."""
    there = next((one.id for one in bank.met_at_bone if one.side == side and one.crosses == level), "")

    def said(language: str) -> str:
        return upper_first(shipped_glossary(language).place(level))

    def noted(language: str) -> str:
        return word("note_bone", language, nerve=nerve_name(there, language)) if note and there else ""

    return Choice(bone_of(level), said, noted)


def _joint_place(nerve: Nerve) -> Choice:
    return Choice("facet:C2-C3", lambda language: upper_first(shipped_glossary(language).nerve_place(nerve.id)))


def explained(nerve: Nerve, language: str) -> str:
    """The nerve with its bone, and the rule."""
    level = split_id(nerve.id)[1]
    told = [word("why_bone", language, label=nerve_at(nerve.id, language))]
    if nerve.kind == "third_occipital":
        told.append(word("why_bone_third_occipital", language))
    elif level == "C8":
        told.append(word("why_bone_C8", language))
    elif nerve.kind == "dorsal_ramus":
        told.append(word("why_bone_L5", language))
    else:
        told.append(word(f"why_bone_{region_of(level)}", language))
    if level in ABOVE_CORNER:
        told.append(word("why_bone_above", language))
    return " ".join(told)
