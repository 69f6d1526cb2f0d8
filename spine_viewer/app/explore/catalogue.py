"""Every structure with a name, by layer and region."""

from __future__ import annotations

import re
from typing import Any

from spine_viewer.anatomy.ids import SIDES
from spine_viewer.anatomy.phrases import side_word
from spine_viewer.anatomy.regions import region_showing
from spine_viewer.app.explore.words import glossary
from spine_viewer.app.text import text
from spine_viewer.scene.anatomy_items import LAYER_OF_KIND
from spine_viewer.scene.names import name_of

# What is treated first.
NERVE_KINDS = (
    "medial_branch",
    "third_occipital",
    "lateral_branch",
    "dorsal_ramus",
    "articular_branch",
    "spinal_nerve",
    "dorsal_root_ganglion",
    "ventral_ramus",
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
        """A name that no other structure has: with level and side, in plain words that of the card."""
        if self._spine is None:
            return structure_id
        label = self.name(structure_id, audience, language)
        is_nerve = structure_id in self._spine.nerves
        if audience == "patient" and (is_nerve or (LEVEL.search(structure_id) and not LEVEL.search(label))):
            label = glossary(language).card(structure_id.removeprefix("cartilage:"), audience).title
            if structure_id.startswith("articular_branch"):  # two nerves send twigs to a joint
                label += f" ({structure_id.split(':')[1]})"
        side = _missing_side(structure_id, label, language)
        label = f"{label}, {side}" if side else label
        return text("tree.lower", language, name=label) if structure_id.endswith(":inferior") else label

    def layer_of(self, structure_id: str) -> str:
        """Layer in which a structure is drawn."""
        return LAYER_OF_KIND[str(self._spine.structure(structure_id).kind)]

    def region_of(self, structure_id: str, now: str) -> str:
        """Region in which a structure is drawn: ``now`` if it can be."""
        nerve = self._spine.nerve(structure_id) if structure_id in self._spine.nerves else None
        return region_showing(structure_id, nerve.crosses if nerve else None, now)

    def known(self, name: str) -> str | None:
        """The structure of this id, or the bone of a landmark; None for anything else, such as a needle."""
        known = () if self._spine is None else self._spine.structures()
        bone = name.partition(":")[0]
        return name if name in known else bone if bone in known else None

    def layers(self, region: str, audience: str, language: str) -> dict[str, list[dict]]:
        """Structures of a region by layer: ``{"id", "name", "head"}``.

        ``head`` names the kind before its first structure, in a layer that has several.
        """
        if self._spine is None:
            return {}
        found: dict[str, list[dict]] = {layer: [] for layer in dict.fromkeys(LAYER_OF_KIND.values())}
        for structure_id in self._spine.structures():
            if self.region_of(structure_id, region) == region:
                entry = {"id": structure_id, "name": self.full_name(structure_id, audience, language), "head": ""}
                found[self.layer_of(structure_id)].append(entry)
        found["nerves"] = self._by_kind(found["nerves"], language)
        return found

    def _by_kind(self, nerves: list[dict], language: str) -> list[dict]:
        """Nerves with those of a kind together, what is treated first."""
        ordered: list[dict] = []
        for kind in NERVE_KINDS:
            own = [item for item in nerves if self._spine.nerve(item["id"]).kind == kind]
            head = text(f"nerves.{kind}", language)
            ordered += [item | {"head": head if n == 0 else ""} for n, item in enumerate(own)]
        return ordered


def _missing_side(structure_id: str, label: str, language: str) -> str:
    """The side of a structure where its name leaves that out; else nothing."""
    parts = re.split("[:_]", structure_id)
    said = {side: side_word(side, language) for side in SIDES if side in parts}
    return next((str(word) for word in said.values() if not any(form in label for form in word.forms.values())), "")
