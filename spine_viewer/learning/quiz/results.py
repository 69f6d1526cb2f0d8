"""Results of the quiz: one JSON file on this machine, without a name; and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.whole_file import whole_file
from spine_viewer.errors import InputError
from spine_viewer.learning.quiz.grade import grade
from spine_viewer.learning.quiz.model import Grade, Question
from spine_viewer.learning.quiz.repetition import Memory, after
from spine_viewer.learning.record_files import data_folder

COLUMNS = ("when", "question", "kind", "region", "difficulty", "language", "answer", "right", "score", "seconds")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Attempt(_Model):
    """One answer: when, to which question, what was answered (keys of options), and what it was worth."""

    when: AwareDatetime
    question: str
    kind: str
    region: str
    difficulty: int = Field(ge=1, le=3)
    language: str
    answer: tuple[str, ...]
    right: bool
    score: float = Field(ge=0, le=1)
    seconds: float | None = Field(default=None, ge=0)


class Results(_Model):
    """The file: every answer in the order of time, and by question what is kept of it."""

    format: Literal["spine_viewer quiz results"] = "spine_viewer quiz results"
    version: Literal[1] = 1
    attempts: tuple[Attempt, ...] = ()
    memory: dict[str, Memory] = {}

    def due(self, now: datetime) -> tuple[str, ...]:
        """Ids of questions that come back today or earlier, the most overdue first."""
        ripe = [(kept.due, name) for name, kept in self.memory.items() if kept.due.date() <= now.date()]
        return tuple(name for _, name in sorted(ripe))

    def answered(
        self, question: Question, answer: str | Sequence[str], when: datetime, seconds: float | None = None
    ) -> tuple[Results, Grade]:
        """The results with one answer more, and what it is worth.

        Parameters
        ----------
        question : Question
        answer : str or sequence of str
            As for :func:`spine_viewer.learning.quiz.grade`.
        when : datetime
            With a time zone.
        seconds : float, optional
            Time that the answer took.

        Raises
        ------
        InputError
            An answer that is not offered, or a time without a zone.
        """
        if when.tzinfo is None:
            raise InputError(f"time {when.isoformat()} of an answer has no zone; allowed: one with a zone")
        worth = grade(question, answer)
        attempt = Attempt(
            when=when,
            question=question.id,
            kind=question.kind,
            region=question.region,
            difficulty=question.difficulty,
            language=question.language,
            answer=(answer,) if isinstance(answer, str) else tuple(answer),
            right=worth.right,
            score=worth.score,
            seconds=seconds,
        )
        kept = after(self.memory.get(question.id), worth.right, when)
        memory = {**self.memory, question.id: kept}
        return self.model_copy(update={"attempts": (*self.attempts, attempt), "memory": memory}), worth


def default_path() -> Path:
    """Where results are kept where nothing else is said: the user's data folder."""
    return data_folder() / "quiz.json"


def load(path: Path) -> Results:
    """Results from a file; empty ones where there is no file yet.

    Raises
    ------
    InputError
        If it cannot be read or is no such file.
    """
    return read_model(path, Results) if path.exists() else Results()


def save(results: Results, path: Path) -> None:
    """Write results; the file is either whole or as it was.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    _write(path, lambda file: file.write(results.model_dump_json(indent=1) + "\n"))


def export_csv(results: Results, path: Path) -> None:
    """Write every answer as one row of a CSV file with the columns ``COLUMNS``.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    _write(path, lambda file: file.write(as_csv(results)))


def as_csv(results: Results) -> str:
    """Every answer as one row of a table with the columns ``COLUMNS``."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for attempt in results.attempts:
        row = attempt.model_dump(mode="json")
        writer.writerow(row | {"answer": " ".join(attempt.answer), "right": int(attempt.right)})
    return out.getvalue()


def _write(path: Path, fill: Callable[[IO[str]], object]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot write {str(path)!r}: {error.strerror or error}") from error
    with whole_file(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        fill(file)
