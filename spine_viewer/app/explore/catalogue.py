"""Every structure with a name, grouped, and found by a few letters."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from spine_viewer.anatomy.regions import region_showing
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

    def kind(self, structure_id: str) -> str:
        """``joint`` for a joint or its cartilage, else the structure's own kind."""
        if structure_id in self._spine.joints:
            return "joint"
        kind = str(self._spine.structure(structure_id).kind)
        return "joint" if kind == "cartilage" else kind

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
            label = self.name(structure_id, audience, language)
            if _needs_side(structure_id, label):
                label += f", {structure_id.rsplit(':', 1)[1]}"
            by_kind[kind].append({"id": structure_id, "name": label})
        for items in by_kind.values():
            _tell_apart(items)
        return [
            {"title": title, "open": is_open, "items": by_kind[kind]}
            for kind, title, is_open in GROUPS
            if by_kind[kind]
        ]

    def find(self, query: str, audience: str, language: str) -> list[dict]:
        """Structures in whose name or id every word of the query begins a word, those that begin with it first."""
        words = _words(query)
        if not words:
            return []
        found = []
        for group in self.groups(audience, language):
            for item in group["items"]:
                own = _words(f"{item['name']} {item['id']}")
                if all(any(part.startswith(word) for part in own) for word in words):
                    found.append((not own[0].startswith(words[0]), len(item["name"]), item))
        return [item for _, _, item in sorted(found, key=lambda entry: entry[:2])]


def _tell_apart(items: list[dict]) -> None:
    """Add the levels to names that several structures share, such as the discs in plain words."""
    counts = Counter(item["name"] for item in items)
    for item in items:
        levels = re.findall(r"[CTLS]\d+", item["id"])
        if counts[item["name"]] > 1 and levels:
            item["name"] += f" {'-'.join(levels)}"


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _needs_side(structure_id: str, label: str) -> bool:
    side = structure_id.rsplit(":", 1)[-1]
    return side in ("left", "right") and side not in label
