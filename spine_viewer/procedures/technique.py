"""A technique as read from ``annotations/procedures``: values with their sources, and the steps of the film.

One folder per procedure, one file in it per technique: ``medial-branch-rf/lumbar.json``. How the needle is found is
named in the file (``approach``) and done by :mod:`spine_viewer.procedures.approaches`.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.ids import JOINT_LEVELS, choose
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.sourced import Status
from spine_viewer.errors import InputError

PROCEDURES = (
    "medial-branch-rf",
    "medial-branch-block",
    "third-occipital-rf",
    "third-occipital-block",
    "lateral-branch-rf",
    "lateral-branch-block",
    "facet-injection",
)
AUDIENCES = ("patient", "professional")
Action = Literal[
    "pain",
    "position",
    "view",
    "skin",
    "advance",
    "check",
    "sensory",
    "motor",
    "inject",
    "lesion",
    "withdraw",
    "effect",
    "recovery",
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Value(_Model):
    """One figure with its unit, source key and status."""

    value: float | tuple[float, ...]
    unit: str
    source: str
    status: Status
    note: str = ""

    @property
    def single(self) -> float:
        """The figure, or the first one of a list."""
        return float(self.value[0] if isinstance(self.value, tuple) else self.value)


class Registers(_Model):
    """The same text for two audiences."""

    patient: str
    professional: str

    def of(self, audience: str) -> str:
        """Text for ``patient`` or ``professional``."""
        return self.patient if choose(audience, AUDIENCES, "audience") == "patient" else self.professional


class StepAt(_Model):
    """How a step differs where the needle is met at one bone: other ``captions``, another ``view``, or left out."""

    captions: dict[str, Registers] = {}
    view: str | None = None
    skip: bool = False


class Step(_Model):
    """One step of the film.

    ``scope`` ``each_nerve`` repeats the step for every nerve, ``each_placement`` for every needle of every nerve (only
    for those named in ``placements``, where that is not empty); neighbouring steps of one ``group`` repeat together.
    ``at`` names bones where the step differs. ``view`` names the C-arm view asked for from this step on, one of the
    technique's; ``highlight`` what is lit: ``joint``, ``nerve``, ``bone`` or ``skin``.
    """

    id: str
    action: Action
    scope: Literal["once", "each_nerve", "each_placement"]
    group: str = ""
    placements: tuple[str, ...] = ()
    duration_s: float = Field(gt=0)
    view: str | None = None
    camera: str
    highlight: tuple[Literal["joint", "nerve", "bone", "skin"], ...] = ()
    injectate: Literal["", "skin_anaesthetic", "contrast", "anaesthetic"] = ""
    values: tuple[str, ...] = ()
    name: dict[str, Registers]
    captions: dict[str, Registers]
    at: dict[str, StepAt] = {}

    def captions_at(self, bone: str | None) -> dict[str, Registers]:
        """Captions by language: those for a bone where the step has its own there."""
        own = self.at.get(bone or "")
        return own.captions if own is not None and own.captions else self.captions

    def view_at(self, bone: str | None) -> str | None:
        """Name of the C-arm view at a bone."""
        own = self.at.get(bone or "")
        return own.view if own is not None and own.view else self.view

    def applies(self, bone: str | None, placement: str | None = None) -> bool:
        """Whether the step is part of the film at a bone, for a placement of this name."""
        own = self.at.get(bone or "")
        named = placement is None or not self.placements or placement in self.placements
        return named and not (own is not None and own.skip)

    def all_captions(self, language: str | None = None) -> tuple[Registers, ...]:
        """Every caption that the step can show, or those in one language."""
        tables = [self.captions, *(own.captions for own in self.at.values())]
        return tuple(text for table in tables for key, text in table.items() if language in (None, key))


class NeedleSpec(_Model):
    """The needle: every figure a cited value. ``length_mm`` lists the lengths that exist, shortest first."""

    kind: Literal["rf_cannula", "cooled_rf_probe", "spinal_needle"]
    gauge: Value
    outer_diameter_mm: Value
    length_mm: Value
    active_tip_mm: Value
    bend_deg: Value


class Variant(_Model):
    """Another way to do a procedure: what differs from the technique's own way.

    ``values`` replace those of the same name or add to them; ``captions`` replace those of steps by id.
    """

    name: dict[str, Registers]
    approach: str | None = None
    needle: NeedleSpec | None = None
    values: dict[str, Value] = {}
    title: dict[str, Registers] | None = None
    summary: dict[str, Registers] | None = None
    captions: dict[str, dict[str, Registers]] = {}


class Technique(_Model):
    """How a procedure is done in one region, as data.

    Parameters
    ----------
    id, region : str
        Folder and name of the file.
    joints : tuple of str
        Joints that it is for, from above downwards.
    instead : dict
        Joints that somebody might ask for, and the procedure that is right there.
    approach : str
        How the needle is found, one of :data:`spine_viewer.procedures.approaches.APPROACHES`.
    approach_at : dict
        Another approach where the target is met at this bone.
    views : tuple of str
        Named views of :mod:`spine_viewer.imaging.views` worked out for every needle where they apply.
    avoid : tuple of str
        What the distance from the needle is told of, of :data:`spine_viewer.procedures.hazards.HAZARDS`; a value
        ``<name>_min_mm`` makes it a limit.
    values : dict
        Cited figures by name.
    languages : tuple of str
        Those that every text of the file is in.
    variant, variants : str, dict of Variant
        Name of the way that is described, the default one, and others by name; empty where there is only one way.
    steps : tuple of Step
        In order; ``title``, ``summary`` and ``limits_note`` by language.
    """

    id: str
    region: str
    joints: tuple[str, ...] = Field(min_length=1)
    instead: dict[str, str] = {}
    kind: Literal["rf", "block"]
    approach: str
    approach_at: dict[str, str] = {}
    views: tuple[str, ...] = ("ap", "oblique", "lateral", "trajectory")
    avoid: tuple[str, ...] = ()
    languages: tuple[str, ...] = Field(min_length=1)
    title: dict[str, Registers]
    summary: dict[str, Registers]
    limits_note: dict[str, Registers]
    needle: NeedleSpec
    values: dict[str, Value]
    steps: tuple[Step, ...] = Field(min_length=1)
    variant: str = ""
    variants: dict[str, Variant] = {}

    @field_validator("steps")
    @classmethod
    def _unique(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        names = [s.id for s in steps]
        if len(set(names)) != len(names):
            raise ValueError(f"step ids must differ: {', '.join(names)}")
        return steps

    @model_validator(mode="after")
    def _complete(self) -> Technique:
        for step in self.steps:
            missing = [v for v in step.values if v not in self.values]
            if missing:
                raise ValueError(f"step {step.id!r} names unknown values: {', '.join(missing)}")
            unknown = {step.view, *(own.view for own in step.at.values())} - {None, *self.views}
            if unknown:
                raise ValueError(f"step {step.id!r} asks for views not listed: {', '.join(map(str, unknown))}")
            self._in_every_language(f"step {step.id!r}", step.name, step.captions)
            self._in_every_language(f"step {step.id!r}", *(own.captions for own in step.at.values() if own.captions))
        self._in_every_language("the technique", self.title, self.summary, self.limits_note)
        return self

    def _in_every_language(self, what: str, *tables: dict[str, Registers]) -> None:
        for table in tables:
            lost = [language for language in self.languages if language not in table]
            if lost:
                raise ValueError(f"{what} has no text in: {', '.join(lost)}")

    @property
    def variant_names(self) -> tuple[str, ...]:
        """Names of the ways to do it, the default one first; empty where there is only one."""
        return (self.variant, *self.variants) if self.variants else ()

    def as_variant(self, name: str | None) -> Technique:
        """The technique done another way; None for the default one.

        Raises
        ------
        InputError
            If there is no such way.
        """
        if name is None:
            return self
        if not self.variants:
            raise InputError(f"{self.id} has no variants; leave the variant {name!r} out")
        if choose(name, self.variant_names, f"variant of {self.id}") == self.variant:
            return self
        other = self.variants[name]
        fields = self.model_dump(exclude={"variant", "variants"})
        own = other.model_dump(exclude={"name", "values", "captions"}, exclude_none=True)
        fields |= own | {"variant": name, "values": fields["values"] | other.model_dump()["values"]}
        for step in fields["steps"]:
            if step["id"] in other.captions:
                step["captions"] = other.model_dump()["captions"][step["id"]]
        return Technique.model_validate(fields)

    def approach_to(self, bone: str) -> str:
        """Name of the approach to a target that is met at a bone."""
        return self.approach_at.get(bone, self.approach)

    def limit(self, name: str) -> float | None:
        """A single figure by name, None where the file has none."""
        return self.number(name) if name in self.values else None

    def number(self, name: str) -> float:
        """A single figure by name.

        Raises
        ------
        InputError
            If the file has no such figure, or it is a list.
        """
        value = self.values.get(name)
        if value is None or isinstance(value.value, tuple):
            singles = sorted(k for k, v in self.values.items() if not isinstance(v.value, tuple))
            raise InputError(f"technique {self.id!r} has no single value {name!r}; it has: {', '.join(singles)}")
        return float(value.value)

    def all_values(self) -> dict[str, Value]:
        """Every cited figure, the needle's too (``needle.gauge``)."""
        needle = {f"needle.{k}": getattr(self.needle, k) for k in type(self.needle).model_fields if k != "kind"}
        return {**needle, **self.values}

    def language(self, language: str) -> str:
        """``language`` when this file has it, else an :class:`InputError` that lists what it has."""
        if language in self.languages:
            return language
        has = ", ".join(self.languages)
        raise InputError(f"{self.id}, {self.region}: there are no texts in {language!r} yet; allowed: {has}")


