"""When a question comes back: FSRS, with days as its smallest step.

A right answer counts as "good", anything else as "again". Chance plays no part, so the same answers on the same days
give the same dates.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from fsrs import Card, Rating, Scheduler, State
from pydantic import AwareDatetime, BaseModel, ConfigDict


class Memory(BaseModel):
    """What is kept of one question: FSRS's ``stability`` (days until 9 of 10 would still know) and ``difficulty``
    (1 to 10), when it was last answered and when it comes back."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    stability: float
    difficulty: float
    last: AwareDatetime
    due: AwareDatetime


@lru_cache(maxsize=1)
def _scheduler() -> Scheduler:
    return Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def after(memory: Memory | None, right: bool, when: datetime) -> Memory:
    """What is kept after an answer.

    Parameters
    ----------
    memory : Memory or None
        What was kept before; None for a question that is new.
    right : bool
    when : datetime
        Moment of the answer, with a time zone.
    """
    when = when.astimezone(UTC)
    card = Card(card_id=0) if memory is None else _card(memory)
    card, _ = _scheduler().review_card(card, Rating.Good if right else Rating.Again, when)
    if card.stability is None or card.difficulty is None:
        raise RuntimeError("the scheduler gave neither stability nor difficulty")
    return Memory(stability=card.stability, difficulty=card.difficulty, last=when, due=card.due)


def _card(memory: Memory) -> Card:
    return Card(
        card_id=0,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due.astimezone(UTC),
        last_review=memory.last.astimezone(UTC),
    )
