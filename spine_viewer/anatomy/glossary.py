"""Names and texts of structures: one card per structure, in two registers, from ``annotations/glossary``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.ids import LEVELS, SIDES, bone_of, choose
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.errors import InputError

AUDIENCES = ("patient", "professional")
LANGUAGES = ("en",)
POSTERIOR_BRANCHES = ("medial_branch", "dorsal_ramus")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Model):
    """The same words for two audiences."""

    patient: str
    professional: str


class Entry(_Model):
    """One kind of structure; ``{level}``, ``{upper}``, ``{lower}``, ``{side}``, ``{bone}`` in it are filled in.

    ``ids`` holds identifiers that are sure (``{"UBERON": ...}``) and ``id_source`` where they come from;
    ``ids_by_level`` adds those of single levels; ``no_id`` says why there is none.
    """

    title: Words
    subtitle: Words
    text: Words
    latin: str
    ids: dict[str, str] = {}
    ids_by_level: dict[str, dict[str, str]] = {}
    id_source: str = ""
    no_id: str = ""
    source: str
    status: Literal["V", "M-high", "M-medium", "M-low", "D", "P", "R"]


class GlossaryFile(_Model):
    """``annotations/glossary/<language>.json``."""

    language: str
    sides: dict[str, str]
    places: dict[str, str]
    nerve_names: dict[str, str]
    nerve_label: str
    entries: dict[str, Entry]


@dataclass(frozen=True)
class Card:
    """What the viewer says about a structure."""

    structure_id: str
    title: str
    subtitle: str
    text: str
    source: str
    status: str
    latin: str
    ids: dict[str, str]
    id_source: str
    no_id: str


def split_id(structure_id: str) -> tuple[str, str, str]:
    """``"medial_branch:L3:left"`` as kind, middle and side; parts that an id lacks are empty."""
    parts = structure_id.split(":")
    side = parts.pop() if parts[-1] in SIDES else ""
    return parts[0], ":".join(parts[1:]), side


def crossing_level(nerve_id: str) -> str:
    """Level whose bone a thoracic or lumbar medial branch (or L5 dorsal ramus) crosses: one below its name.

    Raises
    ------
    InputError
        If the nerve is no posterior branch of T12 to L5.
    """
    kind, level, _ = split_id(nerve_id)
    if kind not in POSTERIOR_BRANCHES or level not in LEVELS[LEVELS.index("T12") : LEVELS.index("S1")]:
        raise InputError(
            f"{nerve_id!r} crosses no transverse process; allowed: medial_branch:T12 to L4, dorsal_ramus:L5"
        )
    return LEVELS[LEVELS.index(level) + 1]


class Glossary:
    """The words of one language, read once."""

    def __init__(self, language: str = "en") -> None:
        choose(language, LANGUAGES, "language")
        self.language = language

    @cached_property
    def file(self) -> GlossaryFile:
        """The file, read when first needed."""
        return read_model(annotations_folder() / "glossary" / f"{self.language}.json", GlossaryFile)

    def nerve_label(self, nerve_id: str) -> str:
        """Nerve and bone together: ``"L3 medial branch (at the L4 transverse process)"``.

        For nerves that the numbering trap does not concern, the plain name: ``"L3 spinal nerve"``.
        """
        kind, level, _ = split_id(nerve_id)
        choose(kind, tuple(self.file.nerve_names), "kind of nerve")
        own, _, joint = level.partition(":")
        name = self.file.nerve_names[kind].format(level=own, joint=joint)
        if kind == "medial_branch" or (kind == "dorsal_ramus" and level == "L5"):
            return self.file.nerve_label.format(name=name, place=self.place(crossing_level(nerve_id)))
        return name

    def place(self, level: str) -> str:
        """Where a nerve is met at a level: ``"the L4 transverse process"``, ``"the sacral ala"``."""
        return self.file.places["sacrum" if bone_of(level) == "sacrum" else "vertebra"].format(level=level)

    def card(self, structure_id: str, audience: str = "patient") -> Card:
        """Card of any structure of the spine.

        Raises
        ------
        InputError
            If the glossary has no entry for this kind of structure, or the audience is unknown.
        """
        choose(audience, AUDIENCES, "audience")
        key = entry_key(structure_id)
        if key not in self.file.entries:
            raise InputError(f"no card for {structure_id!r}; kinds: {', '.join(sorted(self.file.entries))}")
        entry, facts = self.file.entries[key], self._facts(structure_id, key)
        words = {name: getattr(getattr(entry, name), audience) for name in ("title", "subtitle", "text")}
        filled = {name: text.format_map(facts).strip() for name, text in words.items()}
        return Card(
            structure_id=structure_id,
            **filled,
            source=entry.source,
            status=entry.status,
            latin=entry.latin,
            ids={**entry.ids, **entry.ids_by_level.get(facts["level"], {})},
            id_source=entry.id_source,
            no_id=entry.no_id,
        )

    def _facts(self, structure_id: str, key: str) -> dict[str, str]:
        """What the braces in an entry stand for."""
        _, middle, side = split_id(structure_id)
        if key == "hip":
            side = structure_id.removeprefix("hip_")
        level, _, joint = middle.partition(":") if key == "articular_branch" else (middle or structure_id, "", middle)
        upper, _, lower = joint.partition("-")
        facts = {"level": level, "joint": joint, "upper": upper, "lower": lower, "side": self.file.sides.get(side, "")}
        if key in ("medial_branch", "dorsal_ramus_l5"):
            facts |= {"label": self.nerve_label(structure_id), "bone": self.place(crossing_level(structure_id))}
        return facts


def card(structure_id: str, audience: str = "patient", language: str = "en") -> Card:
    """Card of a structure in one call; keep a :class:`Glossary` where many are needed."""
    return Glossary(language).card(structure_id, audience)


def entry_key(structure_id: str) -> str:
    """Which glossary entry speaks of a structure."""
    kind, middle, _ = split_id(structure_id)
    if structure_id in LEVELS:
        return {"C": "cervical_vertebra", "T": "thoracic_vertebra", "L": "lumbar_vertebra"}.get(
            structure_id[0], "sacrum"
        )
    if structure_id.startswith("hip_"):
        return "hip"
    if kind == "cartilage":
        return "cartilage"
    if kind == "dorsal_ramus" and middle == "L5":
        return "dorsal_ramus_l5"
    return kind
