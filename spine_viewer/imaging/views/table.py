"""Which views there are and at which levels each of them makes sense."""

from __future__ import annotations

from dataclasses import dataclass

from spine_viewer.anatomy.ids import CERVICAL, LUMBAR, THORACIC, choose
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.errors import InputError
from spine_viewer.imaging.words import view_word

NECK = CERVICAL[2:]
COLUMN = (*NECK, *THORACIC, *LUMBAR)
LOW = (*LUMBAR, "S1")


@dataclass(frozen=True)
class ViewEntry:
    """A named view and the levels where it applies."""

    name: str
    levels: tuple[str, ...]

    @property
    def title(self) -> str:
        """Its title in English."""
        return self.titled()

    @property
    def shows(self) -> str:
        """What it is for, in one line of English."""
        return self.told()

    def titled(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Its title in a language."""
        return view_word(f"title_{self.name}", language)

    def told(self, language: str = DEFAULT_LANGUAGE) -> str:
        """What it is for, in one line."""
        return view_word(f"shows_{self.name}", language)


LEVELS_OF = {
    "ap": (*COLUMN, "S1"),
    "oblique": LOW,
    "lateral": (*COLUMN, "S1"),
    "trajectory": LOW,
    "pillar": NECK,
    "foraminal": NECK,
    "corner": THORACIC[:11],
    "sacral": ("S1",),
    "contralateral": ("C7", *THORACIC, *LUMBAR),
    "profile": (*COLUMN, "S1"),
}
TABLE = {name: ViewEntry(name, levels) for name, levels in LEVELS_OF.items()}
VIEWS = tuple(TABLE)
VIEW_LEVELS = TABLE["ap"].levels


def check_level(name: str, level: str) -> None:
    """One clear line where a view does not exist, or not at a level."""
    choose(name, VIEWS, "view")
    choose(level, VIEW_LEVELS, "level")
    allowed = TABLE[name].levels
    if level not in allowed:
        raise InputError(f"view {name!r} does not apply to level {level!r}; allowed: {', '.join(allowed)}")
