"""The figures of an exercise and their score: none of its parts rises with an exposure more or a gauge further off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spine_viewer.imaging.views.gauge import Gauge
from spine_viewer.learning.carm.figures import COMPONENTS, carm_figures
from spine_viewer.learning.carm.seen import gauge_json
from spine_viewer.learning.carm.share import share
from spine_viewer.learning.carm.state import State
from spine_viewer.learning.score_file import Component, components_json, falling

if TYPE_CHECKING:
    from spine_viewer.learning.carm.practice import CarmPractice


@dataclass(frozen=True)
class Measured:
    """What counts: the gauges of the last picture (empty where none was taken), and what it took.

    ``middle`` is how far the target is from the middle of that picture; ``unseen``: the C-arm moved after it.
    """

    gauges: tuple[Gauge, ...]
    middle: Gauge | None
    exposures: int
    movements: int
    hints: int
    dose: float
    unseen: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        every = self.gauges if self.middle is None else (*self.gauges, self.middle)
        return {
            "gauges": [gauge_json(one) for one in every],
            "exposures": self.exposures,
            "movements": self.movements,
            "hints": self.hints,
            "dose": round(self.dose, 4),
            "unseen": self.unseen,
        }


@dataclass(frozen=True)
class Score:
    """``total`` 0 to 100, and the parts that it is the sum of."""

    total: float
    components: tuple[Component, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {"total": round(self.total, 3), "components": components_json(self.components)}


def measured(practice: CarmPractice, state: State) -> Measured:
    """The figures of a state, finished or not."""
    *own, middle = (None,) if state.shot is None else practice.gauges(state.shot)
    return Measured(
        tuple(one for one in own if one is not None),
        middle,
        state.exposures,
        state.movements,
        state.hints,
        state.dose,
        state.shot is not None and not state.pose.stands_as(state.shot),
    )


def score(figures: Measured) -> Score:
    """Scores the figures; whoever took no picture has nothing.

    What was spared (exposures, movements, hints) counts as far as the worst gauge does.
    """
    rules, shares = carm_figures(), [share(one) for one in figures.gauges]
    if not shares or figures.middle is None:
        return Score(0.0, tuple(Component(name, 0.0, rules.weight(name)) for name in COMPONENTS))
    set_ = min(shares)
    parts = {
        "gauges": sum(shares) / len(shares),
        "worst": set_,
        "middle": falling(figures.middle.value, rules.limit("middle_full_share"), rules.limit("middle_none_share")),
        "exposures": set_ * falling(figures.exposures, rules.limit("exposures_full"), rules.limit("exposures_none")),
        "movements": set_ * falling(figures.movements, rules.limit("movements_full"), rules.limit("movements_none")),
        "hints": set_ * falling(figures.hints, 0.0, rules.limit("hints_none")),
    }
    made = tuple(Component(name, parts[name] * rules.weight(name), rules.weight(name)) for name in COMPONENTS)
    return Score(sum(one.points for one in made), made)
