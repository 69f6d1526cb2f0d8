"""The moments at which a lesson records its film: dense where things move, few where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spine_viewer.procedures import Timeline
    from spine_viewer.procedures.film_steps import TimelineStep

FINE_S, COARSE_S = 0.25, 0.5
TRAVEL = 0.4  # part of a step in which camera and C-arm travel
MOVING = ("skin", "advance", "inject", "lesion", "withdraw")
EVEN = ("pain",)  # steps in which something moves from the beginning to the end
PHASE_S = 7.0  # of the lesson for each phase of the recovery
PHASE_SAMPLES = 8
JUST_S = 1e-3  # how long before its end a step is still itself


@dataclass(frozen=True)
class Sample:
    """One moment: ``time_s`` of the lesson, ``film_s`` of the film, ``day`` of the recovery or None."""

    time_s: float
    film_s: float
    day: float | None = None


@dataclass(frozen=True)
class Part:
    """A step of the lesson: one of the film, or one phase of the recovery that the film's last step runs through."""

    key: str
    step: TimelineStep
    start_s: float
    duration_s: float
    samples: tuple[Sample, ...]
    still: Sample
    phase: int | None = None

    @property
    def end_s(self) -> float:
        """When the step ends, s of the lesson."""
        return self.start_s + self.duration_s


def parts_of(timeline: Timeline) -> tuple[Part, ...]:
    """The steps of a lesson in order, one after the other from 0 s."""
    parts: list[Part] = []
    for step in timeline.steps:
        start = parts[-1].end_s if parts else 0.0
        if step.action == "recovery":
            parts += list(_phases(timeline, step, start))
        else:
            ahead = start - step.start_s
            samples = tuple(Sample(round(t + ahead, 4), t) for t in _times(step).tolist())
            still = Sample(step.still_s + ahead, step.still_s)
            parts.append(Part(step.key, step, start, step.duration_s, samples, still))
    return tuple(parts)


def _times(step: TimelineStep) -> np.ndarray:
    last = step.end_s - JUST_S
    travel = step.start_s + (1.0 if step.action in EVEN else TRAVEL) * (step.duration_s - JUST_S)
    slow = np.arange(travel, last, COARSE_S) if step.action in MOVING else np.empty(0)
    return np.unique(np.round(np.concatenate([np.arange(step.start_s, travel, FINE_S), slow, [travel, last]]), 4))


def _phases(timeline: Timeline, step: TimelineStep, start: float) -> Iterator[Part]:
    recovery = timeline.recovery
    count = len(recovery.phases)
    for i, phase in enumerate(recovery.phases):
        samples = tuple(
            Sample(
                time_s=round(start + share * (PHASE_S - JUST_S), 4),
                film_s=step.end_s,
                day=recovery.day_of_film((i + min(share, 0.999)) / count),
            )
            for share in np.linspace(0.0, 1.0, PHASE_SAMPLES).tolist()
        )
        still = Sample(start + 0.9 * PHASE_S, step.end_s, recovery.day_of_film((i + 0.9) / count))
        yield Part(f"{step.key}:{phase.id}", step, start, PHASE_S, samples, still, i)
        start += PHASE_S
