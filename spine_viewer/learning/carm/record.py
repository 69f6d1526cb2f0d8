"""One attempt as one JSON file, without a name: the task, what was done, and how it was scored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from spine_viewer.errors import InputError
from spine_viewer.learning.carm.actions import Action, read_actions, write_actions
from spine_viewer.learning.carm.debrief import Debrief, debrief
from spine_viewer.learning.carm.figures import COMPONENTS
from spine_viewer.learning.carm.practice import CarmPractice
from spine_viewer.learning.carm.task import Task
from spine_viewer.learning.record import Attempted, now

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine

SCHEMA: Literal["spine_viewer.carm/1"] = "spine_viewer.carm/1"
TASK = ("view", "level", "side", "difficulty", "seed", "person")


class Record(Attempted):
    """An attempt, as ``docs/learning.md`` describes it.

    ``person`` is the number of a random person; None for the default spine.
    """

    FOLDER: ClassVar[str] = "carm"
    STEM: ClassVar[tuple[str, ...]] = ("view", "level", "side")
    PARTS: ClassVar[tuple[str, ...]] = COMPONENTS
    TASK: ClassVar[tuple[str, ...]] = TASK
    COUNTS: ClassVar[tuple[str, ...]] = ("exposures", "movements", "hints", "dose", "unseen")
    PREFIX: ClassVar[str] = "points_"
    schema_name: Literal["spine_viewer.carm/1"] = Field(SCHEMA, alias="schema")
    view: str
    level: str
    side: str
    difficulty: int
    seed: int
    person: int | None = None

    @classmethod
    def of(cls, practice: CarmPractice, actions: Iterable[Action]) -> Record:
        """The record of an exercise that was played through."""
        done, task = tuple(actions), practice.task
        result = debrief(practice, practice.play(done)[0])
        return cls(
            schema=SCHEMA,
            made=now(),
            **{name: getattr(task, name) for name in TASK},
            actions=write_actions(done),
            score=result.score.to_json(),
            figures=result.figures.to_json(),
            findings=[one.name for one in result.findings],
        )

    def check(self, place: str) -> None:
        """Whether there is such a task, and such actions."""
        try:
            _ = self.task
        except InputError as error:
            raise InputError(f"{place}: {error}") from error
        read_actions(self.actions, place)

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


def spine_of(person: int | None) -> Spine:
    """The default spine, or that of a random person, prone."""
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.anatomy.variation.request import Variation

    return Spine.build(None if person is None else Variation.random(person), pose="prone")


read_record, read_records, records_folder = Record.read, Record.read_all, Record.folder
write_record, keep_record, kept_records, to_csv = Record.write, Record.keep, Record.kept, Record.as_csv
