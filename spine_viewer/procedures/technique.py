"""A technique as read from ``annotations/procedures/*.json``: values with their sources, and the steps of the film."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.ids import choose
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.errors import InputError

PROCEDURES = ("medial-branch-rf", "medial-branch-block")
AUDIENCES = ("patient", "professional")
Status = Literal["V", "M-high", "M-medium", "M-low", "D", "P", "R"]
Action = Literal[
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


class Step(_Model):
    """One step of the film.

    ``scope`` ``each_nerve`` repeats the step for every nerve; neighbouring steps of one ``group`` repeat together.
    ``captions_sacrum`` replaces the captions where the nerve is met at the sacrum (L5 dorsal ramus).
    ``view`` names the C-arm view asked for from this step on, ``highlight`` what is lit: ``joint``, ``nerve``,
    ``bone`` or ``skin``.
    """

    id: str
    action: Action
    scope: Literal["once", "each_nerve"]
    group: str = ""
    duration_s: float = Field(gt=0)
    view: Literal["ap", "oblique", "lateral", "trajectory"] | None = None
    camera: str
    highlight: tuple[Literal["joint", "nerve", "bone", "skin"], ...] = ()
    injectate: Literal["", "skin_anaesthetic", "contrast", "anaesthetic"] = ""
    values: tuple[str, ...] = ()
    name: dict[str, Registers]
    captions: dict[str, Registers]
    captions_sacrum: dict[str, Registers] = {}

    def captions_at(self, bone: str | None) -> dict[str, Registers]:
        """Captions by language: those for the sacrum where the nerve is met there and the step has its own."""
        return self.captions_sacrum if bone == "sacrum" and self.captions_sacrum else self.captions


class NeedleSpec(_Model):
    """The needle: every figure a cited value. ``length_mm`` lists the lengths that exist, shortest first."""

    kind: Literal["rf_cannula", "spinal_needle"]
    gauge: Value
    outer_diameter_mm: Value
    length_mm: Value
    active_tip_mm: Value
    bend_deg: Value


class Technique(_Model):
    """A procedure as data.

    ``values`` by name; ``steps`` in order; ``title`` and ``summary`` by language.
    """

    id: str
    kind: Literal["rf", "block"]
    languages: tuple[str, ...]
    title: dict[str, Registers]
    summary: dict[str, Registers]
    limits_note: dict[str, Registers]
    needle: NeedleSpec
    values: dict[str, Value]
    steps: tuple[Step, ...] = Field(min_length=1)

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
            for table in (step.name, step.captions, step.captions_sacrum or step.captions):
                lost = [language for language in self.languages if language not in table]
                if lost:
                    raise ValueError(f"step {step.id!r} has no text in: {', '.join(lost)}")
        return self

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
        return choose(language, self.languages, "language")


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


def load_technique(procedure: str) -> Technique:
    """The technique of ``medial-branch-rf`` or ``medial-branch-block``.

    Raises
    ------
    InputError
        If the procedure is unknown or its file is bad.
    """
    choose(procedure, PROCEDURES, "procedure")
    technique = read_model(annotations_folder() / "procedures" / f"{procedure}.json", Technique)
    if technique.id != procedure:
        raise InputError(f"{procedure}.json: id is not {procedure!r}")
    return technique
