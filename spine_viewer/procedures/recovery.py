"""The time after: what often happens from the day of the procedure to two years later, as an illustration."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.ids import choose
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, in_language
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.sourced import Status
from spine_viewer.errors import InputError
from spine_viewer.procedures.technique import Registers

CURVES = ("pain", "pain_without_benefit", "nerve_damage", "signal", "soreness")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Phase(_Model):
    """A stretch of time with its texts, ``start_day`` up to but not including ``end_day``."""

    id: str
    start_day: float = Field(ge=0)
    end_day: float = Field(gt=0)
    name: dict[str, Registers]
    texts: dict[str, Registers]
    source: str
    status: Status


class Curve(_Model):
    """A drawn line: ``points`` of (day, level). Always an illustration: its status cannot be anything but P."""

    points: tuple[tuple[float, float], ...] = Field(min_length=2)
    source: str
    status: Literal["P"]
    note: str

    @field_validator("points")
    @classmethod
    def _ordered(cls, points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
        if any(b[0] <= a[0] for a, b in pairwise(points)):
            raise ValueError("days must increase")
        return points

    def at(self, day: float) -> float:
        """Level on a day, straight between the points, constant outside."""
        days, levels = zip(*self.points, strict=True)
        return float(np.interp(day, days, levels))


class Course(_Model):
    """The time after one procedure: phases without a gap, and the curves named in ``CURVES``.

    ``languages``: those that the texts of its phases are in.
    """

    languages: tuple[str, ...] = (DEFAULT_LANGUAGE,)

    phases: tuple[Phase, ...] = Field(min_length=1)
    curves: dict[str, Curve]

    @model_validator(mode="after")
    def _complete(self) -> Course:
        for before, after in pairwise(self.phases):
            if before.end_day != after.start_day:
                raise ValueError(f"phase {after.id!r} must start on day {before.end_day:g}, where {before.id!r} ends")
        if set(self.curves) != set(CURVES):
            raise ValueError(f"curves must be exactly: {', '.join(CURVES)}")
        for phase in self.phases:
            lost = [one for one in self.languages if one not in phase.name or one not in phase.texts]
            if lost:
                raise ValueError(f"phase {phase.id!r} has no text in: {', '.join(lost)}")
        return self


class RecoveryFile(_Model):
    """``annotations/recovery.json``; ``languages`` are those of ``note`` and ``advice``, each course names its own."""

    languages: tuple[str, ...]
    note: dict[str, Registers]
    advice: dict[str, Registers]
    advice_sources: tuple[str, ...]
    courses: dict[str, Course]


@dataclass(frozen=True)
class RecoveryMoment:
    """One day of the course.

    ``pain_level`` and ``pain_level_without_benefit``: 1 = the usual pain before; illustrations of a course in which
    it helps and one in which it does not. ``nerve_state`` 0 healthy to 1 dead, ``signal_passed`` 0 none to 1 as
    before, ``soreness`` 0 to 1. ``source`` and ``status`` belong to the phase's text.
    """

    day: float
    phase: int
    phase_id: str
    pain_level: float
    pain_level_without_benefit: float
    nerve_state: float
    signal_passed: float
    soreness: float
    source: str
    status: str


@dataclass(frozen=True)
class Recovery:
    """The recovery clock of one procedure, in one region where that has its own course."""

    procedure: str
    file: RecoveryFile
    region: str = "lumbar"

    @classmethod
    def load(cls, procedure: str = "medial-branch-rf", region: str = "lumbar") -> Recovery:
        """Read ``annotations/recovery.json``: the course ``<procedure>/<region>``, else that of the procedure.

        Raises
        ------
        InputError
            If the file is bad or has no course for ``procedure``.
        """
        file = read_model(annotations_folder() / "recovery.json", RecoveryFile)
        if f"{procedure}/{region}" not in file.courses:
            choose(procedure, tuple(file.courses), "procedure")
        return cls(procedure, file, region)

    @property
    def course(self) -> Course:
        """Phases and curves."""
        own = self.file.courses.get(f"{self.procedure}/{self.region}")
        return self.file.courses[self.procedure] if own is None else own

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The phases in order."""
        return self.course.phases

    @property
    def last_day(self) -> float:
        """Where the clock ends, days after the procedure."""
        return self.phases[-1].end_day

    def phase_at(self, day: float) -> int:
        """Index of the phase that a day belongs to; the last day belongs to the last phase."""
        if not 0.0 <= day <= self.last_day:
            raise InputError(f"day {day:g} is outside the recovery clock; allowed: 0 to {self.last_day:g}")
        return next((i for i, p in enumerate(self.phases) if day < p.end_day), len(self.phases) - 1)

    def at(self, day: float) -> RecoveryMoment:
        """State on a day after the procedure (0 = just after), a pure function."""
        index = self.phase_at(day)
        phase, curves = self.phases[index], self.course.curves
        level = {name: curves[name].at(day) for name in CURVES}
        return RecoveryMoment(
            day=float(day),
            phase=index,
            phase_id=phase.id,
            pain_level=level["pain"],
            pain_level_without_benefit=level["pain_without_benefit"],
            nerve_state=level["nerve_damage"],
            signal_passed=level["signal"],
            soreness=level["soreness"],
            source=phase.source,
            status=phase.status,
        )

    def name(self, day: float, audience: str = "patient", language: str = "en") -> str:
        """Name of the phase."""
        return self._in(self.phases[self.phase_at(day)].name, language).of(audience)

    def text(self, day: float, audience: str = "patient", language: str = "en") -> str:
        """What often happens then."""
        return self._in(self.phases[self.phase_at(day)].texts, language).of(audience)

    def note(self, audience: str = "patient", language: str = "en") -> str:
        """What to say under every curve: it is an illustration."""
        return self._in(self.file.note, language).of(audience)

    def advice(self, audience: str = "patient", language: str = "en") -> str:
        """The general text about the two procedures."""
        return self._in(self.file.advice, language).of(audience)

    def day_of_film(self, fraction: float) -> float:
        """Day shown when a film has run through ``fraction`` (0 to 1) of its recovery: every phase gets equal time."""
        place = min(max(fraction, 0.0), 1.0) * len(self.phases)
        index = min(int(place), len(self.phases) - 1)
        phase = self.phases[index]
        return float(phase.start_day + (place - index) * (phase.end_day - phase.start_day))

    def _in(self, texts: dict[str, Registers], language: str) -> Registers:
        return in_language(texts, language, f"recovery after {self.procedure}")
