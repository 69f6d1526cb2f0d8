"""Regions of the spine: which bones a picture of one is about, and which structures belong into it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from spine_viewer.anatomy.ids import BONES, CERVICAL, LEVELS, LUMBAR, PELVIS, SIDES, THORACIC, bone_of, choose, rib_of

NAMED_LEVELS = {
    "atlantooccipital": ("C1",),
    "atlantoaxial": ("C1", "C2"),
    "third_occipital": ("C2", "C3"),
    "sacroiliac": ("S1",),
    "C8": ("C7", "T1"),  # a nerve without a vertebra of its name
}
WORDS = re.compile(r"[^:\-]+")


@dataclass(frozen=True)
class Region:
    """``focus``: the bones that a picture of the region is about; ``drawn``: those that are in it, so that the column
    leaves the picture and does not end in the air; ``beam``: those that an X-ray of the region may meet."""

    focus: tuple[str, ...]
    drawn: frozenset[str]
    beam: frozenset[str]


def _ribs(levels: Iterable[str]) -> set[str]:
    return {rib_of(level, side) for level in levels for side in SIDES}


WHOLE = frozenset(BONES)
REGIONS = {
    "cervical": Region(
        ("occiput", *CERVICAL, "T1"),
        frozenset(("occiput", *CERVICAL, *THORACIC[:2])) | _ribs(THORACIC[:1]),
        frozenset(("occiput", *CERVICAL, *THORACIC[:5])) | _ribs(THORACIC[:5]),
    ),
    "thoracic": Region(
        ("C7", *THORACIC, "L1"),
        frozenset((*CERVICAL[5:], *THORACIC, *LUMBAR[:2])) | _ribs(THORACIC),
        frozenset((*CERVICAL[3:], *THORACIC, *LUMBAR[:3])) | _ribs(THORACIC),
    ),
    "lumbar": Region(
        ("T12", *LUMBAR, "sacrum", "coccyx"),
        frozenset((*THORACIC[10:], *LUMBAR, *PELVIS)) | _ribs(THORACIC[11:]),
        frozenset((*THORACIC[8:], *LUMBAR, *PELVIS)) | _ribs(THORACIC[8:]),
    ),
    "whole": Region(BONES, WHOLE, WHOLE),
}


def region(name: str) -> Region:
    """A region by name.

    Raises
    ------
    InputError
        For a name that is none of ``REGIONS``.
    """
    return REGIONS[choose(name, tuple(REGIONS), "region")]


def region_with(joint_level: str) -> str:
    """The region that a joint is shown in: ``lumbar`` for ``L4-L5``, ``sacroiliac`` and ``T12-L1``."""
    if joint_level == "sacroiliac":
        return "lumbar"
    return region_of_level(joint_level.partition("-")[2])


def region_of_level(level: str) -> str:
    """The region whose pictures show a level: ``lumbar`` for S1, ``cervical`` for T1."""
    return next(name for name in ("lumbar", "cervical", "thoracic") if bone_of(level) in REGIONS[name].focus)


def region_showing(structure_id: str, crosses: str | None, now: str) -> str:
    """The region ``now`` where a structure is drawn in it, else the first one in which it is."""
    return next(name for name in (now, *REGIONS) if belongs(structure_id, crosses, name))


@lru_cache(maxsize=8192)
def belongs(structure_id: str, crosses: str | None, name: str) -> bool:
    """Whether a structure is drawn in a picture of a region; ``crosses``: the level whose bone a nerve crosses.

    What has no level of its own, such as the spinal cord and the skin, belongs everywhere.
    """
    drawn = region(name).drawn
    if structure_id in WHOLE:
        return structure_id in drawn
    words = WORDS.findall(structure_id)
    levels = [crosses] if crosses else [word for word in words if word in LEVELS]
    levels = levels or [level for word in words for level in NAMED_LEVELS.get(word, ())]
    return all(bone_of(level) in drawn for level in levels)
