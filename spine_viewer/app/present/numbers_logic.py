"""Every number on the screen with its source and its status, those of this moment first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import WITH_FILM, Choices, Store
from spine_viewer.app.explore.sources import load_sources
from spine_viewer.app.procedure.joint_logic import needle_id
from spine_viewer.app.text import words
from spine_viewer.procedures.figure_sources import (
    sources_of_check,
    sources_of_curve,
    sources_of_depth,
    sources_of_fluid,
    sources_of_heat,
    sources_of_phase,
)
from spine_viewer.procedures.numbers import (
    WORKED_OUT,
    Number,
    numbers_of_file,
    numbers_of_plan,
    numbers_of_recovery,
    numbers_of_step,
    numbers_of_technique,
)
from spine_viewer.procedures.target_names import names_of

HEAT_FILES, FLUID_FILES = ("tissue.json", "heat.json"), ("injectate.json",)
MACHINE_FILES, SHAPE_FILES = ("c_arm.json",), ("variation.json",)

Part = tuple[str, Iterable[Number]]


@dataclass
class NumbersState:
    """``one``: what stands behind one figure, not the whole list.

    ``parts`` are ``{"title", "rows": [{"name", "value", "status", "meaning", "source", "note", "english"}]}``.
    """

    open: bool = False
    one: bool = False
    parts: list[dict] = field(default_factory=list)


class NumbersLogic:
    """Lists the numbers.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    film : callable
        Gives the film of what is chosen, or None.
    """

    def __init__(self, server: Server, store: Store, film: Callable[[], Any]) -> None:
        self.typed = TypedState(server.state, NumbersState)
        self._store = store
        self._film = film
        store.subscribe(self._follow)

    def _follow(self, before: Choices, after: Choices) -> None:
        if self.typed.data.open and before.language != after.language:
            self.toggle(not self.typed.data.one)

    def toggle(self, open_: bool | None = None) -> None:
        """Open or close the list; it is written when it opens."""
        data = self.typed.data
        data.open = not data.open if open_ is None else open_
        data.one, data.parts = False, self._parts(self._store.now) if data.open else []

    def ask(self, what: str, which: str = "", name: str = "", value: str = "") -> None:
        """Show what stands behind one figure of a panel.

        Parameters
        ----------
        what : str
            ``check`` of a needle, a figure of the ``heat``, a ``curve`` or the ``phase`` of the recovery, the ``step``
            of the film, or its ``fluid``.
        which : str
            Needle and figure (``<needle>|<figure>``), name of the figure, or name of the curve.
        name, value : str
            As the panel says them, where it has worked them out itself.
        """
        film, choices, data = self._film(), self._store.now, self.typed.data
        if film is None:
            return
        say = words("numbers", choices.language)
        found = behind(film, choices, what, which, name, value)
        title = say["step"] if what == "step" else say["one"]
        data.parts = [{"title": title, "rows": [row(one, choices.language) for one in found]}]
        data.one = data.open = True

    def _parts(self, choices: Choices) -> list[dict]:
        say = words("numbers", choices.language)
        found = [*self._of_film(choices, say), (say["machine"], _of(MACHINE_FILES))]
        if choices.mode not in WITH_FILM:
            found.append((say["shape"], _of(SHAPE_FILES)))
        return [{"title": title, "rows": [row(one, choices.language) for one in rows]} for title, rows in found]

    def _of_film(self, choices: Choices, say: dict[str, str]) -> list[Part]:
        film = self._film()
        if film is None:
            return []
        technique, plan, language = film.plan.technique, film.plan, choices.language
        own = (say["technique"], numbers_of_technique(technique))
        if choices.mode == "after":
            told = numbers_of_recovery(film.recovery, choices.audience, film.told_in(choices))
            return [(say["recovery"], told), own]
        step = film.timeline.at(choices.time_s).step
        parts: list[Part] = [(say["step"], numbers_of_step(technique, step, film.told_in(choices)))]
        for index, nerve in enumerate(plan.nerves):
            title = say["plan"].format(nerve=names_of(nerve.nerve, language)[0])
            parts.append((title, numbers_of_plan(technique, plan.facts(index, language=language))))
        heat = [(say["heat"], _of(HEAT_FILES))] if plan.lesion is not None else []
        return [*parts, own, *heat, (say["fluid"], _of(FLUID_FILES))]


def behind(film: Any, choices: Choices, what: str, which: str, name: str, value: str) -> tuple[Number, ...]:
    """What stands behind a figure; see :meth:`NumbersLogic.ask`."""
    technique, language = film.plan.technique, choices.language
    if what == "step":
        return numbers_of_step(technique, film.timeline.at(choices.time_s).step, film.told_in(choices))
    if what == "heat":
        return sources_of_heat(technique, which, name, value)  # type: ignore[arg-type]
    if what == "curve":
        return sources_of_curve(film.recovery, which)
    if what == "phase":
        return sources_of_phase(film.recovery, choices.after_days, choices.audience, film.told_in(choices))
    if what == "fluid":
        return (*sources_of_fluid(technique), *_of(FLUID_FILES))
    needle, _, figure = which.rpartition("|")
    placement = next(one for n in film.plan.nerves for one in n.placements if needle_id(n, one) == needle)
    if figure == "depth_mm":
        return sources_of_depth(f"{placement.trajectory.depth_mm:.0f} mm", language)
    return sources_of_check(technique, next(one for one in placement.checks.figures if one.name == figure), language)


def _of(files: Iterable[str]) -> list[Number]:
    return [number for name in files for number in numbers_of_file(name)]


def row(number: Number, language: str) -> dict:
    """A number as the list shows it; ``english`` tells which of its texts are English in any language."""
    say, status, names = (words(one, language) for one in ("numbers", "statuses", "figures"))
    source = None if number.source in WORKED_OUT else load_sources()[number.source]
    name = names.get(number.name, number.name)
    return {
        "name": name[:1].upper() + name[1:],
        "value": spoken_value(number.value, language),
        "status": number.status,
        "meaning": status[number.status] if number.status else source.status_note if source else "",
        "source": source.citation if source else say[number.source],
        "note": number.note,
        "english": {
            "name": not number.told and number.name not in names,
            "meaning": not number.status and source is not None,
            "source": source is not None,
            "note": True,
        },
    }


def spoken_value(value: str, language: str) -> str:
    """A value with the words in it, such as ``days``, in another language."""
    said = words("figure_words", language)
    longest = sorted(said, key=len, reverse=True)
    return re.sub(rf"\b({'|'.join(longest)})\b", lambda found: said[found.group()], value)
