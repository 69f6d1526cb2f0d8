"""Name this structure, and find this structure."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from spine_viewer.anatomy.glossary import shipped_glossary, split_id
from spine_viewer.anatomy.ids import LEVELS, NERVE_LEVELS, SIDES
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.anatomy.regions import belongs, region_showing
from spine_viewer.learning.quiz.bank import Bank, Item, region_named
from spine_viewer.learning.quiz.draft import Choice, Draft
from spine_viewer.learning.quiz.facts import Structure, rules
from spine_viewer.learning.quiz.model import Source
from spine_viewer.learning.quiz.words import AUDIENCE, nerve_at, title, word

JOINTS = ("facet", "sacroiliac", "atlantooccipital", "atlantoaxial")
MET = ("medial_branch", "third_occipital", "dorsal_ramus")  # named with the bone at which they are met
INSIDE = frozenset({"cord", "avoid"})  # layers that bones hide: the bones are glass
BETWEEN = frozenset(("disc", *JOINTS))  # kinds that bones hide in part: they are once it is answered
NEAR = 2  # levels away: a neighbour


@dataclass(frozen=True)
class Thing:
    """A structure or joint that can be shown and named; ``lit``: the id of what is drawn of it."""

    id: str
    lit: str
    kind: str
    level: str
    side: str
    rule: Structure

    @property
    def choice(self) -> Choice:
        """Its name as an answer."""
        return Choice(self.id, partial(title, self.id))

    def away(self, other: Thing) -> int:
        """How many levels it is from another; many where one has none."""
        if self.level not in NERVE_LEVELS or other.level not in NERVE_LEVELS:
            return len(NERVE_LEVELS)
        return abs(NERVE_LEVELS.index(self.level) - NERVE_LEVELS.index(other.level))


def kind_of(structure_id: str) -> str:
    """``vertebra`` for ``L4``, ``rib`` for ``rib_5_left``, else the first word of the id."""
    head = split_id(structure_id)[0]
    if head in LEVELS:
        return "vertebra"
    return head.partition("_")[0] if head.startswith(("rib_", "hip_")) else head


def things(bank: Bank) -> tuple[Thing, ...]:
    """What is asked for on a spine: every structure of the rules whose name no other has."""
    kinds = {rule.kind: rule for rule in rules().structures}
    found = []
    drawn = (*bank.spine.structures(), *bank.spine.joints)
    for name in drawn:
        kind = kind_of(name)
        if kind in kinds:
            lit = f"cartilage:{name}" if kind in JOINTS else name
            middle = split_id(name)[1] or (name if name in LEVELS else "")
            level = middle.partition(":")[0].partition("-")[0]
            if kind == "rib":
                level = f"T{name.split('_')[1]}"
            side = split_id(name)[2] or next((one for one in SIDES if name.endswith(f"_{one}")), "")
            found.append(Thing(name, lit, kind, level, side, kinds[kind]))
    shared = defaultdict(list)
    for one in found:
        shared[title(one.id, DEFAULT_LANGUAGE)].append(one)
    return tuple(group[0] for group in shared.values() if len(group) == 1)


@lru_cache(maxsize=4096)
def bare(structure_id: str) -> str:
    """An id without its side: the same knowledge on either side."""
    for side in SIDES:
        structure_id = structure_id.replace(f":{side}", "").replace(f"_{side}", "")
    return structure_id


def pairs(bank: Bank) -> Iterator[tuple[str, tuple[Thing, ...]]]:
    """Things by their id without a side: one, or left and right."""
    both = defaultdict(list)
    for one in things(bank):
        both[bare(one.id)].append(one)
    for name, group in both.items():
        yield name, tuple(group)


def name_items(bank: Bank) -> Iterator[Item]:
    """Name what is lit."""
    every = things(bank)
    for name, group in pairs(bank):
        ask = partial(_name, bank, group, every)
        yield Item(f"name:{name}", "name", region_named(group[0].id), group[0].rule.from_, ask)


def find_items(bank: Bank) -> Iterator[Item]:
    """Point at what is named."""
    for name, group in pairs(bank):
        ask = partial(_find, bank, group)
        yield Item(f"find:{name}", "find", region_named(group[0].id), group[0].rule.from_, ask)


def _name(bank: Bank, group: tuple[Thing, ...], every: tuple[Thing, ...], difficulty: int, rng: random.Random) -> Draft:
    one = rng.choice(group)
    here = region_named(one.id)
    others = [other for other in every if other.id != one.id and other.rule.from_ <= difficulty]
    twins = [other for other in others if bare(other.id) == bare(one.id)]
    same = [other for other in others if other.kind == one.kind and other.side == one.side and one.away(other) <= NEAR]
    beside = [
        other for other in others if other.kind != one.kind and other.side in ("", one.side) and one.away(other) == 0
    ]
    region = [other for other in others if region_named(other.id) == here and other.side in ("", one.side)]
    tiers = [[*beside, *_far(same, one)], region]
    if difficulty > 1:
        tiers = [same, beside, region]
    if difficulty > 2:
        tiers.insert(0, twins)
    return Draft(
        form="one",
        prompt=partial(word, "ask_name"),
        right=(one.choice,),
        wrong=tuple(tuple(other.choice for other in tier) for tier in tiers),
        explanation=partial(_card, one.id),
        sources=_sources(one.id),
        show={"scene": _lit(bank, one)},
    )


def _far(same: list[Thing], one: Thing) -> list[Thing]:
    """Those of the same kind that are not next door: for beginners."""
    return [other for other in same if one.away(other) > 1]


def _find(bank: Bank, group: tuple[Thing, ...], difficulty: int, rng: random.Random) -> Draft:
    one = rng.choice(group)
    return Draft(
        form="click",
        prompt=lambda language: word("ask_find", language, name=_named(one, language)),
        right=(Choice(one.lit, partial(title, one.id)),),
        explanation=partial(_card, one.id),
        sources=_sources(one.id),
        show={"scene": _scene(bank, one)},
        reveal={"selection": one.lit} | ({"ghosted": ("bones",)} if one.kind in BETWEEN else {}),
        also_right=(one.id,) if one.id != one.lit else (),
    )


def _named(one: Thing, language: str) -> str:
    """Its name; of a nerve with the bone that it crosses."""
    return nerve_at(one.id, language) if one.kind in MET else title(one.id, language)


def _card(structure_id: str, language: str) -> str:
    card = shipped_glossary(language).card(structure_id, AUDIENCE)
    return word("why_name", language, name=card.title, text=card.text)


def _sources(structure_id: str) -> tuple[Source, ...]:
    card = shipped_glossary(DEFAULT_LANGUAGE).card(structure_id, AUDIENCE)
    return (Source(card.source, card.status), *(Source(key, card.status) for key in card.more_sources))


def _lit(bank: Bank, one: Thing) -> dict[str, Any]:
    """The scene with the structure lit; the nerves beside it are glass, since one among many is hardly seen."""
    scene = _scene(bank, one)
    glass = ("nerves",) if "nerves" in one.rule.layers else ()
    return scene | {"selection": one.lit, "ghosted": (*scene["ghosted"], *glass)}


def _scene(bank: Bank, one: Thing) -> dict[str, Any]:
    """Fields of a ``scene.SceneRequest``; no labels, which would tell."""
    crosses = bank.spine.nerve(one.lit).crosses if one.lit in bank.spine.nerves else None
    named = region_named(one.id)
    region = named if belongs(one.id, crosses, named) else region_showing(one.id, crosses, named)
    view = (one.side or "left") if one.rule.view == "side" else "posterior"
    glass = ("bones",) if INSIDE.intersection(one.rule.layers) else ()
    if view != "posterior" and region == "lumbar" and one.kind != "hip":
        glass = (*glass, f"hip_{view}")  # the hip bone stands before the spine
    return {"region": region, "view": view, "layers": one.rule.layers, "ghosted": glass}
