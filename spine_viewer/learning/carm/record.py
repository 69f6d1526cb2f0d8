"""One attempt as one JSON file, without a name: the task, what was done, and how it was scored."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.whole_file import whole_file
from spine_viewer.errors import InputError
from spine_viewer.learning.carm.actions import Action, read_actions, write_actions
from spine_viewer.learning.carm.debrief import Debrief, debrief
from spine_viewer.learning.carm.figures import COMPONENTS
from spine_viewer.learning.carm.practice import CarmPractice
from spine_viewer.learning.carm.task import Task
from spine_viewer.learning.record_files import data_folder, free_path, record_files

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine

SCHEMA: Literal["spine_viewer.carm/1"] = "spine_viewer.carm/1"
TASK = ("view", "level", "side", "difficulty", "seed", "person")
COUNTS = ("exposures", "movements", "hints", "dose", "unseen")


class Record(BaseModel):
    """An attempt, as ``docs/learning.md`` describes it.

    ``person`` is the number of a random person; None for the default spine. ``made`` is a time in UTC.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    schema_name: Literal["spine_viewer.carm/1"] = Field(SCHEMA, alias="schema")
    made: str
    view: str
    level: str
    side: str
    difficulty: int
    seed: int
    person: int | None = None
    actions: list[dict[str, Any]]
    score: dict[str, Any]
    figures: dict[str, Any]
    findings: list[str]

    @classmethod
    def of(cls, practice: CarmPractice, actions: Iterable[Action]) -> Record:
        """The record of an exercise that was played through."""
        done, task = tuple(actions), practice.task
        result = debrief(practice, practice.play(done)[0])
        return cls(
            schema=SCHEMA,
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            **{name: getattr(task, name) for name in TASK},
            actions=write_actions(done),
            score=result.score.to_json(),
            figures=result.figures.to_json(),
            findings=[one.name for one in result.findings],
        )

    @property
    def task(self) -> Task:
        """What was to be done."""
        return Task(**{name: getattr(self, name) for name in TASK})

    def spine(self) -> Spine:
        """The spine that it was done on."""
        return spine_of(self.person)

    def replay(self, practice: CarmPractice | None = None) -> Debrief:
        """The debrief when all of it is done again."""
        own = practice or CarmPractice.start(self.spine(), self.task)
        return debrief(own, own.play(read_actions(self.actions))[0])

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return self.model_dump(mode="json", by_alias=True)


def spine_of(person: int | None) -> Spine:
    """The default spine, or that of a random person, prone."""
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.anatomy.variation.request import Variation

    return Spine.build(None if person is None else Variation.random(person), pose="prone")


def write_record(record: Record, path: Path) -> None:
    """Writes a record, whole or not at all; raises ``InputError`` where the place cannot be written."""
    with whole_file(path) as draft:
        draft.write_text(json.dumps(record.to_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_record(path: Path) -> Record:
    """Reads a record.

    Raises
    ------
    InputError
        With file, place, value and what is allowed, if it is none.
    """
    found = read_model(path, Record)
    try:
        _ = found.task
    except InputError as error:
        raise InputError(f"{path.name}: {error}") from error
    read_actions(found.actions, path.name)
    return found


def to_csv(records: Iterable[Record]) -> str:
    """A table for a study: one row per record, the oldest first, with every part of the score."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["made", *TASK, "total", *COUNTS, *(f"points_{name}" for name in COMPONENTS), "findings"])
    for one in sorted(records, key=lambda record: record.made):
        task = ["" if getattr(one, name) is None else getattr(one, name) for name in TASK]
        counts = [int(one.figures[name]) if name == "unseen" else one.figures[name] for name in COUNTS]
        points = [one.score["components"][name]["points"] for name in COMPONENTS]
        table.writerow([one.made, *task, one.score["total"], *counts, *points, " ".join(one.findings)])
    return out.getvalue()


def read_records(folder: Path) -> tuple[Record, ...]:
    """Every record in a folder.

    Raises
    ------
    InputError
        If it is no folder, holds no JSON file, or one of them is no record.
    """
    return tuple(read_record(path) for path in record_files(folder))


def records_folder() -> Path:
    """Where attempts are kept where nothing else is said: a folder in the user's data folder."""
    return data_folder() / "carm"


def keep_record(record: Record, folder: Path | None = None) -> Path:
    """Writes a record beside the others, in a file of its own whose name begins with its time; gives the file.

    ``folder`` None: :func:`records_folder`. Raises ``InputError`` if it cannot be written.
    """
    stem = f"{record.view}-{record.level}-{record.side}"
    path = free_path(records_folder() if folder is None else folder, record.made, stem)
    write_record(record, path)
    return path


def kept_records(folder: Path | None = None) -> tuple[Record, ...]:
    """Every attempt that was kept, the oldest first; none where nothing was kept yet."""
    place = records_folder() if folder is None else folder
    paths = sorted(place.glob("*.json")) if place.is_dir() else []
    return tuple(sorted((read_record(path) for path in paths), key=lambda one: one.made))
