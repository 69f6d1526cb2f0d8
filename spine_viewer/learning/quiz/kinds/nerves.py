"""Which nerves supply this joint?"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from spine_viewer.anatomy.glossary import split_id
from spine_viewer.anatomy.phrases import listed
from spine_viewer.anatomy.regions import region_with
from spine_viewer.anatomy.spine import Joint
from spine_viewer.learning.quiz.bank import Bank, Item, region_named
from spine_viewer.learning.quiz.draft import Choice, Draft
from spine_viewer.learning.quiz.kinds.structure import bare
from spine_viewer.learning.quiz.model import Source
from spine_viewer.learning.quiz.words import nerve_label, nerve_name, title, upper_first, word

UPPER = ("atlantooccipital", "atlantoaxial")
OFFERED = ("ventral_ramus", "third_occipital", "medial_branch", "dorsal_ramus", "lateral_branch")
REACH = 3  # joints up and down from which wrong answers come
# Nerves that some people's joint has as well, so that nobody can call them wrong.
DISPUTED = {"facet:C2-C3": ("medial_branch:C3",), "facet:L5-S1": ("lateral_branch:S1",)}
NEWER = Source("joshi_2019", "V")
FRONT = Source("yilmaz_2023", "V")


def items(bank: Bank) -> Iterator[Item]:
    """One question per joint."""
    both: dict[str, list[Joint]] = defaultdict(list)
    for name in bank.spine.joints:
        both[bare(name)].append(bank.spine.joint(name))
    for name, group in both.items():
        least = 2 if group[0].kind in UPPER else 1
        yield Item(f"nerves:{name}", "nerves", region_named(group[0].id), least, partial(_ask, bank, tuple(group)))


def _ask(bank: Bank, group: tuple[Joint, ...], difficulty: int, rng: random.Random) -> Draft:
    joint = rng.choice(group)
    column = [bank.spine.joint(name) for name in bank.spine.joints if name.endswith(joint.side)]
    here = next(i for i, one in enumerate(column) if one.id == joint.id)
    around = [one for i, one in enumerate(column) if one.id != joint.id and abs(i - here) <= REACH]
    around.sort(key=lambda one: (abs(column.index(one) - here), column.index(one)))
    right, wrong, ask = _whole_sets(joint, around) if difficulty == 1 else _single(bank, joint, around)
    seen = {"region": _shown(joint), "view": "posterior", "layers": ("bones", "cartilage")}
    return Draft(
        form="one" if difficulty == 1 else "set",
        prompt=lambda language: word(ask, language, joint=title(joint.id, language)),
        right=right,
        wrong=wrong,
        explanation=partial(explained, joint),
        sources=_sources(joint),
        show={"scene": seen | {"selection": joint.cartilage_id}},
        reveal={
            "layers": ("bones", "cartilage", "nerves"),
            "joint": joint.id,
            "isolated": ("bones", joint.cartilage_id, *joint.nerves),
        },
    )


Answers = tuple[tuple[Choice, ...], tuple[tuple[Choice, ...], ...], str]


def _whole_sets(joint: Joint, around: list[Joint]) -> Answers:
    """All nerves of a joint as one answer, beside those of its neighbours; that below has its own numbers."""
    trap = [one for one in around if one.bones[0] == joint.bones[1]]
    rest = [one for one in around if one not in trap]
    ask = "ask_nerves_posterior" if joint.kind == "sacroiliac" else "ask_nerves_one"
    tiers = (trap, rest[:3], rest[3:])
    return (_set_of(joint, note=False),), tuple(tuple(map(_set_of, tier)) for tier in tiers), ask


def _single(bank: Bank, joint: Joint, around: list[Joint]) -> Answers:
    """Each nerve as an answer of its own, the nearest wrong one always among them."""
    wrong = [_nerve(name) for name in _neighbours(bank, joint, around)]
    ask = "ask_nerves_posterior_set" if joint.kind == "sacroiliac" else "ask_nerves_set"
    tiers = (tuple(wrong[:1]), tuple(wrong[1:4]), tuple(wrong[4:]))
    return tuple(_nerve(name) for name in joint.nerves), tiers, ask


def _shown(joint: Joint) -> str:
    """Region of the scene that shows a joint."""
    if joint.kind in UPPER:
        return "cervical"
    return region_with(joint.id.split(":")[1] if joint.kind == "facet" else joint.kind)


def _neighbours(bank: Bank, joint: Joint, around: list[Joint]) -> list[str]:
    """Nerves of the joints around that do not supply this one, nearest first; then other branches of those levels.

    Left out are those that nobody can call wrong: the stem of a nerve that supplies the joint, a nerve of the same
    level by another name, and what is disputed.
    """
    own_levels = {level_of(name) for name in joint.nerves}
    disputed = DISPUTED.get(bare(joint.id), ())
    found = [name for one in around for name in one.nerves]
    found += [
        name for name in bank.spine.nerves if name.endswith(joint.side) and name.split(":")[0] == "dorsal_ramus"
        and any(level_of(name) == level_of(near) for one in around[:2] for near in one.nerves)
    ]  # fmt: skip
    return [
        name
        for name in dict.fromkeys(found)
        if level_of(name) not in own_levels and bare(name) not in disputed and name.split(":")[0] in OFFERED
    ]


def level_of(nerve_id: str) -> str:
    """Level of a nerve; the third occipital nerve is one of C3."""
    return "C3" if nerve_id.startswith("third_occipital") else split_id(nerve_id)[1].partition(":")[0]


def _nerve(name: str) -> Choice:
    return Choice(name, partial(nerve_name, name))


def _set_of(joint: Joint, note: bool = True) -> Choice:
    """The nerves of a joint as one answer."""

    def said(language: str) -> str:
        return listed([nerve_name(name, language) for name in joint.nerves], language)

    def noted(language: str) -> str:
        return word("note_set", language, joint=title(joint.id, language)) if note else ""

    return Choice("+".join(joint.nerves), said, noted)


def explained(joint: Joint, language: str) -> str:
    """The nerves with the bones at which they are met, and the rule."""
    nerves = listed([nerve_label(name, language) for name in joint.nerves], language)
    told = [word("why_nerves", language, joint=title(joint.id, language), nerves=nerves)]
    levels = joint.id.split(":")[1]
    if joint.kind in UPPER:
        told.append(word("why_nerves_upper", language))
    elif joint.kind == "sacroiliac":
        told.append(word("why_nerves_sacroiliac", language))
    elif levels in ("C2-C3", "C7-T1", "T1-T2", "L5-S1"):
        told.append(word(f"why_nerves_{levels}", language))
    else:
        told.append(word(f"why_nerves_{region_named(joint.id)}", language))
    if _newer(joint):
        told.append(word("why_nerves_thoracic_newer", language))
    return upper_first(" ".join(told))


def _newer(joint: Joint) -> bool:
    """Whether newer dissections see the supply of a joint otherwise."""
    return joint.kind == "facet" and joint.status != "V" and region_named(joint.id) == "thoracic"


def _sources(joint: Joint) -> tuple[Source, ...]:
    own = (Source(joint.source, joint.status),)
    if joint.kind == "sacroiliac":
        return (*own, FRONT)
    return (*own, NEWER) if _newer(joint) else own
