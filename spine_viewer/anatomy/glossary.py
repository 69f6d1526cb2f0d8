"""Names and texts of structures: one card per structure, in two registers, from ``annotations/glossary``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.ids import LEVELS, NERVE_LEVELS, SIDES, choose, crossed_level, region_of
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, LANGUAGES
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.errors import InputError

AUDIENCES = ("patient", "professional")
POSTERIOR_BRANCHES = ("medial_branch", "dorsal_ramus", "third_occipital")
POSTERIOR_LEVELS = NERVE_LEVELS[NERVE_LEVELS.index("C3") : NERVE_LEVELS.index("S1")]
OWN_ENTRY = {
    "C1": "atlas",
    "C2": "axis",
    "dorsal_ramus:L5": "dorsal_ramus_l5",
    "facet:C2-C3": "facet_c2_c3",
    "medial_branch:C3": "medial_branch_c3",
    "medial_branch:C8": "medial_branch_c8",
    "medial_branch:T11": "medial_branch_t11",
    "medial_branch:T12": "medial_branch",  # it follows the lumbar pattern
    "dorsal_ramus:T12": "dorsal_ramus",
    "articular_branch:T12": "articular_branch",
}
REGIONAL = {
    "spinal_nerve": ("cervical",),
    "dorsal_ramus": ("cervical", "thoracic"),
    "medial_branch": ("cervical", "thoracic"),
    "articular_branch": ("thoracic",),
    "facet": ("cervical", "thoracic"),
}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Model):
    """The same words for two audiences."""

    patient: str
    professional: str


class Entry(_Model):
    """One kind of structure; ``{level}``, ``{upper}``, ``{lower}``, ``{side}``, ``{bone}`` in it are filled in."""

    title: Words
    subtitle: Words
    text: Words


class Term(_Model):
    """What is the same in every language.

    ``ids`` holds identifiers that are sure (``{"UBERON": ...}``) and ``id_source`` where they come from;
    ``ids_by_level`` adds those of single levels; ``no_id`` says why there is none. ``source`` and ``status`` speak for
    the texts; ``more_sources`` names what else they cite.
    """

    latin: str
    ids: dict[str, str] = {}
    ids_by_level: dict[str, dict[str, str]] = {}
    id_source: str = ""
    no_id: str = ""
    source: str
    more_sources: tuple[str, ...] = ()
    status: Literal["V", "M-high", "M-medium", "M-low", "D", "P", "R"]


class GlossaryFile(_Model):
    """``annotations/glossary/<language>.json``; ``source`` and ``status`` speak for the wording."""

    language: str
    note: str
    source: str
    status: str
    sides: dict[str, str]
    places: dict[str, str]
    nerve_names: dict[str, str]
    nerve_label: str
    entries: dict[str, Entry]


class TermFile(_Model):
    """``annotations/glossary/la.json``."""

    language: str
    note: str
    source: str
    status: str
    entries: dict[str, Term]


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
    more_sources: tuple[str, ...] = ()


def split_id(structure_id: str) -> tuple[str, str, str]:
    """``"medial_branch:L3:left"`` as kind, middle and side; parts that an id lacks are empty."""
    parts = structure_id.split(":")
    side = next((part for part in parts if part in SIDES), "")
    return parts[0], ":".join(part for part in parts[1:] if part != side), side


def crossing_level(nerve_id: str) -> str:
    """Level whose bone a posterior branch crosses; see :func:`spine_viewer.anatomy.ids.crossed_level`.

    Raises
    ------
    InputError
        If the nerve is no posterior branch of C3 to L5.
    """
    kind, level, _ = split_id(nerve_id)
    if kind == "third_occipital":
        level = "C3"
    if kind not in POSTERIOR_BRANCHES or level not in POSTERIOR_LEVELS:
        raise InputError(
            f"{nerve_id!r} crosses no transverse process or articular pillar; "
            "allowed: third_occipital, medial_branch:C3 to L4, dorsal_ramus:C3 to L5"
        )
    return crossed_level(level)


class Glossary:
    """The words of one language, read once."""

    def __init__(self, language: str = DEFAULT_LANGUAGE, folder: Path | None = None) -> None:
        choose(language, LANGUAGES, "language")
        self.language = language
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self._folder or annotations_folder() / "glossary"

    @cached_property
    def file(self) -> GlossaryFile:
        """The words, read when first needed."""
        return read_model(self.folder / f"{self.language}.json", GlossaryFile)

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Latin names, identifiers and sources, read when first needed."""
        return read_model(self.folder / "la.json", TermFile).entries

    def nerve_label(self, nerve_id: str) -> str:
        """Nerve and bone together: ``"L3 medial branch (at the L4 transverse process)"``.

        For nerves that the numbering trap does not concern, the plain name: ``"L3 spinal nerve"``.
        """
        kind, level, _ = split_id(nerve_id)
        name = self.nerve_name(nerve_id)
        if _is_target(kind, level):
            return self.file.nerve_label.format(name=name, place=self.nerve_place(nerve_id))
        return name

    def nerve_name(self, nerve_id: str) -> str:
        """The nerve alone, without bone and side: ``"L3 medial branch"``."""
        kind, level, _ = split_id(nerve_id)
        choose(kind, tuple(self.file.nerve_names), "kind of nerve")
        own, _, joint = level.partition(":")
        special = f"{kind}_{level.lower()}"
        return self.file.nerve_names.get(special, self.file.nerve_names[kind]).format(level=own, joint=joint)

    def nerve_place(self, nerve_id: str) -> str:
        """Where a posterior branch is met: ``"the L4 transverse process"``, ``"the C2-C3 joint"``."""
        kind = split_id(nerve_id)[0]
        return self.file.places.get(kind) or self.place(crossing_level(nerve_id))

    def place(self, level: str) -> str:
        """Where a nerve is met at a level: ``"the L4 transverse process"``, ``"the sacral ala"``."""
        return self.file.places[region_of(level)].format(level=level)

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
        entry, term, facts = self.file.entries[key], self.terms[key], self._facts(structure_id, key)
        words = {name: getattr(getattr(entry, name), audience) for name in ("title", "subtitle", "text")}
        filled = {name: text.format_map(facts).strip() for name, text in words.items()}
        return Card(
            structure_id=structure_id,
            **filled,
            source=term.source,
            status=term.status,
            latin=term.latin,
            ids={**term.ids, **term.ids_by_level.get(facts["level"], {})},
            id_source=term.id_source,
            no_id=term.no_id,
            more_sources=term.more_sources,
        )

    def _facts(self, structure_id: str, key: str) -> dict[str, str]:
        """What the braces in an entry stand for."""
        kind, middle, side = split_id(structure_id)
        if key == "hip":
            side = structure_id.removeprefix("hip_")
        if structure_id.startswith("rib_"):
            _, middle, side = structure_id.split("_")
        level, _, joint = middle.partition(":")
        level, joint = level or structure_id, joint if kind == "articular_branch" else level
        upper, _, lower = joint.partition("-")
        facts = {"level": level, "joint": joint, "upper": upper, "lower": lower, "side": self.file.sides.get(side, "")}
        if _is_target(kind, middle):
            facts |= {"label": self.nerve_label(structure_id), "bone": self.nerve_place(structure_id)}
        return facts


