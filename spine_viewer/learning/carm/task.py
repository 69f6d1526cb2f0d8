"""What is to be done: a named view of a level and side, from a start that a seed draws."""

from __future__ import annotations

import random
from dataclasses import dataclass

from spine_viewer.anatomy.ids import SIDES, choose
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.anatomy.phrases import side_word
from spine_viewer.errors import InputError
from spine_viewer.imaging.views.table import COLUMN, NECK, TABLE, check_level
from spine_viewer.learning.carm.figures import DIFFICULTIES
from spine_viewer.learning.carm.words import word

REGION_LEVELS = {
    "cervical": NECK,
    "thoracic": tuple(level for level in COLUMN if level.startswith("T")),
    "lumbar": (*(level for level in COLUMN if level.startswith("L")), "S1"),
    "whole": (*COLUMN, "S1"),
}
REGIONS = tuple(REGION_LEVELS)
SIDELESS = ("ap", "pillar")  # the same from whichever side one treats


@dataclass(frozen=True)
class Task:
    """One exercise.

    Attributes
    ----------
    view : str
        One of ``imaging.VIEWS``.
    level : str
        One of its levels.
    side : {"left", "right"}
    difficulty : int
        1 to 3: how far off the C-arm starts.
    seed : int
        Draws the start.
    person : int or None
        Number of a random person; None for the default spine.

    Raises
    ------
    InputError
        If one of them is not allowed.
    """

    view: str
    level: str
    side: str
    difficulty: int = 1
    seed: int = 0
    person: int | None = None

    def __post_init__(self) -> None:
        check_level(self.view, self.level)
        choose(self.side, SIDES, "side")
        if self.difficulty not in DIFFICULTIES:
            raise InputError(f"difficulty {self.difficulty!r}; allowed: 1, 2, 3")

    def told(self, language: str = DEFAULT_LANGUAGE) -> str:
        """What is asked for, in one line."""
        key = "asked" if self.view in SIDELESS else "asked_side"
        title = TABLE[self.view].titled(language)
        side = side_word(self.side, language)
        return word(key, language, view=title, level=self.level, side=side)


def views_of(level: str) -> tuple[str, ...]:
    """Names of the views that apply to a level."""
    return tuple(name for name, entry in TABLE.items() if level in entry.levels)


def levels_of(region: str, view: str | None = None) -> tuple[str, ...]:
    """Levels of a region, those of a view where one is named."""
    choose(region, REGIONS, "region")
    return tuple(one for one in REGION_LEVELS[region] if view is None or one in TABLE[view].levels)


def drawn(
    region: str,
    difficulty: int,
    seed: int,
    view: str | None = None,
    level: str | None = None,
    side: str | None = None,
    person: int | None = None,
) -> Task:
    """A task of a region; what is not asked for comes from the seed.

    Raises
    ------
    InputError
        If something is not allowed, or the region has no such view.
    """
    chance = random.Random(seed)
    choose(region, REGIONS, "region")
    if level is None:
        views = [one for one in TABLE if levels_of(region, one)]
        if view is not None and choose(view, tuple(TABLE), "view") not in views:
            raise InputError(f"view {view!r} does not apply to the {region} region; allowed: {', '.join(views)}")
        name = chance.choice(views) if view is None else view
        level = chance.choice(levels_of(region, name))
    else:
        choose(level, REGION_LEVELS["whole"], "level")
        name = chance.choice(views_of(level)) if view is None else view
    return Task(name, level, side or chance.choice(SIDES), difficulty, seed, person)
