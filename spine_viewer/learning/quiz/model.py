"""A quiz question as plain data, and what an answer to it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Kind = Literal["name", "find", "nerves", "bone", "order", "xray", "view"]
KINDS: tuple[Kind, ...] = ("name", "find", "nerves", "bone", "order", "xray", "view")
Form = Literal["one", "set", "order", "click"]
DIFFICULTIES = (1, 2, 3)


@dataclass(frozen=True)
class Source:
    """A key of ``annotations/sources.json`` and how sure the fact behind it is (V, M-high, ..., D, P)."""

    key: str
    status: str


@dataclass(frozen=True)
class Option:
    """One answer that is offered.

    ``key`` is the same in every language; ``note`` says where this answer would be right, or is empty.
    """

    key: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes
    ----------
    id : str
        Names the fact that is asked for, whatever the side, the options and the language: for spaced repetition.
    kind : str
        One of ``KINDS``.
    form : {"one", "set", "order", "click"}
        One option is right; a set of them; all of them in one order; or a structure is pointed at (no options).
    region, difficulty, language
        As asked for.
    prompt : str
    options : tuple of Option
    right : tuple of str
        Keys of the right options, in the right order for ``order``; for ``click`` ids of the structure, any of which
        is right (a joint and its cartilage).
    explanation : str
        Why, in words.
    sources : tuple of Source
        Where that comes from.
    show : mapping
        What is looked at, as plain data. Empty, or ``{"scene": {...}}`` with fields of ``scene.SceneRequest``, or
        ``{"xray": {"view", "level", "side", "oblique_deg", "tilt_deg", "isocentre_mm", "field_mm", "size"}}``, with
        ``"mark": {"kind", "places"}`` in it (column and row in pixels of a picture of ``size``) where one is asked for.
    reveal : mapping
        What the scene shows besides once the question is answered; it would tell the answer before. Empty, or fields
        of ``scene.SceneRequest`` (``layers``, ``selection``, ``ghosted``, ``isolated``), and under ``joint`` the id of
        the joint whose nerves are lit.
    """

    id: str
    kind: Kind
    form: Form
    region: str
    difficulty: int
    language: str
    prompt: str
    options: tuple[Option, ...]
    right: tuple[str, ...]
    explanation: str
    sources: tuple[Source, ...]
    show: Mapping[str, Any] = field(default_factory=dict, hash=False)
    reveal: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self) | {"show": dict(self.show), "reveal": dict(self.reveal)}


@dataclass(frozen=True)
class Grade:
    """What an answer is worth.

    ``score`` is 0 to 1: of a set the right ones chosen less the wrong ones, of an order the pairs that stand in order.
    ``missed`` and ``wrong`` hold keys: right ones that were not given, given ones that are not right.
    """

    right: bool
    score: float
    missed: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
