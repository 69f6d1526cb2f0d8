"""How practice goes over time, from what is kept on this machine: plain series, for a screen or a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from spine_viewer.errors import InputError
from spine_viewer.learning import carm, practice
from spine_viewer.learning.quiz import results as quiz_results
from spine_viewer.learning.record import Unreadable

if TYPE_CHECKING:
    from spine_viewer.learning.carm import Record as CarmRecord
    from spine_viewer.learning.practice import Record as NeedleRecord
    from spine_viewer.learning.quiz.results import Results

KINDS = ("quiz", "carm", "needle")


@dataclass(frozen=True)
class Kept:
    """What is kept on this machine: answers of the quiz, attempts with C-arm and needle, the oldest first.

    ``unreadable``: the files that are left out, each with the reason.
    """

    quiz: Results
    carm: tuple[CarmRecord, ...]
    needle: tuple[NeedleRecord, ...]
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True)
class Places:
    """Where it is kept: the quiz's file and the two folders."""

    quiz: Path
    carm: Path
    needle: Path

    @classmethod
    def usual(cls) -> Places:
        """In the user's data folder."""
        return cls(quiz_results.default_path(), carm.Record.folder(), practice.Record.folder())


@dataclass(frozen=True)
class Attempt:
    """One attempt on a plot: when (ISO 8601), its score of 100, what it was about, and the share of each part.

    ``parts``: name of a part of the score, and its points over those that it can bring.
    """

    when: str
    total: float
    about: tuple[str, ...]
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Share:
    """How often a group of questions was answered right: ``right`` and ``asked`` answers, and ``due`` questions."""

    name: str
    right: int
    asked: int
    due: int

    @property
    def percent(self) -> float:
        """0 to 100."""
        return 100.0 * self.right / self.asked if self.asked else 0.0


@dataclass(frozen=True)
class Day:
    """Answers of one day (ISO 8601, UTC)."""

    when: str
    right: int
    asked: int


def load(places: Places | None = None) -> Kept:
    """Everything that is kept; empty where nothing is. A file that cannot be read hides none of the others."""
    where, bad = places or Places.usual(), []
    try:
        quiz = quiz_results.load(where.quiz)
    except InputError as error:
        quiz, bad = quiz_results.Results(), [Unreadable(where.quiz, str(error))]
    arms, bad_arms = carm.Record.readable(where.carm)
    needles, bad_needles = practice.Record.readable(where.needle)
    return Kept(quiz, arms, needles, (*bad, *bad_arms, *bad_needles))


def carm_attempts(kept: Kept) -> tuple[Attempt, ...]:
    """Attempts with the C-arm: ``about`` is view, level and side."""
    return tuple(
        Attempt(one.made, float(one.score["total"]), (one.view, one.level, one.side), _parts(one.score))
        for one in kept.carm
    )


def needle_attempts(kept: Kept) -> tuple[Attempt, ...]:
    """Attempts with the needle: ``about`` is procedure, joint and side."""
    return tuple(
        Attempt(one.made, float(one.score["total"]), (one.procedure, one.joint, one.side), _parts(one.score))
        for one in kept.needle
    )


def _parts(score: dict) -> tuple[tuple[str, float], ...]:
    return tuple((name, part["points"] / part["most"]) for name, part in score["components"].items() if part["most"])


def part_means(attempts: Sequence[Attempt], last: int = 10) -> tuple[tuple[str, float], ...]:
    """Mean share of each part over the ``last`` attempts that have it, the lowest first."""
    found: dict[str, list[float]] = {}
    for one in attempts[-last:]:
        for name, share in one.parts:
            found.setdefault(name, []).append(share)
    means = {name: sum(shares) / len(shares) for name, shares in found.items()}
    return tuple(sorted(means.items(), key=lambda one: one[1]))


def quiz_days(kept: Kept) -> tuple[Day, ...]:
    """Answers by day."""
    found: dict[str, list[bool]] = {}
    for one in kept.quiz.attempts:
        found.setdefault(one.when.astimezone(UTC).date().isoformat(), []).append(one.right)
    return tuple(Day(day, sum(right), len(right)) for day, right in sorted(found.items()))


def quiz_shares(kept: Kept, by: str, now: datetime | None = None) -> tuple[Share, ...]:
    """How often answers were right, and what is due, by ``region`` or ``kind``.

    Raises
    ------
    InputError
        For another way to group.
    """
    if by not in ("region", "kind"):
        raise InputError(f"progress by {by!r}; allowed: region, kind")
    due = set(kept.quiz.due(now or datetime.now(UTC)))
    groups: dict[str, list[bool]] = {}
    waiting: dict[str, set[str]] = {}
    for one in kept.quiz.attempts:
        name = str(getattr(one, by))
        groups.setdefault(name, []).append(one.right)
        waiting.setdefault(name, set())
        if one.question in due:
            waiting[name].add(one.question)
    return tuple(Share(name, sum(right), len(right), len(waiting[name])) for name, right in sorted(groups.items()))


def due_count(kept: Kept, now: datetime | None = None) -> int:
    """Questions that come back today or earlier."""
    return len(kept.quiz.due(now or datetime.now(UTC)))


def as_csv(kept: Kept, kind: str) -> str:
    """The table of one kind, for a study.

    Raises
    ------
    InputError
        For an unknown kind.
    """
    if kind == "quiz":
        return quiz_results.as_csv(kept.quiz)
    if kind == "carm":
        return carm.to_csv(kept.carm)
    if kind == "needle":
        return practice.to_csv(kept.needle)
    raise InputError(f"records of {kind!r}; allowed: {', '.join(KINDS)}")


def delete_all(places: Places | None = None) -> int:
    """Delete every record of quiz, C-arm and needle; gives how many files went. Nothing else is touched.

    Raises
    ------
    InputError
        If a file cannot be deleted.
    """
    where, gone = places or Places.usual(), 0
    for path in _files(where):
        try:
            path.unlink()
        except OSError as error:
            raise InputError(f"cannot delete {str(path)!r}: {error.strerror}") from error
        gone += 1
    return gone


def _files(where: Places) -> Iterable[Path]:
    """The quiz's file, and every file of JSON in the two folders."""
    if where.quiz.is_file():
        yield where.quiz
    for folder in (where.carm, where.needle):
        yield from sorted(folder.glob("*.json")) if folder.is_dir() else ()
