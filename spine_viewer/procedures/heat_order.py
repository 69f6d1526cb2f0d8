"""Which burns are worth working out beside bone at a moment of the film, the most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spine_viewer.procedures.heat import BurnKey

if TYPE_CHECKING:
    from spine_viewer.procedures.moment import Moment
    from spine_viewer.procedures.planner import Plan

PLACED = ("sensory", "motor", "inject", "lesion")  # steps with the electrode where it will heat


def burns_at(plan: Plan, moment: Moment) -> tuple[BurnKey, ...]:
    """The burn in hand, those of its nerve that follow, then those that are done, the latest first.

    Empty while no electrode is at its place and nothing is burnt.
    """
    done = [(state.nerve, state.burn) for state in moment.lesions]
    step = moment.step
    if step.nerve is None or step.action not in PLACED:
        return tuple(reversed(done))
    nerve = plan.nerves[step.nerve]
    own = [(nerve.nerve, k) for k in range(len(nerve.burns))]
    begun = sum(key in done for key in own)
    ahead = own[max(begun - 1, 0) :]
    return tuple(dict.fromkeys([*ahead, *reversed(done)]))
