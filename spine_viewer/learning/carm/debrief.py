"""What is said at the end: the score with its weights, which gauge is out, and which movement would mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.learning.carm.figures import carm_figures
from spine_viewer.learning.carm.ideal import ideal_exposures
from spine_viewer.learning.carm.mending import Mend
from spine_viewer.learning.carm.score import Measured, Score, measured, score
from spine_viewer.learning.carm.seen import gauge_json
from spine_viewer.learning.carm.state import State
from spine_viewer.learning.carm.words import word

if TYPE_CHECKING:
    from spine_viewer.learning.carm.practice import CarmPractice


@dataclass(frozen=True)
class Finding:
    """One thing to say: ``key`` names a phrase ``finding_<key>``; a gauge that is out has what mends it."""

    key: str
    mend: Mend | None = None
    values: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The key, of a gauge with its own."""
        return self.key if self.mend is None or self.mend.gauge is None else f"out:{gauge_json(self.mend.gauge)['key']}"

    def told(self, language: str = DEFAULT_LANGUAGE) -> str:
        """In words, with what to do better."""
        values = dict(self.values)
        if self.mend is not None and self.mend.gauge is not None:
            values |= {"gauge": self.mend.gauge.told(language), "movement": self.mend.told(language)}
        said = word(f"finding_{self.key}", language, **values)
        return said[0].upper() + said[1:]


@dataclass(frozen=True)
class Debrief:
    """The figures, their score, the findings, and how many pictures the shortest way takes."""

    figures: Measured
    score: Score
    findings: tuple[Finding, ...]
    ideal_exposures: int

    def to_json(self, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """Plain JSON values, with the words."""
        return {
            "score": self.score.to_json(),
            "figures": self.figures.to_json(),
            "ideal_exposures": self.ideal_exposures,
            "findings": [{"key": one.name, "told": one.told(language)} for one in self.findings],
        }

    def took(self, language: str = DEFAULT_LANGUAGE) -> str:
        """What it took, beside the shortest way."""
        own = self.figures
        counts = {name: str(getattr(own, name)) for name in ("exposures", "movements", "hints")}
        return word("took", language, dose=f"{own.dose:.2f}", ideal=str(self.ideal_exposures), **counts)

    def summary(self, language: str = DEFAULT_LANGUAGE) -> str:
        """A few lines of text."""
        lines = [word("total", language, total=f"{self.score.total:.1f}")]
        for one in self.score.components:
            part = word(f"part_{one.name}", language)
            lines.append(f"  {part}: {one.points:.1f} / {one.most:.1f}")
        lines.append(self.took(language))
        lines += [f"- {one.told(language)}" for one in self.findings] or [word("all_well", language)]
        lines.append(word("proposals", language))
        return "\n".join(lines)


def debrief(practice: CarmPractice, state: State) -> Debrief:
    """What is said of a state, finished or not."""
    figures = measured(practice, state)
    ideal = ideal_exposures(practice)
    return Debrief(figures, score(figures), tuple(_findings(practice, state, figures, ideal)), ideal)


def _findings(practice: CarmPractice, state: State, figures: Measured, ideal: int) -> Iterator[Finding]:
    if state.shot is None:
        yield Finding("never_seen")
        return
    for mend in practice.mends(state.shot):
        yield Finding("out", mend)
    if figures.unseen:
        yield Finding("unseen")
    rules = carm_figures()
    if figures.exposures > rules.limit("exposures_full"):
        values = (("exposures", str(figures.exposures)), ("ideal", str(ideal)))
        yield Finding("exposures", values=values)
    if figures.movements > rules.limit("movements_full"):
        yield Finding("movements", values=(("movements", str(figures.movements)),))
    if figures.hints:
        yield Finding("hints", values=(("hints", str(figures.hints)),))
    if practice.room is None:
        yield Finding("only_drawn")
