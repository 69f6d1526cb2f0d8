"""Which views there are and at which levels each of them makes sense."""

from __future__ import annotations

from dataclasses import dataclass

from spine_viewer.anatomy.ids import CERVICAL, LUMBAR, THORACIC, choose
from spine_viewer.errors import InputError

NECK = CERVICAL[2:]
COLUMN = (*NECK, *THORACIC, *LUMBAR)
LOW = (*LUMBAR, "S1")


@dataclass(frozen=True)
class ViewEntry:
    """A named view: its title, the levels where it applies and what it is for, in one line."""

    title: str
    levels: tuple[str, ...]
    shows: str


TABLE = {
    "ap": ViewEntry("True AP", (*COLUMN, "S1"), "endplate as a line, spinous process in the middle"),
    "oblique": ViewEntry("Oblique (Scotty dog)", LOW, "eye, ear, nose, neck and leg of the dog; endplate as a line"),
    "lateral": ViewEntry("True lateral", (*COLUMN, "S1"), "left on right: pedicles, in the neck articular pillars"),
    "trajectory": ViewEntry("Declined trajectory", LOW, "down a needle that will lie along the nerve"),
    "pillar": ViewEntry("Pillar", NECK, "along both facet joints of the neck from behind and below"),
    "foraminal": ViewEntry("Foraminal oblique", NECK, "down the intervertebral foramen above the pedicle of the level"),
    "corner": ViewEntry("Transverse process corner", THORACIC[:11], "its superolateral corner"),
    "sacral": ViewEntry("Sacral foramina", ("S1",), "posterior over anterior foramina of S1 to S3"),
    "contralateral": ViewEntry("Contralateral oblique", ("C7", *THORACIC, *LUMBAR), "along the lamina"),
    "profile": ViewEntry("Facet joint profile", (*COLUMN, "S1"), "joint above the level as a lucent line"),
}
VIEWS = tuple(TABLE)
VIEW_LEVELS = TABLE["ap"].levels


def check_level(name: str, level: str) -> None:
    """One clear line where a view does not exist, or not at a level."""
    choose(name, VIEWS, "view")
    choose(level, VIEW_LEVELS, "level")
    allowed = TABLE[name].levels
    if level not in allowed:
        raise InputError(f"view {name!r} does not apply to level {level!r}; allowed: {', '.join(allowed)}")
