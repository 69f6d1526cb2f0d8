"""Plans and their films, worked out in the background and kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

from spine_viewer.anatomy.ids import SIDES
from spine_viewer.anatomy.languages import LANGUAGES, told_in
from spine_viewer.app.choices import Choices, Key, film_key
from spine_viewer.errors import InputError


@dataclass(frozen=True, eq=False)
class Film:
    """A plan, its timeline, the recovery after it, its heat in even tissue by kind of tissue, and where fluids go.

    ``languages``: those that its steps are told in.
    """

    plan: Any
    timeline: Any
    recovery: Any
    heats: dict[str, Any] = field(default_factory=dict)
    spreads: Any = None
    languages: tuple[str, ...] = LANGUAGES

    def told_in(self, choices: Choices) -> str:
        """Language of what is told at this place of the film or of the recovery: English where it has no other yet."""
        own = self.recovery.course.languages if choices.mode == "after" else self.languages
        return told_in(choices.language, own)


class Films:
    """One film per key (:func:`spine_viewer.app.choices.film_key`), made on demand.

    Parameters
    ----------
    make : callable
        Gives the :class:`Film` of a key; runs in ``executor``.
    executor : concurrent.futures.Executor
    ready : callable
        Called on the event loop with the key of a film that has become ready, or cannot be made.
    """

    def __init__(self, make: Callable[..., Film], executor: Executor, ready: Callable[[Key], None]) -> None:
        self._make = make
        self._executor = executor
        self._ready = ready
        self._films: dict[Key, Film] = {}
        self._under_way: set[Key] = set()
        self._problems: dict[Key, str] = {}

    def get(self, choices: Choices) -> Film | None:
        """The film of what is chosen; where it is not there yet, it is started and None comes back."""
        key = film_key(choices)
        film = self._films.get(key)
        if film is None and key not in self._under_way and key not in self._problems:
            self._under_way.add(key)
            asyncio.get_running_loop().create_task(self._fetch(key))
        return film

    def problem(self, choices: Choices) -> str:
        """Why there is no film of what is chosen, in English; empty while nothing is known against it."""
        return self._problems.get(film_key(choices), "")

    async def _fetch(self, key: Key) -> None:
        try:
            self._films[key] = await asyncio.get_running_loop().run_in_executor(self._executor, self._make, *key)
        except InputError as error:
            self._problems[key] = str(error)
        self._under_way.discard(key)
        self._ready(key)
        if key in self._films and self._films[key].spreads is not None:
            await self._spread(self._films[key].spreads)

    async def _spread(self, spreads: Any) -> None:
        """Work the fluids out before somebody comes to them, one needle after the other, so that heat is not kept."""
        for needle in range(len(spreads)):
            await asyncio.get_running_loop().run_in_executor(self._executor, spreads.__getitem__, needle)


def film_maker(spine: Any) -> Callable[..., Film]:
    """A function that plans the procedure of a key on a spine and lays its film out."""

    def make(
        procedure: str,
        joint: str,
        side: str,
        variant: str | None = None,
        also: tuple[str, ...] = (),
        both_sides: bool = False,
    ) -> Film:
        from spine_viewer.anatomy.soft.brain import brain_surface
        from spine_viewer.procedures import plan, plan_session
        from spine_viewer.procedures.heat import PERFUSIONS, heat_in_even_tissue
        from spine_viewer.procedures.spreads import spreads_of

        brain_surface()  # the film's first picture would wait for it
        if also or both_sides:
            sides = SIDES if both_sides else (side,)
            planned = plan_session(spine, procedure, (joint, *also), sides, variant=variant)
        else:
            planned = plan(spine, procedure, joint=joint, side=side, variant=variant)
        burns = planned.lesion is not None
        heats = {name: heat_in_even_tissue(planned, name) for name in PERFUSIONS} if burns else {}
        timeline = planned.timeline()
        languages = planned.technique.languages
        return Film(planned, timeline, timeline.recovery, heats, spreads_of(spine, planned), languages)

    return make
