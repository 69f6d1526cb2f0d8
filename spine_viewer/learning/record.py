"""What the records of all exercises share: one attempt as one JSON file, without a name."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Self, TypeGuard

from pydantic import BaseModel, ConfigDict, Field, field_validator

from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.whole_file import whole_file
from spine_viewer.errors import InputError
from spine_viewer.learning.record_files import data_folder, free_path, record_files

DONE = ("actions", "score", "figures", "findings")


@dataclass(frozen=True)
class Unreadable:
    """A file that cannot be read as what it should be, and why, in one line that names it."""

    path: Path
    reason: str


class Attempted(BaseModel):
    """An attempt. ``made`` is a time with its zone, ISO 8601.

    A subclass says the folder that its records lie in (``FOLDER``), the fields that name a file (``STEM``) and the
    parts of its score (``PARTS``); for its table what it tells of the task (``TASK``), the score (``SCORE``) and the
    figures (``COUNTS``), and what stands before the name of a part (``PREFIX``).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    FOLDER: ClassVar[str] = ""
    STEM: ClassVar[tuple[str, ...]] = ()
    PARTS: ClassVar[tuple[str, ...]] = ()
    TASK: ClassVar[tuple[str, ...]] = ()
    SCORE: ClassVar[tuple[str, ...]] = ("total",)
    COUNTS: ClassVar[tuple[str, ...]] = ()
    PREFIX: ClassVar[str] = ""
    schema_name: str = Field(alias="schema")
    made: str
    actions: list[dict[str, Any]]
    score: dict[str, Any]
    figures: dict[str, Any]
    findings: list[str]

    @field_validator("made")
    @classmethod
    def _is_a_time(cls, made: str) -> str:
        if datetime.fromisoformat(made).tzinfo is None:
            raise ValueError("a time needs its zone")
        return made

    @field_validator("score")
    @classmethod
    def _is_a_score(cls, score: dict[str, Any]) -> dict[str, Any]:
        total, parts = score.get("total"), score.get("components")
        if not _number(total) or not 0.0 <= total <= 100.0:
            raise ValueError("total must be a number from 0 to 100")
        if not isinstance(parts, dict) or not set(parts) <= set(cls.PARTS):
            raise ValueError(f"components must be some of: {', '.join(cls.PARTS)}")
        for name, one in parts.items():
            if not isinstance(one, dict) or not _number(one.get("points")) or not _number(one.get("most")):
                raise ValueError(f"{name} needs points and most")
        _has(score, cls.SCORE)
        return score

    @field_validator("figures")
    @classmethod
    def _has_its_counts(cls, figures: dict[str, Any]) -> dict[str, Any]:
        _has(figures, cls.COUNTS)
        return figures

    @property
    def when(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made)

    def check(self, place: str) -> None:
        """Whether task and actions are such as there are; raises ``InputError`` that begins with ``place``."""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values: first what was to be done, then what was done."""
        found = self.model_dump(mode="json", by_alias=True)
        return {name: value for name, value in found.items() if name not in DONE} | {name: found[name] for name in DONE}

    @classmethod
    def read(cls, path: Path) -> Self:
        """Reads a record.

        Raises
        ------
        InputError
            With file, place, value and what is allowed, if it is none.
        """
        found = read_model(path, cls)
        found.check(path.name)
        return found

    def write(self, path: Path) -> None:
        """Writes it, whole or not at all; raises ``InputError`` where the place cannot be written."""
        with whole_file(path) as draft:
            draft.write_text(json.dumps(self.to_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def folder(cls) -> Path:
        """Where attempts are kept where nothing else is said: a folder in the user's data folder."""
        return data_folder() / cls.FOLDER

    def keep(self, folder: Path | None = None) -> Path:
        """Writes it beside the others, in a file of its own whose name begins with its time; gives the file.

        Parameters
        ----------
        folder : Path, optional
            None: :meth:`folder`. It is made where it is missing.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        stem = "-".join(getattr(self, name) for name in self.STEM)
        path = free_path(self.folder() if folder is None else folder, self.made, stem)
        self.write(path)
        return path

    @classmethod
    def kept(cls, folder: Path | None = None) -> tuple[Self, ...]:
        """Every attempt that was kept, the oldest first; none where nothing was kept yet.

        Raises
        ------
        InputError
            If a file is no record.
        """
        return tuple(sorted(map(cls.read, cls._files(folder)), key=lambda one: one.when))

    @classmethod
    def readable(cls, folder: Path | None = None) -> tuple[tuple[Self, ...], tuple[Unreadable, ...]]:
        """As :meth:`kept`, and the files that are no record, which are left out."""
        found, left_out = [], []
        for path in cls._files(folder):
            try:
                found.append(cls.read(path))
            except InputError as error:
                left_out.append(Unreadable(path, str(error)))
        return tuple(sorted(found, key=lambda one: one.when)), tuple(left_out)

    @classmethod
    def read_all(cls, folder: Path) -> tuple[Self, ...]:
        """Every record in a folder.

        Raises
        ------
        InputError
            If it is no folder, holds no JSON file, or one of them is no record.
        """
        return tuple(map(cls.read, record_files(folder)))

    @classmethod
    def _files(cls, folder: Path | None) -> list[Path]:
        place = cls.folder() if folder is None else folder
        return sorted(place.glob("*.json")) if place.is_dir() else []

    @classmethod
    def as_csv(cls, records: Iterable[Self]) -> str:
        """A table for a study: one row per record, the oldest first, with every part of the score."""
        head = ["made", *cls.TASK, *cls.SCORE, *cls.COUNTS, *(cls.PREFIX + name for name in cls.PARTS), "findings"]
        out = io.StringIO()
        table = csv.writer(out, lineterminator="\n")
        table.writerows([head, *(one._row() for one in sorted(records, key=lambda record: record.when))])
        return out.getvalue()

    def _row(self) -> list[Any]:
        own = [getattr(self, name) for name in self.TASK]
        own += [self.score[name] for name in self.SCORE] + [self.figures[name] for name in self.COUNTS]
        own += [self.score["components"].get(name, {}).get("points") for name in self.PARTS]
        return [self.made, *map(_cell, own), " ".join(self.findings)]


def now() -> str:
    """The time in UTC, as a record has it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _cell(value: Any) -> Any:
    """A value in a table: empty for none, 0 or 1 for no or yes."""
    if value is None:
        return ""
    return int(value) if isinstance(value, bool) else value


def _number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _has(values: dict[str, Any], names: tuple[str, ...]) -> None:
    missing = [name for name in names if name not in values]
    if missing:
        raise ValueError(f"{missing[0]} is missing")
