"""One attempt as one JSON file, without a name: what was done, on which spine, and how it was scored."""

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
from spine_viewer.learning.practice.actions import Action, read_actions, write_actions
from spine_viewer.learning.practice.debrief import Debrief, debrief
from spine_viewer.learning.practice.figures import COMPONENTS
from spine_viewer.learning.practice.practice import Practice
from spine_viewer.learning.record_files import data_folder, free_path, record_files

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine

SCHEMA: Literal["spine_viewer.practice/1"] = "spine_viewer.practice/1"
PLAIN = (
    "made", "procedure", "joint", "side", "variant", "seed", "total", "items", "capped", "exposures", "seconds", "dose",
    "entries", "redirections", "time_s",
)  # fmt: skip


class Record(BaseModel):
    """An attempt, as ``docs/learning.md`` describes it.

    ``seed`` is the number of a random person; None for the default spine. ``made`` is a time in UTC.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    schema_name: Literal["spine_viewer.practice/1"] = Field(SCHEMA, alias="schema")
    made: str
    procedure: str
    joint: str
    side: str
    variant: str | None = None
    seed: int | None = None
    actions: list[dict[str, Any]]
    score: dict[str, Any]
    figures: dict[str, Any]
    findings: list[str]

    @classmethod
    def of(cls, practice: Practice, actions: Iterable[Action], seed: int | None = None) -> Record:
        """The record of a session that was played through."""
        done = tuple(actions)
        state, _ = practice.play(done)
        result, plan = debrief(practice, state), practice.plan
        return cls(
            schema=SCHEMA,
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            procedure=plan.procedure,
            joint=plan.joint,
            side=plan.side,
            variant=plan.technique.variant or None,
            seed=seed,
            actions=write_actions(done),
            score=result.score.to_json(),
            figures=json.loads(json.dumps(result.figures.to_json())),
            findings=[one.key for one in result.findings],
        )

    def spine(self) -> Spine:
        """The spine that it was done on."""
        from spine_viewer.anatomy.spine import Spine
        from spine_viewer.anatomy.variation.request import Variation

        return Spine.build(None if self.seed is None else Variation.random(self.seed), pose="prone")

    def replay(self, practice: Practice | None = None) -> Debrief:
        """The debrief when all of it is done again; ``practice`` saves the time for the plan."""
        own = practice or Practice.start(self.spine(), self.procedure, self.joint, self.side, self.variant)
        state, _ = own.play(read_actions(self.actions))
        return debrief(own, state)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return self.model_dump(mode="json", by_alias=True)


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
    read_actions(found.actions, path.name)
    return found


def records_folder() -> Path:
    """Where attempts are kept where nothing else is said: a folder in the user's data folder."""
    return data_folder() / "practice"


def keep_record(record: Record, folder: Path | None = None) -> Path:
    """Writes a record beside the others, in a file of its own whose name begins with its time; gives the file.

    Parameters
    ----------
    record : Record
    folder : Path, optional
        None: :func:`records_folder`. It is made where it is missing.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    place = records_folder() if folder is None else folder
    path = free_path(place, record.made, f"{record.procedure}-{record.joint}-{record.side}")
    write_record(record, path)
    return path


def kept_records(folder: Path | None = None) -> tuple[Record, ...]:
    """Every attempt that was kept, the oldest first; none where nothing was kept yet.

    Raises
    ------
    InputError
        If a file is no record.
    """
    place = records_folder() if folder is None else folder
    paths = sorted(place.glob("*.json")) if place.is_dir() else []
    return tuple(sorted((read_record(path) for path in paths), key=lambda one: one.made))


def to_csv(records: Iterable[Record]) -> str:
    """A table for a study: one row per record, the oldest first, with every component of the score."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow([*PLAIN, *COMPONENTS, "findings"])
    for one in sorted(records, key=lambda record: record.made):
        values = one.to_json() | one.score | one.figures
        points = [one.score["components"].get(name, {}).get("points", "") for name in COMPONENTS]
        plain = ["" if values[name] is None else values[name] for name in PLAIN]
        table.writerow([*plain, *points, " ".join(one.findings)])
    return out.getvalue()


def read_records(folder: Path) -> tuple[Record, ...]:
    """Every record in a folder.

    Raises
    ------
    InputError
        If it is no folder, holds no JSON file, or one of them is no record.
    """
    return tuple(read_record(path) for path in record_files(folder))