def placeholders(text: str) -> set[str]:
    """Names in braces in a caption."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def fill(text: str, facts: Mapping[str, str]) -> str:
    """A caption with its ``{names}`` replaced.

    Raises
    ------
    InputError
        If the caption names a fact that the plan does not have.
    """
    unknown = placeholders(text) - set(facts)
    if unknown:
        known = ", ".join(sorted(facts))
        raise InputError(f"caption names unknown facts: {', '.join(sorted(unknown))}; known: {known}")
    return text.format_map(facts)


def technique_files(procedure: str) -> dict[str, Path]:
    """Technique files of a procedure by region.

    Raises
    ------
    InputError
        If the procedure is unknown.
    """
    choose(procedure, PROCEDURES, "procedure")
    return {path.stem: path for path in sorted((annotations_folder() / "procedures" / procedure).glob("*.json"))}


def load_technique(procedure: str, where: str | None = None, variant: str | None = None) -> Technique:
    """The technique of a procedure for a region (``cervical``) or a joint (``C4-C5``).

    Parameters
    ----------
    procedure : str
        One of ``PROCEDURES``.
    where : str, optional
        Region or joint; without it the lumbar technique, or the only one there is.
    variant : str, optional
        Name of one of its ways; without it the default one.

    Raises
    ------
    InputError
        If the procedure is unknown, is not done there, has no such variant, or its file is bad.
    """
    return _found(procedure, where).as_variant(variant)


def _found(procedure: str, where: str | None) -> Technique:
    files = technique_files(procedure)
    if where is None:
        where = "lumbar" if "lumbar" in files else next(iter(files))
    if where in files:
        return _read(procedure, files[where])
    found = [_read(procedure, path) for path in files.values()]
    for technique in found:
        if where in technique.joints:
            return technique
    for technique in found:
        if where in technique.instead:
            raise InputError(f"{procedure} is not done at {where}; use {technique.instead[where]}")
    raise InputError(f"unknown joint {where!r}; allowed: {', '.join(joints_for(procedure))}")


def joints_for(procedure: str) -> tuple[str, ...]:
    """Joints that a procedure can be planned on, from above downwards."""
    allowed = {joint for path in technique_files(procedure).values() for joint in _read(procedure, path).joints}
    return tuple(joint for joint in JOINT_LEVELS if joint in allowed)


def _read(procedure: str, path: Path) -> Technique:
    technique = read_model(path, Technique)
    if (technique.id, technique.region) != (procedure, path.stem):
        raise InputError(f"{path.parent.name}/{path.name}: id and region are not {procedure!r} and {path.stem!r}")
    return technique
