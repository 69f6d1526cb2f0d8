"""A patient of an exercise goes with the exercise, and the spine of before comes back."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from spine_viewer.anatomy.variation.request import Variation
from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.practice.own_spine import OwnSpine

OWN, PATIENT = Variation.random(3), Variation.random(7)
EXPLORE = Choices(variation=OWN)
PRACTICE = replace(EXPLORE, mode="practice", exercise="carm")


def gone_through(*steps: tuple[Choices, bool]) -> Choices:
    """What is chosen after these choices, each with whether a task holds its patient then."""
    store = Store(EXPLORE)
    own = OwnSpine(store)

    async def run() -> None:
        before = EXPLORE
        for after, held in steps:
            store.settle(**vars(after))
            own.follow(before, after, held)
            await asyncio.sleep(0)
            before = store.now

    asyncio.run(run())
    return store.now


def test_the_spine_of_before_comes_back_with_the_next_mode_or_tab() -> None:
    patient = replace(PRACTICE, variation=PATIENT)
    for after in (replace(patient, mode="explore"), replace(patient, exercise="quiz")):
        assert gone_through((PRACTICE, False), (after, False)).variation == OWN


def test_a_task_under_way_keeps_its_patient_and_gives_it_back_afterwards() -> None:
    away, back = (replace(PRACTICE, variation=PATIENT, mode=mode) for mode in ("explore", "practice"))
    assert gone_through((PRACTICE, False), (away, True)).variation == PATIENT
    quiz = replace(back, exercise="quiz")
    assert gone_through((PRACTICE, False), (away, True), (back, True), (quiz, False)).variation == OWN


def test_a_spine_that_was_chosen_outside_meanwhile_is_the_own_one() -> None:
    other = replace(EXPLORE, variation=PATIENT)
    found = gone_through((PRACTICE, False), (EXPLORE, False), (other, False), (replace(other, mode="practice"), False))
    assert found.variation == PATIENT
