"""The recovery clock: from the day of the procedure on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.anatomy.languages import told_in
from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.explore.sources import load_sources
from spine_viewer.app.text import text

SAMPLES = 121

# In which unit people speak of a time: its name, its days, and below how many days it is used.
UNITS = (
    ("hour", 1 / 24, 1.0),
    ("day", 1.0, 14.0),
    ("week", 7.0, 84.0),
    ("month", 30.44, 700.0),
    ("year", 365.25, float("inf")),
)


@dataclass
class RecoveryState:
    """What the clock shows; ``place`` runs from 0 to 1 with equal room for every phase, levels are percent.

    ``language``: that of the name and the text.
    """

    ready: bool = False
    language: str = "en"
    place: float = 0.0
    when: str = ""
    name: str = ""
    text: str = ""
    note: str = ""
    advice: str = ""
    source: str = ""
    status: str = ""
    pain: int = 100
    pain_otherwise: int = 100
    signal: int = 100
    soreness: int = 0
    curve: str = ""
    curve_otherwise: str = ""
    marks: list[dict] = field(default_factory=list)


class RecoveryLogic:
    """Turns the clock and tells what often happens then.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    film : callable
        Gives the film of what is chosen, or None while it is not ready.
    """

    def __init__(self, server: Server, store: Store, film: Callable[[], Any]) -> None:
        self.typed = TypedState(server.state, RecoveryState)
        self._store = store
        self._film = film
        self._drawn: tuple[Any, ...] = ()
        self.typed.bind_changes({self.typed.name.place: self._turned})
        store.subscribe(self._follow)

    def step(self, by: int) -> None:
        """To the middle of an earlier or later phase."""
        film = self._film()
        if film is None:
            return
        count = len(film.recovery.phases)
        index = min(max(film.recovery.phase_at(self._store.now.after_days) + by, 0), count - 1)
        self._store.update(after_days=film.recovery.day_of_film((index + 0.5) / count))

    def refresh(self) -> None:
        """Show the recovery that is chosen now."""
        self._follow(self._store.now, self._store.now)

    def _turned(self, place: float) -> None:
        film = self._film()
        if film is not None and self._store.now.mode == "after":
            self._store.update(after_days=film.recovery.day_of_film(float(place)))

    def _follow(self, _before: Choices, after: Choices) -> None:
        data = self.typed.data
        film = self._film() if after.mode == "after" else None
        data.ready = film is not None
        if film is None:
            return
        data.language = film.told_in(after)
        course, words = film.recovery, (after.audience, data.language)
        day = min(after.after_days, course.last_day)
        if self._drawn != (course, *words, after.language):
            self._drawn = (course, *words, after.language)
            self._draw(course, words)
            general = (after.audience, told_in(after.language, course.file.languages))
            data.note, data.advice = course.note(*general), course.advice(*general)
        now = course.at(day)
        data.place = round(place_of(course, day), 4)
        data.when = spoken_day(day, after.language)
        data.name, data.text = course.name(day, *words), course.text(day, *words)
        data.pain, data.pain_otherwise = percent(now.pain_level), percent(now.pain_level_without_benefit)
        data.signal, data.soreness = percent(now.signal_passed), percent(now.soreness)
        data.source, data.status = load_sources()[now.source].citation, now.status

    def _draw(self, course: Any, words: tuple[str, str]) -> None:
        data, count = self.typed.data, len(course.phases)
        data.marks = [
            {"at": round(100 * i / count, 2), "width": round(100 / count, 2), "name": course.name(p.start_day, *words)}
            for i, p in enumerate(course.phases)
        ]
        states = [course.at(course.day_of_film(i / (SAMPLES - 1))) for i in range(SAMPLES)]
        data.curve = polyline([s.pain_level for s in states])
        data.curve_otherwise = polyline([s.pain_level_without_benefit for s in states])


def place_of(course: Any, day: float) -> float:
    """Place 0 to 1 of a day on a clock that gives every phase the same room."""
    index = course.phase_at(day)
    phase = course.phases[index]
    return float((index + (day - phase.start_day) / (phase.end_day - phase.start_day)) / len(course.phases))


def percent(level: float) -> int:
    """A level of 0 to 1 in whole percent."""
    return round(100 * level)


def polyline(levels: list[float]) -> str:
    """SVG points in a box of 100 by 40 for levels from 0 to 1.25, the highest at the top."""
    last = len(levels) - 1
    return " ".join(f"{100 * i / last:.2f},{40 - 32 * level:.2f}" for i, level in enumerate(levels))


def spoken_day(day: float, language: str = "en") -> str:
    """A time after the procedure in the unit that people use for it."""
    if day < 1 / 24:
        return text("recovery.just_after", language)
    unit, days = next((unit, days) for unit, days, below in UNITS if day < below)
    count = round(day / days)
    return text(f"recovery.{unit}_1" if count == 1 else f"recovery.{unit}", language, count=str(count))