@lru_cache(maxsize=len(LANGUAGES))
def shipped_glossary(language: str = DEFAULT_LANGUAGE) -> Glossary:
    """The shipped words of a language, read once."""
    return Glossary(language)


def card(structure_id: str, audience: str = "patient", language: str = DEFAULT_LANGUAGE) -> Card:
    """Card of a structure in one call; keep a :class:`Glossary` where many are needed."""
    return Glossary(language).card(structure_id, audience)


def _is_target(kind: str, level: str) -> bool:
    """Whether a nerve is treated where it crosses bone, so that its name needs that bone beside it."""
    return kind in ("medial_branch", "third_occipital") or (kind, level) == ("dorsal_ramus", "L5")


def entry_key(structure_id: str) -> str:
    """Which glossary entry speaks of a structure."""
    kind, middle, _ = split_id(structure_id)
    level = middle.partition(":")[0]
    own = OWN_ENTRY.get(f"{kind}:{level}" if level else kind)
    if own:
        return own
    if structure_id in LEVELS:
        region = region_of(structure_id)
        return "sacrum" if region == "sacral" else f"{region}_vertebra"
    for bone in ("hip", "rib"):
        if structure_id.startswith(f"{bone}_"):
            return bone
    if kind in REGIONAL:
        region = region_of(level.partition("-")[0])
        return f"{kind}_{region}" if region in REGIONAL[kind] else kind
    return kind
