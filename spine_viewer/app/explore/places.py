"""Where a nerve is met, in words."""

from __future__ import annotations

from spine_viewer.anatomy.glossary import split_id
from spine_viewer.app.explore.words import glossary
from spine_viewer.app.text import text


def place_of(nerve: str, language: str = "en") -> str:
    """``the L4 transverse process`` for the L3 medial branch; of a lateral branch the foramen that it leaves."""
    kind, level, _ = split_id(nerve)
    if kind == "lateral_branch":
        return text("needs.sacral_foramen", language, level=level)
    return glossary(language).nerve_place(nerve)
