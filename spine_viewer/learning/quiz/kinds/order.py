"""Put the steps of a procedure in order.

Only steps whose order is not a matter of taste are asked for: one check view of several, one of the two stimulation
tests, none of the story around the procedure. A second view that looks like the first is left out.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, LANGUAGES
from spine_viewer.learning.quiz.bank import Bank, Item
from spine_viewer.learning.quiz.draft import Choice, Draft
from spine_viewer.learning.quiz.facts import by_level, rules
from spine_viewer.learning.quiz.model import Source
from spine_viewer.learning.quiz.words import AUDIENCE, word
from spine_viewer.procedures.technique import PROCEDURES, Step, Technique, load_technique, technique_files

STORY = ("pain", "effect", "recovery")
ONE_OF = (("check",), ("sensory", "motor"))  # actions of which one step is taken: nobody is wrong to swap two
SIDE_SHOW = ("ala",)  # a placement with steps of its own beside those of all others
REGION = {"sacral": "lumbar"}
WHY = ("level_skin", "view_skin", "check_inject", "check_lesion", "sensory_anaesthetic", "motor_anaesthetic",
       "anaesthetic_lesion", "contrast_inject")  # fmt: skip


def items(bank: Bank) -> Iterator[Item]:
    """One question per technique."""
    for procedure in PROCEDURES:
        for region in technique_files(procedure):
            technique = load_technique(procedure, region)
            ask = partial(_ask, technique)
            yield Item(f"order:{procedure}:{region}", "order", REGION.get(region, region), 1, ask)


def steps_to_order(technique: Technique) -> tuple[Step, ...]:
    """Steps in the order of the technique, of which any two have one right order but for those in ``ONE_OF``."""
    level = next((step for step in technique.steps if step.id == "level"), None)
    found = [
        step
        for step in technique.steps
        if step.action not in STORY
        and step.placements != SIDE_SHOW
        and not (step.id == "view" and level is not None and step.view == level.view)
    ]
    names = [tuple(step.name[language].of(AUDIENCE) for language in LANGUAGES) for step in found]
    return tuple(step for step, name in zip(found, names, strict=True) if names.count(name) == 1)


def _ask(technique: Technique, difficulty: int, rng: random.Random) -> Draft | None:
    every = list(steps_to_order(technique))
    for actions in ONE_OF:
        same = [step for step in every if step.action in actions]
        kept = rng.choice(same) if same else None
        every = [step for step in every if step.action not in actions or step is kept]
    count = min(by_level(rules().steps, difficulty), len(every))
    chosen = [every[i] for i in sorted(rng.sample(range(len(every)), count))]
    return Draft(
        form="order",
        prompt=lambda language: word("ask_order", language, procedure=technique.title[language].of(AUDIENCE)),
        right=tuple(Choice(step.id, partial(_step_name, step)) for step in chosen),
        explanation=partial(_explained, tuple(chosen)),
        sources=_sources(technique, chosen),
    )


def _step_name(step: Step, language: str = DEFAULT_LANGUAGE) -> str:
    return step.name[language].of(AUDIENCE)


def why_before(earlier: Step, later: Step) -> str | None:
    """Key of the sentence that says why one step comes before another."""
    early, late = _part(earlier), _part(later)
    return f"step_{early}_{late}" if f"{early}_{late}" in WHY else None


def _part(step: Step) -> str:
    if step.action == "inject":
        return {"contrast": "contrast", "anaesthetic": "anaesthetic"}.get(step.id, "inject")
    return "level" if step.id == "level" else step.action


def _explained(chosen: tuple[Step, ...], language: str) -> str:
    names = [word("numbered", language, number=i, name=_step_name(step, language)) for i, step in enumerate(chosen, 1)]
    why = [why_before(one, two) for i, one in enumerate(chosen) for two in chosen[i + 1 :]]
    told = [word(key, language) for key in dict.fromkeys(why) if key]
    return " ".join([word("why_order", language, steps="; ".join(names)), *dict.fromkeys(told)])


def _sources(technique: Technique, chosen: list[Step]) -> tuple[Source, ...]:
    """Those of the figures of the chosen steps, and the order itself: a choice of this project."""
    values = [technique.values[name] for step in chosen for name in step.values]
    found = [Source(value.source, value.status) for value in values if value.status != "P"]
    return tuple(dict.fromkeys([*found, Source("design_choice", "P")]))
