"""Injected fluid: how much lies at which place, and how it spreads there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.injectate import Spread
from spine_viewer.learning.practice.figures import scoring
from spine_viewer.learning.practice.responses import nearest_goal
from spine_viewer.learning.practice.state import Point, State, Use
from spine_viewer.procedures.spreads import spread_at

if TYPE_CHECKING:
    from spine_viewer.learning.practice.practice import Practice

FLUIDS = frozenset({"contrast", "anaesthetic"})
Spreads = Mapping[Point, Spread]


@dataclass(frozen=True)
class Deposit:
    """Fluid that lies about the place ``tip`` (3,) where it left the needle: ``ml``, of which ``contrast_ml`` contrast.

    ``heated``: a lesion was made in the same place since.
    """

    tip: Point
    ml: float
    contrast_ml: float
    heated: bool = False


def deposits(state: State) -> tuple[Deposit, ...]:
    """What was injected so far, by place, the oldest first.

    What was given with the needle hardly moved is one: ``still_mm`` of the score. What was given inside a structure to
    avoid runs off and lies nowhere.
    """
    found: list[Deposit] = []
    for use in state.uses:
        if use.kind == "lesion":
            found = [replace(one, heated=one.heated or _same(one.tip, use.tip)) for one in found]
        if use.kind not in FLUIDS or use.inside:
            continue
        place = next((n for n, one in enumerate(found) if _same(one.tip, use.tip)), None)
        if place is None:
            found.append(_added(Deposit(use.tip, 0.0, 0.0), use))
        else:
            found[place] = _added(found[place], use)
    return tuple(found)


def spread_from(practice: Practice, tip: Point) -> Spread:
    """Where fluid goes from a place of the tip; about half a second of work.

    Raises
    ------
    InputError
        If the tip lies in bone.
    """
    place = np.array(tip)
    return spread_at(practice.spine, nearest_goal(practice, place).nerve, practice.plan.technique.region, place)


def _added(deposit: Deposit, use: Use) -> Deposit:
    more = use.amount if use.kind == "contrast" else 0.0
    return replace(deposit, ml=deposit.ml + use.amount, contrast_ml=deposit.contrast_ml + more)


def _same(one: Point, other: Point) -> bool:
    return float(np.linalg.norm(np.subtract(one, other))) <= scoring().limit("still_mm")
