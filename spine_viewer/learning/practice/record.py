"""One attempt as one JSON file, without a name: what was done, on which spine, and how it was scored."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from spine_viewer.anatomy.ids import SIDES, choose
from spine_viewer.errors import InputError
from spine_viewer.learning.practice.actions import Action, read_actions, write_actions
from spine_viewer.learning.practice.debrief import Debrief, debrief
from spine_viewer.learning.practice.figures import COMPONENTS
from spine_viewer.learning.practice.practice import Practice
from spine_viewer.learning.record import Attempted, now
from spine_viewer.procedures.technique import PROCEDURES, joints_for

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine

SCHEMA: Literal["spine_viewer.practice/1"] = "spine_viewer.practice/1"


class Record(Attempted):
    """An attempt, as ``docs/learning.md`` describes it.

    ``seed`` is the number of a random person; None for the default spine.
    """

    FOLDER: ClassVar[str] = "practice"
    STEM: ClassVar[tuple[str, ...]] = ("procedure", "joint", "side")
    PARTS: ClassVar[tuple[str, ...]] = COMPONENTS
    TASK: ClassVar[tuple[str, ...]] = ("procedure", "joint", "side", "variant", "seed")
    SCORE: ClassVar[tuple[str, ...]] = ("total", "items", "capped")
    COUNTS: ClassVar[tuple[str, ...]] = ("exposures", "seconds", "dose", "entries", "redirections", "time_s")
    schema_name: Literal["spine_viewer.practice/1"] = Field(SCHEMA, alias="schema")
    procedure: str
    joint: str
    side: str
    variant: str | None = None
    seed: int | None = None

    @classmethod
    def of(cls, practice: Practice, actions: Iterable[Action], seed: int | None = None) -> Record:
        """The record of a session that was played through."""
        done = tuple(actions)
        state, _ = practice.play(done)
        result, plan = debrief(practice, state), practice.plan
        return cls(
            schema=SCHEMA,
            made=now(),
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

    def check(self, place: str) -> None:
        """Whether there is such a procedure at such a joint, and such actions."""
        try:
            choose(self.procedure, PROCEDURES, "procedure")
            choose(self.joint, _joints(self.procedure), "joint")
            choose(self.side, SIDES, "side")
        except InputError as error:
            raise InputError(f"{place}: {error}") from error
        read_actions(self.actions, place)

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


@lru_cache(maxsize=len(PROCEDURES))
def _joints(procedure: str) -> tuple[str, ...]:
    return joints_for(procedure)


read_record, read_records, records_folder = Record.read, Record.read_all, Record.folder
write_record, keep_record, kept_records, to_csv = Record.write, Record.keep, Record.kept, Record.as_csv
