"""What is told now, in a few lines: the step, the day of the recovery, or what is picked out.

The consult screen and the shared screen both show this, so they cannot disagree with the other panels or each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.explore.card_logic import CardLogic
from spine_viewer.app.practice.exercise import Exercise
from spine_viewer.app.procedure.recovery_logic import RecoveryLogic
from spine_viewer.app.procedure.transport_logic import TransportLogic
from spine_viewer.app.text import text, words


@dataclass
class NowState:
    """The step or day, its name, what is said about it.

    ``place`` is how far along, 0 to 1; ``first`` and ``last``: there is no step before, or after; ``language`` is that
    of the name and the text.
    """

    mode: str = "explore"
    ready: bool = False
    heading: str = ""
    name: str = ""
    text: str = ""
    place: float = 0.0
    first: bool = False
    last: bool = False
    language: str = "en"


class NowLogic:
    """Follows the film, the recovery clock and the card.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    transport : TransportLogic
    recovery : RecoveryLogic
    card : CardLogic
    exercise : callable
        Gives the exercise that is on the screen, None where there is none.
    """

    def __init__(
        self,
        server: Server,
        store: Store,
        transport: TransportLogic,
        recovery: RecoveryLogic,
        card: CardLogic,
        exercise: Callable[[Choices], Exercise | None] = lambda _: None,
    ) -> None:
        self.typed = TypedState(server.state, NowState)
        self.told: list[Callable[[NowState], None]] = []  # called with what is told now whenever it changes
        self._store = store
        self._exercise = exercise
        self._transport, self._recovery, self._card = transport.typed, recovery.typed, card.typed
        self._before: tuple[str, NowState] | None = None
        film, clock, about = transport.typed.name, recovery.typed.name, card.typed.name
        keys = (
            *(film.ready, film.step, film.name, film.caption, film.time_s, film.duration_s),
            *(clock.ready, clock.when, clock.name, clock.text, clock.place),
            *(about.shown, about.title, about.text),
        )
        server.state.change(*keys)(lambda **_: self.refresh())
        store.subscribe(self._follow)

    def refresh(self) -> None:
        """Tell what is true now."""
        choices = self._store.now
        now = self._now(choices)
        if (choices.language, now) == self._before:
            return
        self._before = (choices.language, now)
        self.typed.set_dataclass(now)
        for listener in self.told:
            listener(now)

    def _follow(self, _before: Choices, _after: Choices) -> None:
        self.refresh()

    def _now(self, choices: Choices) -> NowState:
        say = words("now", choices.language)
        if choices.mode == "procedure":
            return _of_the_film(self._transport.data, say, choices.language)
        if choices.mode == "after":
            return _of_the_clock(self._recovery.data, say, choices.language)
        exercise = self._exercise(choices)
        if exercise is not None:
            name, told, place = exercise.told(choices.language)
            heading = text(f"practice.{choices.exercise}", choices.language)
            return NowState("practice", True, heading, name, told, place, language=choices.language)
        card, region = self._card.data, text(f"region.{choices.region}", choices.language)
        if not card.shown:
            return NowState("explore", True, say["explore"], region, "", language=choices.language)
        return NowState("explore", True, region, card.title, card.text, language=choices.language)


def _of_the_film(film: Any, say: dict[str, str], language: str) -> NowState:
    if not film.ready:
        return NowState("procedure", False, "", "", say["waiting"], language=language)
    heading = say["step"].format(step=film.step, steps=film.steps)
    place = film.time_s / max(film.duration_s, 1e-6)
    first, last = film.step <= 1, film.step >= film.steps
    return NowState("procedure", True, heading, film.name, film.caption, place, first, last, film.language)


def _of_the_clock(clock: Any, say: dict[str, str], language: str) -> NowState:
    if not clock.ready:
        return NowState("after", False, say["after"], "", say["waiting"], language=language)
    phases = max(len(clock.marks), 1)
    first, last = clock.place < 1 / phases, clock.place >= 1 - 1 / phases
    return NowState("after", True, clock.when, clock.name, clock.text, clock.place, first, last, clock.language)
