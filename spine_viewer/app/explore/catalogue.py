"""Every structure with a name, grouped."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Any

from spine_viewer.anatomy.glossary import Glossary
from spine_viewer.anatomy.regions import region_showing
from spine_viewer.scene.anatomy_items import LAYER_OF_KIND
from spine_viewer.scene.names import name_of

GROUPS = (
    ("bone", "Bones", True),
    ("joint", "Joints", False),
    ("disc", "Discs", False),
    ("nerve", "Nerves", False),
    ("ligament", "Ligaments", False),
    ("cord", "Spinal cord", False),
    ("artery", "Arteries", False),
    ("pleura", "Pleura", False),
    ("skin", "Skin", False),
)


LEVEL = re.compile(r"[CTLS]\d+")


class Catalogue:
    """Names of what a spine has; empty until :meth:`load`.

    A joint is listed once, under its own id; in the picture it is its cartilage that is drawn.
    """

    def __init__(self) -> None:
        self._spine: Any = None

    def load(self, spine: Any) -> None:
        """Take the spine whose structures are listed."""
        self._spine = spine

    def name(self, structure_id: str, audience: str, language: str) -> str:
        """Name of a structure in the words of an audience."""
        nerve = self._spine.nerve(structure_id) if structure_id in self._spine.nerves else None
        return name_of(structure_id, audience, language, nerve.crosses if nerve else None)

    def full_name(self, structure_id: str, audience: str, language: str) -> str:
        """The name with level and side, where the name alone leaves them out."""
        label = self.name(structure_id, audience, language)
        if audience == "patient" and LEVEL.search(structure_id) and not LEVEL.search(label):
            label = _glossary(language).card(structure_id.removeprefix("cartilage:"), audience).title
        return f"{label}, {structure_id.rsplit(':', 1)[1]}" if _needs_side(structure_id, label) else label

    def kind(self, structure_id: str) -> str:
        """``joint`` for a joint or its cartilage, else the structure's own kind."""
        if structure_id in self._spine.joints:
            return "joint"
        kind = str(self._spine.structure(structure_id).kind)
        return "joint" if kind == "cartilage" else kind

    def layer_of(self, structure_id: str) -> str:
        """Layer in which a structure is drawn."""
        return LAYER_OF_KIND[str(self._spine.structure(structure_id).kind)]

    def region_of(self, structure_id: str, now: str) -> str:
        """Region in which a structure is drawn: ``now`` if it can be."""
        nerve = self._spine.nerve(structure_id) if structure_id in self._spine.nerves else None
        return region_showing(structure_id, nerve.crosses if nerve else None, now)

    def groups(self, audience: str, language: str) -> list[dict]:
        """``[{"title", "open", "items": [{"id", "name"}]}]`` without empty groups."""
        if self._spine is None:
            return []
        by_kind: dict[str, list[dict]] = {kind: [] for kind, _, _ in GROUPS}
        for structure_id in self._spine.structures():
            kind = self.kind(structure_id)
            label = self.full_name(structure_id, audience, language)
            by_kind[kind].append({"id": structure_id, "name": label})
        for items in by_kind.values():
            _tell_apart(items)
        return [
            {"title": title, "open": is_open, "items": by_kind[kind]}
            for kind, title, is_open in GROUPS
            if by_kind[kind]
        ]


@lru_cache(maxsize=2)
def _glossary(language: str) -> Glossary:
    return Glossary(language)


def _tell_apart(items: list[dict]) -> None:
    """Add the levels to names that several structures share, such as the discs in plain words."""
    counts = Counter(item["name"] for item in items)
    for item in items:
        levels = LEVEL.findall(item["id"])
        if counts[item["name"]] > 1 and levels:
            item["name"] += f" {'-'.join(levels)}"


def _needs_side(structure_id: str, label: str) -> bool:
    side = structure_id.rsplit(":", 1)[-1]
    return side in ("left", "right") and side not in label
