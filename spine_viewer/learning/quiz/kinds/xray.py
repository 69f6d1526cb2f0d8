"""Name a landmark that is marked on the X-ray of a named view."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from spine_viewer.anatomy.ids import LEVELS, SIDES, above, below
from spine_viewer.anatomy.languages import in_language
from spine_viewer.anatomy.phrases import side_word
from spine_viewer.imaging import CArm
from spine_viewer.imaging.overlay import Mark
from spine_viewer.imaging.views import TABLE
from spine_viewer.learning.quiz.bank import Bank, Item, region_named
from spine_viewer.learning.quiz.draft import Choice, Draft, unlike
from spine_viewer.learning.quiz.facts import FOLDER, by_level, landmarks, rules
from spine_viewer.learning.quiz.words import upper_first, word

TWO_SIDED = ("ap", "pillar", "sacral")  # views whose landmarks are those of both sides
LEAST = {"ap": 1, "lateral": 1, "oblique": 1}
SACRAL = ("sacral_foramen", "sacral_foramen_front")


@dataclass(frozen=True)
class Seen:
    """A landmark by its key, the level and side that it is of, and the level of a sacral foramen."""

    key: str
    level: str
    side: str

    @property
    def choice(self) -> Choice:
        """Its name as an answer."""
        return _choice(self)


@lru_cache(maxsize=4096)
def _choice(one: Seen) -> Choice:
    """A landmark as an answer; what is of one group at one place is alike."""
    mark = landmarks()[one.key]
    side = one.side if mark.sided else ""
    name = ":".join(part for part in (one.key, one.level, side) if part)
    return Choice(name, partial(_said, one), meanings=frozenset({f"{mark.group}:{one.level}:{side}"}))


@lru_cache(maxsize=8192)
def _said(one: Seen, language: str) -> str:
    """Its name in a language."""
    upper = above(one.level) if one.level in LEVELS else ""
    about = {"level": one.level, "foramen": one.level, "levels": f"{upper}-{one.level}"}
    side = side_word(one.side, language)
    return upper_first(in_language(landmarks()[one.key].name, language, FOLDER).format(side=side, **about))


def seen(mark: Mark, level: str, side: str) -> Seen:
    """What a mark of a view of a level and side stands for."""
    about = dict(mark.about)
    lower = about.get("levels", "").rpartition("-")[2]
    return Seen(mark.key, about.get("foramen") or lower or about.get("level") or level, about.get("side") or side)


def items(bank: Bank) -> Iterator[Item]:
    """One question per view, level and landmark."""
    for name, entry in TABLE.items():
        for level in entry.levels:
            keys: dict[str, None] = {}
            for mark in bank.marks(name, level, "left"):
                if mark.key in landmarks():
                    one = seen(mark, level, "left")
                    keys[f"{mark.key}:{one.level}"] = None
            for key in keys:
                ask = partial(_ask, bank, name, level, key)
                yield Item(f"xray:{name}:{level}:{key}", "xray", region_named(level), LEAST.get(name, 2), ask)


def _ask(bank: Bank, name: str, level: str, key: str, difficulty: int, rng: random.Random) -> Draft | None:
    side = rng.choice(SIDES)
    arm = bank.arm(name, level, side)
    marks = [mark for mark in bank.marks(name, level, side) if mark.key in landmarks()]
    fitting = [mark for mark in marks if _key(mark, level, side) == key and inside(mark, arm)]
    if not fitting:
        return None
    asked = rng.choice(fitting)
    one = seen(asked, level, side)
    hidden = {seen(mark, level, side) for mark in marks if mark is not asked and close(mark, asked, arm)}
    beside = [seen(mark, level, side) for mark in marks if seen(mark, level, side) not in hidden]
    twin = Seen(one.key, one.level, SIDES[1 - SIDES.index(one.side)])
    twins = [twin] if name in TWO_SIDED and landmarks()[one.key].sided and twin not in hidden else []
    next_door = [Seen(one.key, other, one.side) for other in _next(bank, name, one)]
    tiers = [twins, next_door, beside] if difficulty > 1 else [beside, next_door]
    offered = [tuple(other.choice for other in tier) for tier in tiers]
    need = by_level(rules().options, difficulty) - 1
    if len(unlike((one.choice,), (choice for tier in offered for choice in tier), need)) < need:
        offered.append(tuple(other.choice for other in _others(bank, (name, level, side), asked)))
    ask = "ask_xray" if name in TWO_SIDED else "ask_xray_side"
    return Draft(
        form="one",
        prompt=lambda language: word(
            ask, language, view=TABLE[name].titled(language), level=level, side=side_word(side, language)
        ),
        right=(one.choice,),
        wrong=tuple(offered),
        explanation=partial(_explained, one),
        sources=(landmarks()[one.key].cited,),
        show={"xray": shown(name, level, side, arm) | {"mark": placed(asked)}},
    )


def _key(mark: Mark, level: str, side: str) -> str:
    return f"{mark.key}:{seen(mark, level, side).level}"


def _next(bank: Bank, name: str, one: Seen) -> tuple[str, ...]:
    """Levels next door where the view is read by such a landmark too."""
    if one.key in SACRAL:
        return tuple(level for level in ("S1", "S2", "S3") if level != one.level)
    there = [above(one.level), below(one.level)] if one.level != "S1" else [above(one.level)]
    return tuple(
        level
        for level in there
        if level in TABLE[name].levels and any(mark.key == one.key for mark in bank.marks(name, level, one.side))
    )


def _others(bank: Bank, place: tuple[str, str, str], asked: Mark) -> list[Seen]:
    """Landmarks of the same level and side that other views are read by, and that lie elsewhere in this picture.

    Those of the other side are left out: here they may lie on what is asked for. So are those of the contralateral
    oblique, which take long to find and which others have but for one.
    """
    name, level, side = place
    found: dict[Seen, bool] = {}
    for other, entry in TABLE.items():
        if level in entry.levels and other not in (name, "contralateral"):
            for mark in bank.marks(name, level, side, traced=other):
                if mark.key in landmarks():
                    one = seen(mark, level, side)
                    own_side = one.side == side or not landmarks()[mark.key].sided
                    found[one] = found.get(one, True) and own_side and not close(mark, asked, bank.arm(*place))
    return [one for one, apart in found.items() if apart]


def inside(mark: Mark, arm: CArm) -> bool:
    """Whether all of a mark lies in the round field."""
    rows, columns = arm.size
    middle = np.array([columns - 1, rows - 1]) / 2
    return bool(np.all(np.linalg.norm(mark.places - middle, axis=1) < min(rows, columns) / 2))


def close(one: Mark, other: Mark, arm: CArm) -> bool:
    """Whether two marks lie so near to each other in the picture that they cannot be told apart."""
    pixel_mm = arm.field_mm * arm.source_to_isocentre_mm / arm.source_to_detector_mm / min(arm.size)
    apart = float(np.linalg.norm(one.places.mean(axis=0) - other.places.mean(axis=0))) * pixel_mm
    return apart < rules().mark_apart_mm.value


def shown(name: str, level: str, side: str, arm: CArm) -> dict[str, object]:
    """The picture to show, as plain data."""
    return {
        "view": name,
        "level": level,
        "side": side,
        "oblique_deg": arm.oblique_deg,
        "tilt_deg": arm.tilt_deg,
        "isocentre_mm": arm.isocentre,
        "field_mm": arm.field_mm,
        "size": arm.size,
    }


def placed(mark: Mark) -> dict[str, object]:
    """Where the mark is, in pixels of that picture."""
    return {"kind": mark.kind, "places": tuple((round(float(x), 1), round(float(y), 1)) for x, y in mark.places)}


def _explained(one: Seen, language: str) -> str:
    return word("why_xray", language, name=_said(one, language), text=landmarks()[one.key].say(language))
